"""Every 100 m cell of Beijing: its nearest station, and how many have one within a kilometre."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from bench.stopwatch import timed
from bench.table import BenchRow, print_rows
from stationmap.coverage.grid.city import CellDistances, cell_distances
from stationmap.coverage.grid.country import count_cells
from stationmap.files.demand import read_census
from stationmap.files.districts import read_districts
from stationmap.nearest.bulk import BulkSearch
from stationmap.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STATIONS = 8_300
WANTED = 30
RADIUS_M = 1_000.0
SPREAD_DEG = 0.002
"""Stations stand where residents are, within some 200 m."""

PLANE = "EPSG:4527"
FARTHER_M = 0.1
SEED = 2026


def rows() -> list[BenchRow]:
    """Measure the distances, then the count."""
    districts = read_districts(Settings().districts)
    joined = shapely.union_all([district.outline for district in districts])
    city = shapely.MultiPolygon(shapely.get_parts(joined).tolist())
    lons, lats = _stations()
    return [*_distance_rows(city, lons, lats), *_count_rows(city, lons, lats)]


def _stations() -> Floats:
    """Draw stations where the residents of the census are, to six decimals."""
    census = read_census(Settings().demand)
    draws = np.random.default_rng(SEED)
    homes = draws.choice(len(census), STATIONS, p=census.weights / census.total)
    around = draws.normal(0, SPREAD_DEG, (2, STATIONS))
    return np.round(np.array([census.lons[homes], census.lats[homes]]) + around, 6)


def _distance_rows(city: shapely.MultiPolygon, lons: Floats, lats: Floats) -> list[BenchRow]:
    ours_s, ours = timed(lambda: cell_distances(city, lons, lats), rounds=9)
    bulk_s, bulk_m = timed(
        lambda: BulkSearch(lons, lats).nearest(ours.lons, ours.lats, 1)[1][:, 0], rounds=5
    )
    task = f"The distance of {len(ours):,} cells of 100 m, all of Beijing, to {STATIONS:,} stations"
    off_mm = np.abs(ours.distances_m - bulk_m).max() * 1000
    return [
        BenchRow(
            task=task,
            way="stationmap, cell_distances, with finding the cells",
            measured=f"{ours_s:.3f} s",
            times_ours=1.0,
            wrong=f"none by more than {off_mm:.4f} mm from BulkSearch",
            wanted=f"geopandas at least {WANTED} times as long",
        ),
        BenchRow(
            task=task,
            way="stationmap, BulkSearch on the same cells",
            measured=f"{bulk_s:.2f} s",
            times_ours=bulk_s / ours_s,
        ),
        _sjoin_row(task, ours, ours_s, lons, lats),
    ]


def _sjoin_row(
    task: str, ours: CellDistances, ours_s: float, lons: Floats, lats: Floats
) -> BenchRow:
    """Time geopandas; making and projecting its geometries is not timed."""
    cells_m = gpd.GeoDataFrame(
        geometry=shapely.points(ours.lons, ours.lats), crs="EPSG:4326"
    ).to_crs(PLANE)
    stations_m = _projected(lons, lats)
    joined_s, joined = timed(
        lambda: gpd.sjoin_nearest(cells_m, stations_m, distance_col="metres"), rounds=3
    )
    metres = np.asarray(joined["metres"][~joined.index.duplicated()])
    off = np.abs(metres - ours.distances_m)
    share = (off > FARTHER_M).mean()
    return BenchRow(
        task=task,
        way=f"geopandas, sjoin_nearest in {PLANE}",
        measured=f"{joined_s:.2f} s",
        times_ours=joined_s / ours_s,
        wrong=f"{share:.0%} by more than {FARTHER_M} m, one by {off.max():.0f} m",
    )


def _count_rows(city: shapely.MultiPolygon, lons: Floats, lats: Floats) -> list[BenchRow]:
    task = f"The share of Beijing within {RADIUS_M:,.0f} m of {STATIONS:,} stations"
    ours_s, ours = timed(lambda: count_cells(city, lons, lats, radius_m=RADIUS_M), rounds=9)
    exact = ours.share or 0.0
    measured = [
        BenchRow(
            task=task,
            way="stationmap, count_cells, with a histogram of ten steps",
            measured=f"{ours_s:.3f} s: {exact:.3%}",
            times_ours=1.0,
        )
    ]
    plane = gpd.GeoDataFrame(geometry=[city], crs="EPSG:4326").to_crs(PLANE)
    stations_m = _projected(lons, lats)
    for segments in (8, 16):
        other_s, share = timed(lambda: _by_buffers(plane, stations_m, segments), rounds=3)  # noqa: B023 - called at once
        measured.append(
            BenchRow(
                task=task,
                way=f"geopandas, buffers of {segments} segments a quarter, dissolve, overlay",
                measured=f"{other_s:.2f} s: {share:.3%}",
                times_ours=other_s / ours_s,
                wrong=f"{abs(share - exact) * 100:.3f} points",
            )
        )
    return measured


def _by_buffers(plane: gpd.GeoDataFrame, stations_m: gpd.GeoDataFrame, segments: int) -> float:
    discs = stations_m.assign(geometry=stations_m.buffer(RADIUS_M, quad_segs=segments))
    covered = gpd.overlay(plane, discs.dissolve(), how="intersection")
    return float(covered.area.sum() / plane.area.sum())


def _projected(lons: Floats, lats: Floats) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapely.points(lons, lats), crs="EPSG:4326").to_crs(PLANE)


if __name__ == "__main__":
    print(f"Load average: {os.getloadavg()[0]:.1f}")
    print_rows(rows())
