"""The nearest station of each of a million points: ours beside geopandas, BallTree and STRtree."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from sklearn.neighbors import BallTree

from bench.stopwatch import timed
from bench.table import BenchRow, print_rows
from stationmap.geo.geodesic import GEOD
from stationmap.nearest.bulk import BulkSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

POINTS = 1_000_000
STATIONS_AND_WANTED = {8_300: 7, 200_000: 15}
"""How many stations, and how many times as fast as geopandas is wanted there."""

MEASURED_PAIRS = 16_600_000
"""Brute force measures so many pairs: 2,000 points to 8,300 stations, 83 points to 200,000."""

SHARED_DOORS = 0.05
"""The share of stations at exactly the position of another, as in one building."""

NEIGHBOURHOODS = 300
PLANE = "EPSG:4527"
FARTHER_M = 1e-6
SEED = 2026


def rows() -> list[BenchRow]:
    """Measure on few and on many stations."""
    return [row for stations in STATIONS_AND_WANTED for row in _rows_on(stations)]


def _rows_on(count: int) -> list[BenchRow]:
    draws = np.random.default_rng(SEED)
    centres = draws.normal((116.4, 39.9), (0.25, 0.2), (NEIGHBOURHOODS, 2))
    stations = _around(draws, centres, count, spread_deg=0.02)
    doors = draws.integers(0, count, (int(count * SHARED_DOORS), 2))
    stations[doors[:, 0]] = stations[doors[:, 1]]
    points = _around(draws, centres, POINTS, spread_deg=0.04)

    task = f"The nearest of {count:,} stations for {POINTS:,} points"
    lons, lats, station_lons, station_lats = (*points.T.copy(), *stations.T.copy())
    build_s, search = timed(lambda: BulkSearch(station_lons, station_lats), rounds=3)
    ours_s, ours = timed(lambda: search.nearest(lons, lats, 1)[0][:, 0], rounds=7)
    least_m = _distances_m(points, stations, ours)
    measured = [
        BenchRow(
            task=task,
            way="stationmap, nearest_many",
            measured=f"{ours_s:.2f} s",
            times_ours=1.0,
            wrong=_share_unlike_brute_force(points, stations, ours),
            wanted=f"geopandas at least {STATIONS_AND_WANTED[count]} times as long",
        ),
        BenchRow(
            task=task,
            way="the same with building its index",
            measured=f"{build_s + ours_s:.2f} s",
            times_ours=(build_s + ours_s) / ours_s,
        ),
    ]
    for way, (call, rounds) in _others(points, stations).items():
        seconds, places = timed(call, rounds=rounds)
        measured.append(
            BenchRow(
                task=task,
                way=way,
                measured=f"{seconds:.2f} s",
                times_ours=seconds / ours_s,
                wrong=_share_farther(points, stations, places, least_m),
            )
        )
    return measured


def _others(points: Floats, stations: Floats) -> dict[str, tuple[Callable[[], Places], int]]:
    """Return the other ways and how often to time each; making their geometries is not timed."""
    points_deg, stations_deg = shapely.points(points), shapely.points(stations)
    points_m = gpd.GeoDataFrame(geometry=points_deg, crs="EPSG:4326").to_crs(PLANE)
    stations_m = gpd.GeoDataFrame(geometry=stations_deg, crs="EPSG:4326").to_crs(PLANE)
    points_rad, stations_rad = np.radians(points[:, ::-1]), np.radians(stations[:, ::-1])

    def sjoin_nearest() -> Places:
        joined = gpd.sjoin_nearest(points_m, stations_m)["index_right"]
        return np.asarray(joined[~joined.index.duplicated()])

    def ball_tree() -> Places:
        tree = BallTree(stations_rad, metric="haversine")
        return np.asarray(tree.query(points_rad, return_distance=False))[:, 0]

    def tree_in_degrees() -> Places:
        tree = shapely.STRtree(np.asarray(stations_deg))
        return np.asarray(tree.query_nearest(points_deg, all_matches=False)[1])

    return {
        f"geopandas, sjoin_nearest in {PLANE}": (sjoin_nearest, 3),
        "scikit-learn, BallTree haversine": (ball_tree, 1),
        "shapely, STRtree.query_nearest on degrees": (tree_in_degrees, 1),
    }


def _around(
    draws: np.random.Generator, centres: Floats, count: int, *, spread_deg: float
) -> Floats:
    """Draw positions about the centres, to six decimals as in the data contract."""
    chosen = centres[draws.integers(0, len(centres), count)]
    return np.round(chosen + draws.normal(0, spread_deg, (count, 2)), 6)


def _distances_m(points: Floats, stations: Floats, places: Places) -> Floats:
    found = stations[places]
    return np.asarray(GEOD.inv(points[:, 0], points[:, 1], found[:, 0], found[:, 1])[2])


def _share_farther(points: Floats, stations: Floats, places: Places, least_m: Floats) -> str:
    """Say how many answers lie farther than the nearest station; ties are nobody's fault."""
    farther = _distances_m(points, stations, places) > least_m + FARTHER_M
    return f"{farther.mean():.3%} of all points"


def _share_unlike_brute_force(points: Floats, stations: Floats, places: Places) -> str:
    """Say how many answers are another station than brute force gives, ties by place included."""
    sample = np.random.default_rng(SEED).choice(
        len(points), MEASURED_PAIRS // len(stations), replace=False
    )
    lons, lats = stations.T.copy()

    def nearest_of(row: int) -> int:
        lon, lat = np.broadcast_to(points[row, :, None], (2, len(stations)))
        return int(np.argmin(GEOD.inv(lon, lat, lons, lats)[2]))

    with ThreadPoolExecutor() as threads:
        expected = np.fromiter(threads.map(nearest_of, sample), dtype=np.intp)
    share = (places[sample] != expected).mean()
    return f"{share:.3%} of {len(sample):,} points by brute force"


if __name__ == "__main__":
    print_rows(rows())
