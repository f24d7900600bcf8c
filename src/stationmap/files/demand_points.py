"""Weighted points out of a table or a GeoJSON, before they become a surface of demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.errors import DemandError
from stationmap.files.cells import degrees
from stationmap.files.column_guess import guesses_of, targets_of
from stationmap.files.coordinates import checked_pair
from stationmap.files.demand_spread import shared_out, spread
from stationmap.files.headers import AXES, Columns
from stationmap.files.plan_columns import weight_column, weight_of
from stationmap.files.plan_content import named, table_of
from stationmap.files.plan_features import (
    POINTS,
    POLYGONS,
    Features,
    looks_swapped,
    read_features,
)
from stationmap.files.table import ragged_fault
from stationmap.geo.datum import Datum, to_wgs84
from stationmap.stations.place import Place, shown
from stationmap.stations.tidying import Unusable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.files.column_guess import ColumnGuess

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Points in WGS-84 and what each holds, shape (n,); `column` says by which column, if by one.

    Without a column each point counts as one.
    """

    lons: Floats
    lats: Floats
    weights: Floats
    column: str | None = None


def points_from_table(content: bytes, file_name: str, datum: Datum, column: str | None) -> Weighted:
    """Read a CSV or a workbook with a point a row.

    Raises
    ------
    DemandError
        If the file or a row cannot be used; it names the first.
    """
    seen = table_of(content, file_name, DemandError)
    guesses = guesses_of(seen)
    targets = targets_of(guesses, datum, {})
    lon, lat = _axes(guesses, targets, datum)
    others = [guess.index for guess in guesses if guess.target not in AXES]
    titles = [seen.titles[index] for index in others]
    found = weight_column(titles, column)
    weight = None if found is None else others[found]
    width = Columns(len(seen.titles))
    rows = []
    for number, cells in seen.rows:
        place = Place(unit="row", number=number)
        ragged = ragged_fault(place, cells, width)
        if ragged:
            raise DemandError("row_ragged", number=number, value=len(cells), expected=width.width)
        pair = _position(place, cells[lon], cells[lat])
        title = "" if weight is None else seen.titles[weight]
        holds = (
            1.0
            if weight is None
            else weight_of(cells[weight], unit="row", number=number, column=title)
        )
        rows.append((*pair, holds))
    lons, lats, weights = np.array(rows, dtype=np.float64).T
    if looks_swapped(lons, lats):
        raise DemandError("demand_swapped", value=f"{lons[0]:g}, {lats[0]:g}")
    lons, lats = to_wgs84(lons, lats, datum)
    return Weighted(lons, lats, weights, None if weight is None else seen.titles[weight])


def points_from_geojson(content: bytes, datum: Datum, column: str | None) -> Weighted:
    """Read points, or polygons that hold a population each, which is spread over them.

    A MultiPoint shares its weight out among its points.

    Raises
    ------
    DemandError
        If the file or a feature cannot be used; it names the first.
    """
    features = read_features(content, DemandError, datum=datum, kinds=POINTS + POLYGONS)
    columns = features.columns
    found = weight_column(columns, column)
    title = None if found is None else columns[found]
    is_area = shapely.get_dimensions(features.shapes) > 0
    if title is None and is_area.any():
        raise DemandError("demand_no_population", columns=named(columns))
    totals = _totals(features, title)
    holds = totals > 0
    areas, points = is_area & holds, ~is_area & holds
    parts = [_scattered(features.shapes[points], totals[points])]
    if areas.any():
        parts.append(spread(features.shapes[areas], totals[areas]))
    lons, lats, weights = (np.concatenate([part[axis] for part in parts]) for axis in range(3))
    return Weighted(lons, lats, weights, title)


def _axes(guesses: tuple[ColumnGuess, ...], targets: list[str], datum: Datum) -> tuple[int, int]:
    if all(axis in targets for axis in AXES):
        return targets.index("lon"), targets.index("lat")
    others = sorted({guess.datum.value for guess in guesses if guess.datum is not None})
    if others:
        raise DemandError("demand_other_datum", datum=datum.value, found=", ".join(others))
    raise DemandError("demand_no_axes", columns=named([guess.title for guess in guesses]))


def _position(place: Place, lon: str, lat: str) -> tuple[float, float]:
    shown_pair = shown(f"{lon.strip()}, {lat.strip()}")
    try:
        pair, faults = checked_pair(place, "lon, lat", degrees(lon), degrees(lat))
    except Unusable:
        raise DemandError("row_position", number=place.number, value=shown_pair) from None
    if pair is None:
        code = "row_swapped" if faults[0].code == "axes_swapped" else "row_position"
        raise DemandError(code, number=place.number, value=shown_pair)
    return pair


def _totals(features: Features, title: str | None) -> Floats:
    if title is None:
        return np.asarray(shapely.get_num_geometries(features.shapes), dtype=np.float64)
    stated = enumerate((each.get(title) for each in features.properties), start=1)
    return np.array(
        [weight_of(value, unit="feature", number=number, column=title) for number, value in stated]
    )


def _scattered(shapes: NDArray[np.object_], totals: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the points of Points and MultiPoints, each with its part of what its feature holds."""
    positions, owners = shapely.get_coordinates(shapes, return_index=True)
    if not len(owners):
        nothing = np.empty(0)
        return nothing, nothing, nothing
    lons, lats = positions.T
    return lons, lats, shared_out(totals, owners, np.ones(len(owners)))
