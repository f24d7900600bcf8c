"""Stations as a GeoDataFrame, one row each, for notebooks and for files of geographic programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stationmap.files.cells import facilities_cell, json_cell, list_cell
from stationmap.files.export import MAX_DECIMALS
from stationmap.stations.record import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from stationmap.stations.station import Station

WHOLE_NUMBERS = frozenset({"capacity", "truck_bays", "showers", "washers", "beds"})
NUMBERS = frozenset({"area_m2", "position_precision_m"})
DATES = frozenset({"suspended_from", "suspended_until", "verified_on"})


def to_geodataframe(stations: Iterable[Station]) -> gpd.GeoDataFrame:
    """Return stations as points in WGS-84 (EPSG:4326) with at most 6 decimals, in their order.

    There is a column for `id` and one for each property of the data contract: numbers and dates
    as such, facilities as `water|microwave:broken`, lists with | between, and in `extra` the
    unknown properties as JSON. What is unknown is missing.
    """
    import geopandas as gpd  # noqa: PLC0415  # slow, and few need it
    import pandas as pd  # noqa: PLC0415  # the same

    stations = list(stations)
    columns: dict[str, Any] = {"id": pd.Series([one.id for one in stations], dtype="str")}
    for name in PROPERTIES:
        values = [_plain(name, getattr(station, name)) for station in stations]
        columns[name] = pd.Series(values, dtype=_dtype(name))
    extras = [json_cell(dict(one.extra)) if one.extra else None for one in stations]
    columns["extra"] = pd.Series(extras, dtype="str")
    lons = [round(station.position.lon, MAX_DECIMALS) for station in stations]
    lats = [round(station.position.lat, MAX_DECIMALS) for station in stations]
    return gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lons, lats, crs="EPSG:4326"))


def _dtype(name: str) -> str:
    if name in WHOLE_NUMBERS:
        return "Int64"
    if name in NUMBERS:
        return "Float64"
    return "date32[day][pyarrow]" if name in DATES else "str"


def _plain(name: str, value: Any) -> Any:
    """Return what one column of a table holds; what is unknown is None."""
    if value is None or value in ((), {}):
        return None
    if isinstance(value, Mapping):
        return facilities_cell({code: str(state) for code, state in value.items()})
    if name == "source_position":
        return json_cell(value)
    if isinstance(value, tuple):
        return list_cell(value)
    return value if name in WHOLE_NUMBERS | NUMBERS | DATES else str(value)
