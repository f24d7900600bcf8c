"""Reads the file of district outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from stationmap.errors import SettingsError
from stationmap.files.plan_columns import means
from stationmap.stations.districts import District, Districts

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = "a district is a valid Polygon or MultiPolygon with adcode and name_zh"
SHOWN = 3
"""Features that are told of."""


def read_districts(path: Path) -> Districts:
    """Read districts from GeoJSON in WGS-84.

    Each feature is a valid Polygon or MultiPolygon with the properties `adcode` and `name_zh`, or
    others that mean the same, such as `code` and `name`. Without `name_en` a district goes by its
    Chinese name; `population_2020` may be missing.

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
    adcode = _said(properties, "adcode", "code")
    name = _said(properties, "name_zh", "name")
    missing = [own for own, said in (("adcode", adcode), ("name_zh", name)) if not said]
    if missing:
        raise ValueError(f"has no {', '.join(missing)}")
    return District(
        adcode=adcode,
        name_zh=name,
        name_en=_said(properties, "name_en", "name_en") or name,
        population_2020=int(properties.get("population_2020") or 0),
        outline=outline,
    )


def _said(properties: dict[str, Any], own: str, what: str) -> str:
    """Return the property of our own name, else the first that means the same; empty if none."""
    usual = (title for title in properties if means(what, title))
    values = (properties.get(title) for title in (own, *usual))
    return next((str(value).strip() for value in values if str(value or "").strip()), "")
