"""A pin: the position that a member of staff gives a station, and how she knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from stationmap.geo.datum import Datum, coordinates_in, position_from
from stationmap.geocoding.typed_position import typed_position

if TYPE_CHECKING:
    from stationmap.geo.position import Position
    from stationmap.services.places_by_name import Place
    from stationmap.web.locate import Fix

EXACT_WITHIN_M = 50.0
"""A phone that is less sure than this may be in the next street."""


class Came(StrEnum):
    """How the pin came to be; the words are `position.came.<value>`."""

    TAPPED = "tapped"
    FOUND = "found"
    PASTED = "pasted"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Where a station is said to be.

    Attributes
    ----------
    name
        Of a found place, what it is called.
    source_datum, source_position
        What it came in, longitude first, where that was another datum than WGS-84 or was pasted.
    precision_m
        Radius in metres that a phone is sure of.
    """

    position: Position
    came: Came
    name: str = ""
    source_datum: Datum | None = None
    source_position: tuple[float, float] | None = None
    precision_m: float | None = None

    @property
    def is_vague(self) -> bool:
        """Whether the phone is less sure than 50 m; exactly 50 m are exact enough."""
        return self.precision_m is not None and self.precision_m > EXACT_WITHIN_M

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a station that stand for its position."""
        return {
            "position": self.position,
            "source_datum": self.source_datum,
            "source_position": self.source_position,
            "position_precision_m": self.precision_m,
        }


def tapped(position: Position, map_datum: Datum) -> Pin:
    """Return the pin of a tap on a map that is drawn in a datum."""
    if map_datum is Datum.WGS84:
        return Pin(position=position, came=Came.TAPPED)
    return Pin(
        position=position,
        came=Came.TAPPED,
        source_datum=map_datum,
        source_position=_rounded(*coordinates_in(position, map_datum)),
    )


def found(place: Place) -> Pin:
    """Return the pin at a place that the search found."""
    return Pin(position=place.position, came=Came.FOUND, name=place.name)


def located(fix: Fix) -> Pin:
    """Return the pin where a phone says that it is."""
    return Pin(position=fix.position, came=Came.PHONE, precision_m=round(fix.accuracy_m, 1))


def pasted(words: str, datum: Datum) -> Pin | None:
    """Return the pin at coordinates of a datum, in either order; None if they are none in China."""
    came = typed_position(words)
    if came is None:
        return None
    return Pin(
        position=position_from(came.lon, came.lat, datum),
        came=Came.PASTED,
        source_datum=datum,
        source_position=(came.lon, came.lat),
    )


def _rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, 6), round(lat, 6)
