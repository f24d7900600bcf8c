"""Make data/demand_census2020.csv: where the residents of the census of 2020 roughly live.

The census says how many people each district has, not where in it. They are spread over the cells
of a grid of about 680 m by 670 m by the same density that the sample stations are drawn from
(sample/spread.py): bells around the city's centre, the seats of districts and the towns. Each cell
gets a whole number, so that a district's cells add up to its census figure exactly. The same input
gives the same bytes.

    python scripts/make_demand.py data/demand_census2020.csv
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sample.spread import CELL_LAT_DEG, CELL_LON_DEG, density_at
from stationmap.files.demand import CENSUS_HEADER
from stationmap.files.districts import read_districts
from stationmap.geocoding.gazetteer import read_gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from stationmap.geocoding.gazetteer import NamedPlace
    from stationmap.stations.districts import District

    Floats = NDArray[np.float64]

DATA = Path(__file__).resolve().parents[1] / "data"

SIDE = 2
"""A cell is 2 by 2 of the cells that sample stations are drawn from."""
LEAST_RESIDENTS = 3
"""Cells with fewer are left out, and their people live where the others do: thin tails of the
density would fill the mountains with single people."""
DECIMALS = 4
"""About 10 m, which is nothing beside how rough the spread is."""


def main(out_path: Path) -> None:
    """Write the points of every district, in order of adcode and then from south to north."""
    districts = read_districts(DATA / "districts.geojson")
    places = read_gazetteer(DATA / "places.csv")
    lines = [CENSUS_HEADER]
    for district in districts:
        own = [place for place in places if districts.of(place.position) is district]
        lines += points_of(district, own)
    out_path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def points_of(district: District, places: Sequence[NamedPlace]) -> Iterator[str]:
    """Go through the cells of one district that hold anybody, as rows of the file."""
    lons, lats, cells = fine_cells(district.outline)
    density = density_at(lons, lats, district=district, places=places)
    _, members = np.unique(cells, return_inverse=True)
    sums = np.asarray(np.bincount(members, density), dtype=np.float64)
    centre_lons = np.bincount(members, density * lons) / sums
    centre_lats = np.bincount(members, density * lats) / sums
    residents = shared_out(district.population_2020, sums)
    heaviest = heaviest_of(members, density)
    for cell in np.flatnonzero(residents).tolist():
        lon, lat = round(centre_lons[cell], DECIMALS), round(centre_lats[cell], DECIMALS)
        if not shapely.contains_xy(district.outline, lon, lat):
            fine = heaviest[cell]
            lon, lat = round(lons[fine], DECIMALS), round(lats[fine], DECIMALS)
        yield f"{lon:.4f},{lat:.4f},{residents[cell]}"


def fine_cells(
    outline: shapely.Polygon | shapely.MultiPolygon,
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return the centres of the fine cells inside an outline, and the number of each's cell."""
    west, south, east, north = outline.bounds
    columns = np.arange(int(west / CELL_LON_DEG), int(east / CELL_LON_DEG) + 1)
    rows = np.arange(int(south / CELL_LAT_DEG), int(north / CELL_LAT_DEG) + 1)
    column, row = np.tile(columns, len(rows)), np.repeat(rows, len(columns))
    lons = np.round((column + 0.5) * CELL_LON_DEG, DECIMALS)
    lats = np.round((row + 0.5) * CELL_LAT_DEG, DECIMALS)
    inside = shapely.contains_xy(outline, lons, lats)
    cells = row // SIDE * 1_000_000 + column // SIDE
    return lons[inside], lats[inside], cells[inside]


def shared_out(people: int, sums: Floats) -> NDArray[np.int64]:
    """Return whole numbers in proportion to the sums that add up to all the people."""
    kept = people * sums / sums.sum() >= LEAST_RESIDENTS
    exact = people * sums * kept / (sums * kept).sum()
    whole = exact.astype(np.int64)
    by_remainder = np.argsort(whole - exact, kind="stable")
    whole[by_remainder[: people - int(whole.sum())]] += 1
    return np.asarray(whole, dtype=np.int64)


def heaviest_of(members: NDArray[np.intp], density: Floats) -> NDArray[np.intp]:
    """Return the densest fine cell of each cell."""
    order = np.lexsort((-density, members))
    _, first = np.unique(members[order], return_index=True)
    return order[first]


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # one file and the script's own name
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
