"""One problem of siting in a process of its own, so that its memory is its own: prints JSON.

`python -m bench.siting_run ours|spopt SITES POINTS N METHOD SECONDS`
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from bench.stopwatch import peak_mb
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.siting import (
    CandidateSites,
    Method,
    cover_problem,
    mclp,
    recomputed,
)
from stationmap.geo.geodesic import GEOD

RADIUS_M = 1000.0
WEST, EAST, SOUTH, NORTH = 116.2, 116.6, 39.75, 40.05
NEIGHBOURHOODS, SPREAD_DEG = 300, 0.02
SEED = 2026
NOBODY: tuple[list[float], list[float]] = ([], [])


def drawn(sites: int, points: int) -> tuple[DemandSurface, CandidateSites]:
    """Draw demand about neighbourhoods of the inner city, and candidates all over it."""
    draws = np.random.default_rng(SEED)
    centres = _in_the_city(draws, NEIGHBOURHOODS)
    near = centres[draws.integers(0, NEIGHBOURHOODS, points)]
    spots = np.round(near + draws.normal(0, SPREAD_DEG, (points, 2)), 6)
    places = np.round(_in_the_city(draws, sites), 6)
    weights = draws.integers(1, 100, points).astype(float)
    demand = DemandSurface(name="drawn", lons=spots[:, 0], lats=spots[:, 1], weights=weights)
    return demand, CandidateSites(lons=places[:, 0], lats=places[:, 1])


def ours(sites: int, points: int, n: int, method: str, limit_s: float) -> dict[str, float]:
    """Set up and solve the problem; both are timed."""
    demand, candidates = drawn(sites, points)
    import highspy  # noqa: F401, PLC0415 - loading it is no part of siting

    began_s = time.perf_counter()
    problem = cover_problem(demand, candidates, RADIUS_M, existing=NOBODY)
    solution = mclp(problem, n, method=Method(method), time_limit_s=limit_s)
    seconds = time.perf_counter() - began_s
    told = recomputed(demand, candidates, solution.chosen, NOBODY, RADIUS_M)
    return {
        "seconds": seconds,
        "objective": solution.objective,
        "recomputed": told.covered,
        "gap": solution.gap,
    }


def spopt(sites: int, points: int, n: int) -> dict[str, float]:
    """Build and solve spopt's model on the same distances; measuring those is not timed."""
    import pulp  # noqa: PLC0415 - not needed for ours
    from spopt.locate import MCLP  # noqa: PLC0415 - the same

    demand, candidates = drawn(sites, points)
    one, other = np.meshgrid(np.arange(points), np.arange(sites), indexing="ij")
    apart_m = GEOD.inv(
        demand.lons[one], demand.lats[one], candidates.lons[other], candidates.lats[other]
    )[2]
    began_s = time.perf_counter()
    model = MCLP.from_cost_matrix(np.asarray(apart_m), demand.weights, RADIUS_M, n)
    model.solve(pulp.PULP_CBC_CMD(msg=False), results=False)
    seconds = time.perf_counter() - began_s
    return {"seconds": seconds, "objective": float(model.problem.objective.value())}


def _in_the_city(
    draws: np.random.Generator, count: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack((draws.uniform(WEST, EAST, count), draws.uniform(SOUTH, NORTH, count)))


def main() -> None:
    """Run what the arguments say."""
    way, sites, points, n, *more = sys.argv[1:]
    size = int(sites), int(points), int(n)
    answer = spopt(*size) if way == "spopt" else ours(*size, more[0], float(more[1]))
    print(json.dumps({**answer, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
