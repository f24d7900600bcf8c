"""Reads demand from files that planners upload, and the surface that comes with the program."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.demand import DemandSurface
from stationmap.errors import DemandError, PlanError, SettingsError
from stationmap.files.demand_points import Weighted, points_from_geojson, points_from_table
from stationmap.files.raster import RASTER_SUFFIXES, points_from_raster
from stationmap.files.read import CSV_SUFFIXES, GEOJSON_SUFFIXES, XLSX_SUFFIXES
from stationmap.geo.datum import Datum
from stationmap.settings import BUILT_IN_DEMAND
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from pathlib import Path

TABLE_SUFFIXES = CSV_SUFFIXES + XLSX_SUFFIXES
DEMAND_SUFFIXES = TABLE_SUFFIXES + GEOJSON_SUFFIXES + RASTER_SUFFIXES

CENSUS = "census"
"""The surface that is always there, and what the one that comes with the program is called."""

CENSUS_HEADER = "lon,lat,residents"
CENSUS_SOURCE = "census of 2020 by district, spread over built-up places"
CENSUS_AS_OF = "2020-11-01"


def read_demand(
    content: bytes,
    file_name: str,
    *,
    name: str,
    datum: Datum | str = Datum.WGS84,
    weight_column: str | None = None,
) -> DemandSurface:
    """Read a surface of demand: points, polygons with a population each, or a raster.

    Parameters
    ----------
    file_name
        Its suffix says what the file is: a CSV or XLSX with a point a row, a GeoJSON of points or
        of polygons, or a GeoTIFF.
    name
        What planners call the surface.
    datum
        What the positions of the file are in.
    weight_column
        The column or property that says how much each point or polygon holds; None to guess it.
        Points without one count as one each; polygons need one.

    Returns
    -------
    surface
        Without what holds nothing. Its source names the file and the column.

    Raises
    ------
    DemandError
        If the file cannot be used; its code and facts say where, why, and what to do.
    """
    suffix = PurePath(file_name).suffix.lower()
    datum = Datum(datum)
    if suffix in TABLE_SUFFIXES:
        found = points_from_table(content, file_name, datum, weight_column)
    elif suffix in GEOJSON_SUFFIXES:
        found = points_from_geojson(content, datum, weight_column)
    elif suffix in RASTER_SUFFIXES:
        found = points_from_raster(content, datum)
    else:
        expected = ", ".join(DEMAND_SUFFIXES)
        raise DemandError("file_suffix", value=shown(file_name), expected=expected)
    source = file_name if found.column is None else f"{file_name} ({found.column})"
    return _surface(found, name=name, source=shown(source))


def read_census(path: Path) -> DemandSurface:
    """Read the surface that is always there: the census of 2020, or the operator's file instead.

    Only the program's own file is called the census. Another goes by its name, and is read as
    `read_demand` does, with WGS-84 positions; in the form of the census it may be as long.

    Raises
    ------
    SettingsError
        If the file cannot be used.
    """
    try:
        content = path.read_bytes()
        if not content.startswith(f"{CENSUS_HEADER}\n".encode()):
            return read_demand(content, path.name, name=shown(path.name))
        rows = content.decode().splitlines()[1:]
        lons, lats, weights = np.loadtxt(rows, delimiter=",", ndmin=2, unpack=True)
        is_ours = BUILT_IN_DEMAND.exists() and path.samefile(BUILT_IN_DEMAND)
        return DemandSurface(
            name=CENSUS if is_ours else shown(path.name),
            lons=lons,
            lats=lats,
            weights=weights,
            source=CENSUS_SOURCE if is_ours else shown(f"{path.name} (residents)"),
            as_of=CENSUS_AS_OF if is_ours else "",
        )
    except (OSError, ValueError, PlanError) as error:
        raise SettingsError("demand", f"{path} is no demand: {error}") from error


def _surface(found: Weighted, *, name: str, source: str) -> DemandSurface:
    holds = found.weights > 0
    if not holds.any():
        raise DemandError("demand_all_zero")
    return DemandSurface(
        name=name,
        lons=found.lons[holds],
        lats=found.lats[holds],
        weights=found.weights[holds],
        source=source,
    )
