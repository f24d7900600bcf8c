"""One station as the bytes of a GeoJSON Feature, made once and kept while the station stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stationmap.api.crs import Crs
from stationmap.files.export import MAX_DECIMALS, known_properties
from stationmap.geo.datum import Datum, from_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.stations.station import Station

NEVER = 0
"""Stands for the day on which a record was verified that never was."""


class Row:
    """A station, where it lies as it is answered, and the bytes of its Feature.

    Attributes
    ----------
    lon, lat
        WGS-84 degrees with the decimals of the answer, so that a box finds what it shows.
    verified
        The ordinal of the day on which the record was verified, or NEVER.
    """

    __slots__ = ("_body", "lat", "lon", "station", "verified")

    def __init__(self, station: Station) -> None:
        self.station = station
        self.lon = round(station.position.lon, MAX_DECIMALS)
        self.lat = round(station.position.lat, MAX_DECIMALS)
        self.verified = station.verified_on.toordinal() if station.verified_on else NEVER
        self._body: bytes | None = None

    @property
    def body(self) -> bytes:
        """The Feature in CRS84; its geometry stands last, and nothing behind the position."""
        if self._body is None:
            self._body = orjson.dumps(self.feature)
        return self._body

    def body_at(self, coordinates: tuple[float, float]) -> bytes:
        """Return the Feature with other numbers for its position."""
        head = self.body[: self.body.rindex(b"[")]
        return head + orjson.dumps(coordinates) + b"}}"

    @property
    def feature(self) -> dict[str, Any]:
        """The Feature in CRS84. Its status is always said, since clients ask for it."""
        properties = known_properties(self.station)
        properties.setdefault("status", self.station.status.value)
        return {
            "type": "Feature",
            "id": self.station.id,
            "properties": properties | dict(sorted(self.station.extra.items())),
            "geometry": {"type": "Point", "coordinates": [self.lon, self.lat]},
        }


def bodies_in(rows: Sequence[Row], crs: Crs, datum: Datum) -> list[bytes]:
    """Return the Features with their positions in a system, or shifted."""
    if crs is Crs.CRS84 and datum is Datum.WGS84:
        return [row.body for row in rows]
    places = zip(rows, coordinates_of(rows, crs, datum), strict=True)
    return [row.body_at(coordinates) for row, coordinates in places]


def coordinates_of(rows: Sequence[Row], crs: Crs, datum: Datum) -> list[tuple[float, float]]:
    """Return the two numbers of each position in the order of the system."""
    lons, lats = [row.lon for row in rows], [row.lat for row in rows]
    if datum is not Datum.WGS84:
        positions = [row.station.position for row in rows]
        shifted = from_wgs84([at.lon for at in positions], [at.lat for at in positions], datum)
        lons, lats = ([round(one, MAX_DECIMALS) for one in axis.tolist()] for axis in shifted)
    pair = (lats, lons) if crs.has_latitude_first else (lons, lats)
    return list(zip(*pair, strict=True))
