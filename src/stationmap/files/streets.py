"""Reads the list of streets, and their outlines where somebody has them."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from stationmap.errors import SettingsError
from stationmap.geo.position import Position
from stationmap.upkeep.area import Street, street_stem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stationmap.stations.districts import District, Districts


def read_streets(
    path: Path, *, outlines: Path | None = None, districts: Districts | None = None
) -> list[Street]:
    """Read streets from a CSV with the columns `code`, `name` and `district` (its adcode).

    Parameters
    ----------
    outlines
        GeoJSON in WGS-84 of Polygons or MultiPolygons. A feature is a street of the list by its
        property `code`, or by its `name` in its `district`: an adcode or a district's name, and
        where it is missing the district in which a point of the outline lies.
    districts
        What districts there are; needed for outlines.

    Raises
    ------
    SettingsError
        If a file cannot be read, or naming every outline that is no street of the list.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            streets = [
                Street(code=row["code"], name=row["name"], district=row["district"])
                for row in csv.DictReader(file)
            ]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise SettingsError("streets", f"{path} is no list of streets: {error!r}") from error
    if not streets:
        raise SettingsError("streets", f"{path} is no list of streets: it is empty")
    if outlines is None or districts is None:
        return streets
    return _with_outlines(streets, outlines, districts)


def _with_outlines(streets: Sequence[Street], path: Path, districts: Districts) -> list[Street]:
    by_key = {(street.district, street_stem(street.name)): street.code for street in streets}
    drawn, reasons = {}, []
    for number, feature in enumerate(_features(path), start=1):
        try:
            outline = _outline(feature)
            drawn[_code(feature["properties"], outline, by_key, districts)] = outline
        except (KeyError, TypeError, ValueError, AttributeError, shapely.GEOSException) as error:
            reasons.append(f"feature {number}: {error!r}")
    if reasons:
        raise SettingsError("street_outlines", f"{path}: " + "; ".join(reasons))
    return [replace(street, outline=drawn.get(street.code)) for street in streets]


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        return list(orjson.loads(path.read_bytes())["features"])
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        reason = f"{path} is no GeoJSON of streets: {error}"
        raise SettingsError("street_outlines", reason) from error


def _outline(feature: dict[str, Any]) -> shapely.Polygon | shapely.MultiPolygon:
    outline = shapely.geometry.shape(feature["geometry"])
    if not isinstance(outline, shapely.Polygon | shapely.MultiPolygon) or outline.is_empty:
        raise ValueError("the geometry is no polygon")
    if not outline.is_valid:
        raise ValueError(shapely.is_valid_reason(outline))
    return outline


def _code(
    properties: dict[str, Any],
    outline: shapely.Polygon | shapely.MultiPolygon,
    by_key: dict[tuple[str, str], str],
    districts: Districts,
) -> str:
    code = str(properties.get("code", ""))
    if not code:
        district = _district(properties, outline, districts)
        code = by_key.get((district.adcode, street_stem(str(properties["name"]))), "")
    if code not in by_key.values():
        raise ValueError(f"no street of the list: {properties}")
    return code


def _district(
    properties: dict[str, Any],
    outline: shapely.Polygon | shapely.MultiPolygon,
    districts: Districts,
) -> District:
    stated = properties.get("district")
    inner = outline.representative_point()
    district = (
        districts.of(Position(inner.x, inner.y)) if stated is None else districts.named(str(stated))
    )
    if district is None:
        raise ValueError(f"no district of the list: {properties}")
    return district
