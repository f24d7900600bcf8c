"""One courier's question, the five nearest that fit a filter: ours beside geopandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from bench.stopwatch import median_and_p99_s, timed
from bench.table import BenchRow, print_rows
from rig.brute_force import ranked_by_geodesic
from stationmap import Position, Station, StationFilter, StationIndex, read_stations
from stationmap.settings import Settings
from stationmap.stations.codes import Audience, Facility, StationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MANY = 200_000
K = 5
QUESTIONS = 1_000
OTHERS_QUESTIONS = 100
CHECKED = 200
SPREAD_DEG = 0.02
PLANE = "EPSG:4527"
SEED = 2026

WHERE = StationFilter(
    kinds=frozenset({StationKind.WARM_STATION, StationKind.WORKERS_HOME}),
    working=frozenset({Facility.WATER}),
    audience=frozenset({Audience.OUTDOOR_WORKERS, Audience.PUBLIC}),
)


def rows() -> list[BenchRow]:
    """Measure on the sample, and on copies of it scattered about."""
    sample = read_stations(Settings().stations)
    return [row for stations in (sample, _scattered(sample)) for row in _rows_on(stations)]


def _rows_on(stations: Sequence[Station]) -> list[BenchRow]:
    fitting = [station for station in stations if WHERE(station)]
    task = f"The {K} nearest of {len(stations):,} stations, {len(fitting):,} of which fit a filter"
    questions = _positions_near(stations)
    index = StationIndex(stations)
    first_s, _ = timed(lambda: index.nearest(questions[0], K, WHERE), rounds=1)
    ours = median_and_p99_s(lambda asked: index.nearest(asked, K, WHERE), questions)
    measured = [
        _row(
            task, "stationmap, nearest", ours, ours, wrong=_share_wrong(index, fitting, questions)
        ),
        BenchRow(
            task=task,
            way="the first question with a new filter",
            measured=f"{first_s * 1e3:.0f} ms",
        ),
    ]
    for way, answer in _others(stations).items():
        theirs = median_and_p99_s(answer, questions[:OTHERS_QUESTIONS])
        measured.append(_row(task, way, theirs, ours))
    return measured


def _row(
    task: str, way: str, took_s: tuple[float, float], ours_s: tuple[float, float], wrong: str = ""
) -> BenchRow:
    median_ms, p99_ms = (seconds * 1e3 for seconds in took_s)
    return BenchRow(
        task=task,
        way=way,
        measured=f"median {median_ms:.3g} ms, p99 {p99_ms:.3g} ms",
        times_ours=took_s[0] / ours_s[0],
        wrong=wrong,
    )


def _others(stations: Sequence[Station]) -> dict[str, Callable[[Position], object]]:
    """Return geopandas' ways; the frame, projected, with a column for each condition, is ready."""
    frame = gpd.GeoDataFrame(
        {
            "kind": [station.kind for station in stations],
            "has_water": [station.works(Facility.WATER) for station in stations],
            "lets_in": [StationFilter(audience=WHERE.audience)(station) for station in stations],
        },
        geometry=shapely.points(
            [(station.position.lon, station.position.lat) for station in stations]
        ),
        crs="EPSG:4326",
    ).to_crs(PLANE)
    to_plane = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
    kinds = list(WHERE.kinds)

    def fitting() -> gpd.GeoDataFrame:
        return frame[frame["kind"].isin(kinds) & frame["has_water"] & frame["lets_in"]]

    def sorted_distances(asked: Position) -> object:
        here = shapely.Point(to_plane.transform(asked.lon, asked.lat))
        return fitting().geometry.distance(here).sort_values().head(K)

    def sjoin_nearest(asked: Position) -> object:
        here = shapely.Point(to_plane.transform(asked.lon, asked.lat))
        return gpd.sjoin_nearest(gpd.GeoDataFrame(geometry=[here], crs=PLANE), fitting())

    return {
        f"geopandas, mask and sorted distances in {PLANE}": sorted_distances,
        f"geopandas, mask and sjoin_nearest in {PLANE}, one station only": sjoin_nearest,
    }


def _share_wrong(
    index: StationIndex, fitting: Sequence[Station], questions: Sequence[Position]
) -> str:
    """Say how many answers differ from measuring to every station that fits."""
    wrong = 0
    for asked in questions[:CHECKED]:
        expected = ranked_by_geodesic(asked, fitting)[0][:K]
        found = index.nearest(asked, K, WHERE)
        wrong += [near.station for near in found] != [fitting[place] for place in expected]
    return f"{wrong / CHECKED:.3%} of {CHECKED} questions by brute force"


def _scattered(sample: Sequence[Station]) -> list[Station]:
    """Copy stations to somewhere near, until there are many."""
    draws = np.random.default_rng(SEED)
    steps = draws.normal(0, SPREAD_DEG, (MANY, 2)).tolist()
    copies = []
    for place, (east, north) in enumerate(steps):
        station = sample[place % len(sample)]
        position = Position(station.position.lon + east, station.position.lat + north)
        copies.append(station.model_copy(update={"id": str(place), "position": position}))
    return copies


def _positions_near(stations: Sequence[Station]) -> list[Position]:
    draws = np.random.default_rng(SEED)
    chosen = draws.integers(0, len(stations), QUESTIONS).tolist()
    steps = draws.normal(0, SPREAD_DEG, (QUESTIONS, 2)).tolist()
    return [
        Position(stations[place].position.lon + east, stations[place].position.lat + north)
        for place, (east, north) in zip(chosen, steps, strict=True)
    ]


if __name__ == "__main__":
    print_rows(rows())
