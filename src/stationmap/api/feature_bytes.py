"""One station as the bytes of a GeoJSON Feature, made once and kept while the station stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stationmap.api.crs import Crs
from stationmap.files.export import MAX_DECIMALS, known_properties
from stationmap.geo.datum import Datum, coordinates_in

if TYPE_CHECKING:
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

    def body_in(self, crs: Crs, datum: Datum) -> bytes:
        """Return the Feature with its position in another system, or shifted."""
        if crs is Crs.CRS84 and datum is Datum.WGS84:
            return self.body
        head = self.body[: self.body.rindex(b"[")]
        return head + orjson.dumps(self.coordinates_in(crs, datum)) + b"}}"

    def coordinates_in(self, crs: Crs, datum: Datum) -> tuple[float, float]:
        """Return the position's two numbers in the order of the system."""
        lon, lat = self.lon, self.lat
        if datum is not Datum.WGS84:
            shifted = coordinates_in(self.station.position, datum)
            lon, lat = (round(degrees, MAX_DECIMALS) for degrees in shifted)
        return (lat, lon) if crs.has_latitude_first else (lon, lat)

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
