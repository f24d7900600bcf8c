"""A station as seen from where this visit asks from: how far, and in which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.geo.geodesic import distances_and_bearings
from stationmap.labels import Language, text
from stationmap.nearest.nearby import Nearby
from stationmap.services.find import REACH_M
from stationmap.web import wording
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.stations.station import Station
    from stationmap.web.spot import Spot


def from_here(station: Station, spot: Spot | None) -> Nearby | None:
    """Return the way to a station; None without a spot, or from beyond what the finder reaches."""
    if spot is None:
        return None
    at = station.position
    (distance_m,), (bearing_deg,) = distances_and_bearings(spot.position, [at.lon], [at.lat])
    if distance_m > REACH_M:
        return None
    return Nearby(station=station, distance_m=float(distance_m), bearing_deg=float(bearing_deg))


def way_from(spot: Spot, nearby: Nearby, language: Language) -> Markup:
    """Return the line that says it, and from where."""
    place = spot.label if spot.is_named else text(spot.label, language)
    return element(
        "div",
        element("span", icon("arrow", turned_deg=nearby.bearing_deg), class_="compass"),
        element("strong", wording.distance(nearby.distance_m, language)),
        element("span", wording.direction_of(nearby, language)),
        element("span", text("find.near", language, place=place), class_="minutes"),
        class_="way",
    )
