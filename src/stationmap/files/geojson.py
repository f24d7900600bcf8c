"""Raw records out of a GeoJSON document that is already parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stationmap.files.coordinates import coordinates_of
from stationmap.files.limits import MAX_RECORDS, too_big
from stationmap.files.raw_file import RawFile
from stationmap.stations.place import WHOLE_FILE, Place
from stationmap.stations.record import RawRecord

if TYPE_CHECKING:
    from stationmap.errors import Fault

KNOWN_CRS = frozenset({"CRS84", "4326", "4490"})
"""What the name in a `crs` member may end with, after a colon or slash: WGS-84 by two names, and
CGCS2000, equal to it within 0.1 m.
RFC 7946 has no such member; files of the older GeoJSON do."""

_SEPARATORS = re.compile(r"[:/#]")


def records_from_geojson(document: object) -> RawFile:
    """Take the records out of a FeatureCollection; anything else is a fault."""
    raw = RawFile()
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        found = document.get("type", "no type") if isinstance(document, dict) else document
        raw.faults.append(_no_collection(found))
        return raw
    features = document.get("features")
    if not isinstance(features, list):
        raw.faults.append(
            WHOLE_FILE.error(
                "not_a_collection", field="features", value=features, expected="a list"
            )
        )
        return raw
    if len(features) > MAX_RECORDS:
        raw.faults.append(too_big(f"{MAX_RECORDS:,} features"))
        return raw
    raw.faults += crs_faults(document.get("crs"))
    for number, feature in enumerate(features, start=1):
        _read_feature(number, feature, raw)
    return raw


def _no_collection(found: object) -> Fault:
    expected = "a FeatureCollection of Points"
    if found == "Feature":
        expected += ': put the one Feature into {"type": "FeatureCollection", "features": […]}'
    return WHOLE_FILE.error("not_a_collection", field="type", value=found, expected=expected)


def crs_faults(crs: Any) -> list[Fault]:
    """Find a `crs` member that names anything but longitude and latitude."""
    if crs is None:
        return []
    said = crs.get("properties") if isinstance(crs, dict) else None
    said = said if isinstance(said, dict) else {}
    name = said.get("name", said.get("href", crs))
    if "name" in said and _SEPARATORS.split(str(name).upper())[-1] in KNOWN_CRS:
        return []
    expected = "no crs member, or CRS84, EPSG:4326 or EPSG:4490; reproject the file first"
    return [WHOLE_FILE.error("wrong_crs", field="crs", value=name, expected=expected)]


def _read_feature(number: int, feature: object, raw: RawFile) -> None:
    place = Place(unit="feature", number=number)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raw.faults.append(place.error("not_a_feature", value=feature, expected="a Feature"))
        return
    properties = feature.get("properties")
    properties = {} if properties is None else properties
    if not isinstance(properties, dict):
        raw.faults.append(
            place.error("wrong_type", field="properties", value=properties, expected="an object")
        )
        return
    station_id, rest, faults = _identify(place, feature.get("id"), properties)
    place = Place(unit="feature", number=number, station_id=station_id)
    raw.faults += faults
    coordinates, faults = coordinates_of(place, feature.get("geometry"))
    raw.faults += faults
    raw.records.append(
        RawRecord(place=place, id=station_id, coordinates=coordinates, properties=rest)
    )


def _identify(
    place: Place, own_id: object, properties: dict[str, Any]
) -> tuple[str | None, dict[str, Any], list[Fault]]:
    """Return the id of a feature, which may stand among its properties, and the rest of them."""
    rest = {name: value for name, value in properties.items() if name != "id"}
    value = properties.get("id") if own_id is None else own_id
    if value is None or value == "":
        return None, rest, []
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        fault = place.error("wrong_type", field="id", value=value, expected="text or a number")
        return None, rest, [fault]
    station_id = str(value).strip()
    other = properties.get("id")
    if other is None or str(other).strip() == station_id:
        return station_id, rest, []
    fault = place.warning("two_ids", field="id", value=other, expected=f"one id; {station_id} used")
    return station_id, rest, [fault]
