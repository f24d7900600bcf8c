"""A WGS-84 position: the only kind there is inside the program."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from stationmap.errors import InvalidPositionError

MAX_LON = 180.0
MAX_LAT = 90.0
NO_NUMBERS = (str, bytes, bool)
"""What `float` would take for a number."""


@dataclass(frozen=True, slots=True)
class Position:
    """A WGS-84 longitude and latitude in degrees, longitude first.

    Raises
    ------
    InvalidPositionError
        If either is not a finite number, or out of [-180, 180] and [-90, 90].
        Both ends of both ranges are positions; text and true or false are no numbers.
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse what cannot be a position."""
        if isinstance(self.lon, NO_NUMBERS) or isinstance(self.lat, NO_NUMBERS):
            raise InvalidPositionError(self.lon, self.lat)
        try:
            lon, lat = float(self.lon), float(self.lat)
        except (TypeError, ValueError):
            raise InvalidPositionError(self.lon, self.lat) from None
        if not (isfinite(lon) and isfinite(lat) and abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT):
            raise InvalidPositionError(self.lon, self.lat)
        object.__setattr__(self, "lon", lon)
        object.__setattr__(self, "lat", lat)
