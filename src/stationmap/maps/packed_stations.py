"""All stations for the map's layer: positions that a phone keeps, and a bit each for a filter."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import orjson

from stationmap.errors import StationNotFoundError
from stationmap.geo.datum import Datum, from_wgs84
from stationmap.maps.assets import digest
from stationmap.maps.packing import STEPS_PER_DEGREE, deltas
from stationmap.nearest.morton import morton_order
from stationmap.stations.codes import StationKind, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stationmap.stations.station import Station

KEPT_MASKS = 256
"""Filters whose bits are kept: each is an eighth of a byte per station."""

_KINDS = {kind: chr(ord("a") + number) for number, kind in enumerate(StationKind)}
_STATUSES = {status: chr(ord("a") + number) for number, status in enumerate(Status)}


class PackedStations:
    """The stations in the order of the map's layer, in which neighbours stand together.

    Attributes
    ----------
    revision
        A short name for exactly these stations.
    center
        Latitude and longitude of the middle of them, in the datum.
    body
        JSON for the layer: `lon` and `lat` in steps, `kinds` and `statuses` a letter each, and
        what the letters mean. A station's number is its place in them.
    """

    def __init__(self, stations: Sequence[Station], *, datum: Datum = Datum.WGS84) -> None:
        lons = np.array([station.position.lon for station in stations], dtype=np.float64)
        lats = np.array([station.position.lat for station in stations], dtype=np.float64)
        order = morton_order(lons, lats) if len(stations) else np.empty(0, dtype=np.intp)
        self._stations: tuple[Station, ...] = tuple(stations[place] for place in order)
        drawn_lons, drawn_lats = from_wgs84(lons[order], lats[order], datum)
        self.body = _packed(self._stations, drawn_lons, drawn_lats)
        self.center = _middle(drawn_lats), _middle(drawn_lons)
        self.revision = digest(self.body + _ids(self._stations))
        # The cache must not hold this object, which would then outlive its last user.
        self._masks = lru_cache(KEPT_MASKS)(partial(_mask, self._stations))

    @property
    def address(self) -> str:
        """Where the body is served, below the app's root."""
        return f"layers/stations/{self.revision}.json"

    def station(self, number: int) -> Station:
        """Return the station with this number.

        Raises
        ------
        StationNotFoundError
            If there is none.
        """
        if not 0 <= number < len(self._stations):
            raise StationNotFoundError(str(number))
        return self._stations[number]

    def mask(self, where: Callable[[Station], bool]) -> str:
        """Return a bit for each station, set where it is to be shown, as base64.

        Those of the filters used last are kept, so a filter must be hashable.
        """
        return self._masks(where)


def _mask(stations: Sequence[Station], where: Callable[[Station], bool]) -> str:
    shown = np.fromiter(map(where, stations), dtype=np.bool_, count=len(stations))
    return b64encode(np.packbits(shown).tobytes()).decode("ascii")


def _middle(degrees: NDArray[np.float64]) -> float:
    return round(float(np.median(degrees)), 4) if len(degrees) else 0.0


def _packed(
    stations: Sequence[Station], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> bytes:
    return orjson.dumps(
        {
            "steps_per_degree": STEPS_PER_DEGREE,
            "lon": deltas(lons),
            "lat": deltas(lats),
            "kinds": "".join(_KINDS[station.kind] for station in stations),
            "statuses": "".join(_STATUSES[station.status] for station in stations),
            "kind_letters": {letter: kind for kind, letter in _KINDS.items()},
            "status_letters": {letter: status for status, letter in _STATUSES.items()},
        }
    )


def _ids(stations: Sequence[Station]) -> bytes:
    return "\0".join(station.id for station in stations).encode()
