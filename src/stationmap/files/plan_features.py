"""The features of a GeoJSON that a planner uploads: shapes in WGS-84 with their properties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import shapely
import shapely.geometry

from stationmap.files.geojson import crs_faults
from stationmap.files.json_text import parsed
from stationmap.files.limits import MAX_RECORDS
from stationmap.files.plan_columns import means
from stationmap.files.plan_content import refuse, refuse_any, text_of
from stationmap.geo.datum import Datum, to_wgs84
from stationmap.geo.position import MAX_LAT, MAX_LON
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stationmap.errors import PlanError

    Floats = NDArray[np.float64]
    Shapes = NDArray[np.object_]

POLYGONS = ("Polygon", "MultiPolygon")
POINTS = ("Point", "MultiPoint")

CHINA_LONS, CHINA_LATS = (73.0, 136.0), (3.0, 54.0)
"""The two ranges do not meet, so that swapped axes show even where both are in range."""

_BROKEN = (
    TypeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    shapely.GEOSException,
)
_REASON = re.compile(r"(?P<what>.*)\[(?P<lon>\S+) (?P<lat>\S+)\]")


@dataclass(frozen=True, slots=True)
class Features:
    """What a GeoJSON holds, in its order.

    Attributes
    ----------
    shapes
        Valid shapes in WGS-84 degrees without elevations, shape (n,).
    properties, ids
        Of each feature; the id is None where it has none.
    """

    shapes: Shapes
    properties: list[dict[str, Any]]
    ids: list[object]

    @property
    def columns(self) -> list[str]:
        """The names of all properties, in the order in which they first stand."""
        return list(dict.fromkeys(name for each in self.properties for name in each))


def read_features(
    content: bytes, error: type[PlanError], *, datum: Datum | str, kinds: Sequence[str]
) -> Features:
    """Read a FeatureCollection whose positions are in a datum.

    Parameters
    ----------
    error
        The kind of PlanError that is raised.
    kinds
        The types of geometry that are wanted.

    Raises
    ------
    PlanError
        If the file, or any feature of it, cannot be used; it names the first that cannot.
    """
    json = parsed(text_of(content, error))
    if json.unreadable is not None:
        refuse(json.unreadable, error)
    raw = _raw_features(json.document, error)
    properties = [_properties(number, one, error) for number, one in enumerate(raw, start=1)]
    shapes = np.array(
        [_shape(number, one, error, kinds) for number, one in enumerate(raw, start=1)], dtype=object
    )
    if json.refused is not None:
        _refuse_not_finite(properties, error)
        refuse(json.refused, error)
    shapes = shapely.force_2d(shapes)
    _check_range(shapes, error)
    _check_valid(shapes, properties, error)
    if Datum(datum) is not Datum.WGS84:
        lons, lats = shapely.get_coordinates(shapes).T
        moved = np.column_stack(to_wgs84(lons, lats, datum))
        shapes = shapely.set_coordinates(shapes, moved)
        _check_valid(shapes, properties, error)
    return Features(shapes, properties, [one.get("id") for one in raw])


def looks_swapped(lons: Floats, lats: Floats) -> bool:
    """Say whether most of the positions would lie in China if their axes were swapped."""
    lon, lat = float(np.median(lons)), float(np.median(lats))
    (west, east), (south, north) = CHINA_LONS, CHINA_LATS
    return west <= lat <= east and south <= lon <= north


def name_of(properties: dict[str, Any]) -> str:
    """Return what a feature is called, or nothing."""
    names = (value for title, value in properties.items() if means("name", title))
    return next((shown(value) for value in names if isinstance(value, str) and value), "")


def _raw_features(document: Any, error: type[PlanError]) -> list[dict[str, Any]]:
    kind = document.get("type", "") if isinstance(document, dict) else ""
    features = document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise error("file_no_collection", value=shown(kind))
    if not features:
        raise error("file_empty")
    if len(features) > MAX_RECORDS:
        raise error("file_too_many", most=f"{MAX_RECORDS:,}")
    refuse_any(crs_faults(document.get("crs")), error)
    return features


def _properties(number: int, feature: Any, error: type[PlanError]) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else ()
    if properties is None:
        return {}
    if not isinstance(properties, dict) or feature.get("type") != "Feature":
        raise error("feature_broken", number=number)
    return properties


def _shape(
    number: int, feature: dict[str, Any], error: type[PlanError], kinds: Sequence[str]
) -> shapely.Geometry:
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    kind = geometry.get("type")
    if kind not in kinds:
        found = "" if kind is None else shown(kind)
        raise error("feature_geometry", number=number, value=found, expected=", ".join(kinds))
    try:
        shape = shapely.geometry.shape(geometry)
    except _BROKEN:
        raise error("feature_broken", number=number) from None
    if shape.is_empty:
        raise error("feature_broken", number=number)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise error("feature_not_finite", number=number, column="geometry")
    return shape


def _refuse_not_finite(properties: list[dict[str, Any]], error: type[PlanError]) -> None:
    """Name the first property that is NaN or infinite."""
    for number, each in enumerate(properties, start=1):
        for name, value in each.items():
            if isinstance(value, float) and not isfinite(value):
                raise error("feature_not_finite", number=number, column=shown(name))


def _check_range(shapes: Shapes, error: type[PlanError]) -> None:
    positions, owners = shapely.get_coordinates(shapes, return_index=True)
    lons, lats = positions.T
    outside = np.flatnonzero((np.abs(lons) > MAX_LON) | (np.abs(lats) > MAX_LAT))
    if len(outside):
        lon, lat = positions[outside[0]].tolist()
        is_swapped = abs(lat) <= MAX_LON and abs(lon) <= MAX_LAT
        code = "feature_swapped" if is_swapped else "feature_range"
        raise error(code, number=int(owners[outside[0]]) + 1, value=f"{lon:g}, {lat:g}")
    if looks_swapped(lons, lats):
        raise error("feature_swapped", number=1, value=f"{lons[0]:g}, {lats[0]:g}")


def _check_valid(shapes: Shapes, properties: list[dict[str, Any]], error: type[PlanError]) -> None:
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if len(wrong):
        place = int(wrong[0])
        _refuse_invalid(shapes[place], place + 1, name_of(properties[place]), error)


def _refuse_invalid(
    shape: shapely.Geometry, number: int, name: str, error: type[PlanError]
) -> NoReturn:
    reason = shapely.is_valid_reason(shape)
    found = _REASON.fullmatch(reason)
    name = name or f"#{number}"
    if found is None or "elf-intersection" not in reason:
        raise error("feature_invalid", number=number, name=name, reason=reason)
    lon, lat = float(found["lon"]), float(found["lat"])
    raise error("feature_crosses", number=number, name=name, at=f"{lon:.6f}, {lat:.6f}")
