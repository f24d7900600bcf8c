"""Reads the file of district outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from stationmap.errors import SettingsError
from stationmap.stations.districts import District, Districts

if TYPE_CHECKING:
    from pathlib import Path

PROPERTIES = ("adcode", "name_zh", "name_en", "population_2020")
NEEDED = f"a district is a valid Polygon or MultiPolygon with {', '.join(PROPERTIES)}"
SHOWN = 3
"""Features that are told of."""


def read_districts(path: Path) -> Districts:
    """Read districts from GeoJSON in WGS-84.

    Each feature is a valid Polygon or MultiPolygon with the properties `adcode` (text), `name_zh`,
    `name_en` and `population_2020`.

    Raises
    ------
    SettingsError
        If the file cannot be read, or naming the first features of it that are no such districts.
    """
    try:
        features = list(orjson.loads(path.read_bytes())["features"])
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise SettingsError("districts", f"{path} is no GeoJSON of districts: {error}") from error
    districts, reasons = [], []
    for number, feature in enumerate(features, start=1):
        try:
            districts.append(_district(feature))
        except (TypeError, ValueError, AttributeError, KeyError, shapely.GEOSException) as error:
            reasons.append(f"feature {number}: {error}")
    if reasons:
        more = len(reasons) - SHOWN
        told = [*reasons[:SHOWN], *([f"and {more} more"] if more > 0 else []), NEEDED]
        raise SettingsError("districts", f"{path}: " + "; ".join(told))
    return Districts(districts)


def _district(feature: dict[str, Any]) -> District:
    outline = shapely.geometry.shape(feature["geometry"])
    if not isinstance(outline, shapely.Polygon | shapely.MultiPolygon) or outline.is_empty:
        raise ValueError("the geometry is no polygon")
    if not outline.is_valid:
        raise ValueError(shapely.is_valid_reason(outline))
    properties = feature["properties"] or {}
    missing = [name for name in PROPERTIES if name not in properties]
    if missing:
        raise ValueError(f"has no {', '.join(missing)}")
    return District(
        adcode=str(properties["adcode"]),
        name_zh=str(properties["name_zh"]),
        name_en=str(properties["name_en"]),
        population_2020=int(properties["population_2020"]),
        outline=outline,
    )
