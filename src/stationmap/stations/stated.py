"""The district that a record says it is in, as opposed to where its position lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.stations.districts import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station


def stated_districts(stations: Sequence[Station], districts: Districts) -> NDArray[np.intp]:
    """Return the index of the district that each station states, or NOWHERE; shape (n,).

    The district property counts (a code, a name, or text with one name in it), else the one
    district that the address names.
    """
    return districts_in(
        (station.district or station.address or "" for station in stations), districts
    )


def districts_in(texts: Iterable[str], districts: Districts) -> NDArray[np.intp]:
    """Return the index of the one district that each text names, or NOWHERE; shape (n,)."""
    index_of = {district.adcode: index for index, district in enumerate(districts)}
    names = [(district.name_zh, index) for index, district in enumerate(districts)]
    cache: dict[str, int] = {}

    def stated(text: str) -> int:
        if text not in cache:
            exact = districts.named(text)
            cache[text] = index_of[exact.adcode] if exact else _only_one_named(text, names)
        return cache[text]

    return np.array([stated(text) for text in texts], dtype=np.intp)


def _only_one_named(text: str, names: Sequence[tuple[str, int]]) -> int:
    named = [index for name, index in names if name in text]
    return named[0] if len(named) == 1 else NOWHERE
