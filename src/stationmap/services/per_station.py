"""What was worked out for each station, kept for as long as the station does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.stations.station import Station

Found = TypeVar("Found")


class PerStation(Generic[Found]):
    """Works something out once for each version of a station; threads may share it."""

    def __init__(self, work_out: Callable[[Station], Found]) -> None:
        self._work_out = work_out
        self._kept: dict[str, tuple[Station, Found]] = {}

    def __call__(self, station: Station) -> Found:
        """Return what was worked out for this very object, or work it out."""
        kept = self._kept.get(station.id)
        if kept is None or kept[0] is not station:
            kept = self._kept[station.id] = station, self._work_out(station)
        return kept[1]
