"""A longitude and latitude out of a GeoJSON geometry or two cells, or what is wrong with them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from stationmap.geo.position import MAX_LAT, MAX_LON

if TYPE_CHECKING:
    from stationmap.errors import Fault
    from stationmap.stations.place import Place

    Coordinates = tuple[float, float]

LON_LAT = "[longitude, latitude] in degrees"
DIMENSIONS = 2


def coordinates_of(place: Place, geometry: Any) -> tuple[Coordinates | None, list[Fault]]:
    """Return the longitude and latitude of a Point, in range, and what is wrong with it."""
    if geometry is None:
        expected = f"a Point with {LON_LAT}"
        return None, [place.error("no_geometry", field="geometry", expected=expected)]
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind != "Point":
        expected = "a Point: the station's door; of an area, give the entrance or its centre"
        return None, [place.error("not_a_point", field="geometry", value=kind, expected=expected)]
    values = geometry.get("coordinates")
    if not isinstance(values, list) or len(values) < DIMENSIONS:
        return None, [
            place.error("too_few_coordinates", field="coordinates", value=values, expected=LON_LAT)
        ]
    coordinates, faults = checked_pair(place, "coordinates", *values[:DIMENSIONS])
    if len(values) > DIMENSIONS:
        expected = f"{LON_LAT} alone; the rest is left out"
        faults.append(
            place.warning("elevation_dropped", field="coordinates", value=values, expected=expected)
        )
    return coordinates, faults


def checked_pair(
    place: Place, field: str, lon: object, lat: object
) -> tuple[Coordinates | None, list[Fault]]:
    """Return a longitude and latitude if both are finite numbers of degrees in range."""
    pair = [lon, lat]
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None, [place.error("not_a_number", field=field, value=pair, expected=LON_LAT)]
    if isinstance(lon, bool) or isinstance(lat, bool):
        return None, [place.error("not_a_number", field=field, value=pair, expected=LON_LAT)]
    if not (isfinite(lon) and isfinite(lat)):
        return None, [place.error("not_finite", field=field, value=pair, expected=LON_LAT)]
    if abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT:
        return (float(lon), float(lat)), []
    if abs(lat) <= MAX_LON and abs(lon) <= MAX_LAT:
        expected = f"longitude first: [{lat}, {lon}]"
        return None, [place.error("axes_swapped", field=field, value=pair, expected=expected)]
    expected = "a longitude within -180 to 180 and a latitude within -90 to 90 degrees"
    return None, [place.error("position_out_of_range", field=field, value=pair, expected=expected)]
