"""Siting answers what PySAL's spopt answers, on spopt's own instance and on seeded ones.

The published instance is San Francisco's: 16 stores, 205 census tracts and the network distances
between them, which spopt carries for its tests (spopt/tests/test_locate/data) and its notebooks.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from rig.siting_cases import problem_of
from stationmap.coverage.siting import Method, lscp, mclp
from stationmap.coverage.siting.choosing import choose
from stationmap.coverage.siting.rules import Rules
from stationmap.coverage.siting.watch import Watch
from stationmap.coverage.siting.worth import worth_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stationmap.coverage.siting import SitingProblem

    Floats = NDArray[np.float64]

SERVICE_M = 5000.0
STORES, TRACTS = 16, 205
SEEDS = range(6)
PUBLISHED_FEWEST = 8
PUBLISHED_TRACTS = 184
"""Four stores cover 89.756 % of the tracts."""

PUBLISHED_MEAN_M = 2982.1268579890657
METHODS = [Method.EXACT, Method.AUTO]

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


@cache
def san_francisco() -> tuple[Floats, Floats]:
    """Return network metres from each tract to each store, and the tracts' demand."""
    spec = find_spec("spopt")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "tests" / "test_locate" / "data"
    stores: dict[str, int] = {}
    tracts: dict[str, int] = {}
    distances, demand = np.full((TRACTS, STORES), np.nan), np.zeros(TRACTS)
    path = folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv"
    with path.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            store = stores.setdefault(line["name"], len(stores))
            tract = tracts.setdefault(line["DestinationName"], len(tracts))
            distances[tract, store] = float(line["distance"])
            demand[tract] = float(line["demand"])
    assert np.isfinite(distances).all()
    return distances, demand


def seeded(seed: int) -> tuple[Floats, Floats]:
    """Draw points and sites in a square of 10 km, and demand."""
    draws = np.random.default_rng(seed)
    points, sites = draws.uniform(0, 10_000, (80, 2)), draws.uniform(0, 10_000, (25, 2))
    distances = np.linalg.norm(points[:, None] - sites[None], axis=2)
    return distances, draws.integers(1, 50, 80).astype(float)


def solved(model: Any) -> Any:
    """Solve a model of spopt with CBC."""
    import pulp  # noqa: PLC0415 - spopt's, and slow

    return model.solve(pulp.PULP_CBC_CMD(msg=False), results=False).problem.objective.value()


def covering(distances: Floats, demand: Floats, radius_m: float) -> SitingProblem:
    """Set up the same problem here; who is out of reach counts as demand too."""
    near = distances <= radius_m
    reached = near.any(axis=1)
    return problem_of(near[reached].T, demand[reached], beyond=float(demand[~reached].sum()))


def smallest_mean(distances: Floats, demand: Floats, n: int, method: Method) -> float:
    """Return the p-median's sum of distances times demand."""
    farthest_m = distances.max(axis=1)
    saved = (farthest_m[:, None] - distances) * demand[:, None]
    sites = distances.shape[1]
    rules = Rules(
        most=n,
        costs=np.ones(sites),
        conflicts=np.empty((0, 2), dtype=np.intp),
        allowed=np.ones(sites, dtype=np.bool_),
    )
    found = choose(worth_of(sparse.csr_array(saved.T)), rules, method, Watch(60))
    total = float(farthest_m @ demand) - found.value
    assert total == pytest.approx(distances[:, list(found.sites)].min(axis=1) @ demand)
    return total


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stores", [1, 2, 4, 8])
def test_maximal_covering_of_san_francisco_equals_spopt(stores: int, method: Method) -> None:
    from spopt.locate import MCLP  # noqa: PLC0415 - slow

    distances, demand = san_francisco()
    expected = solved(MCLP.from_cost_matrix(distances, demand, SERVICE_M, stores))

    assert mclp(covering(distances, demand, SERVICE_M), stores, method=method).objective == (
        pytest.approx(expected)
    )


@pytest.mark.parametrize("method", METHODS)
def test_fewest_stores_of_san_francisco_equal_spopt(method: Method) -> None:
    from spopt.locate import LSCP  # noqa: PLC0415 - slow

    distances, demand = san_francisco()
    expected = solved(LSCP.from_cost_matrix(distances, SERVICE_M))

    assert lscp(covering(distances, demand, SERVICE_M), method=method).objective == expected


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stores", [1, 4, 8])
def test_the_p_median_of_san_francisco_equals_spopt(stores: int, method: Method) -> None:
    from spopt.locate import PMedian  # noqa: PLC0415 - slow

    distances, demand = san_francisco()
    expected = solved(PMedian.from_cost_matrix(distances, demand, stores))

    assert smallest_mean(distances, demand, stores, method) == pytest.approx(expected)


def test_the_published_figures_of_san_francisco_are_met() -> None:
    """As spopt's own tests of this instance state them (test_lscp, test_mclp, test_p_median)."""
    distances, demand = san_francisco()
    problem = covering(distances, demand, SERVICE_M)
    four = list(mclp(problem, 4).chosen)

    assert lscp(problem).objective == PUBLISHED_FEWEST
    assert (distances[:, four].min(axis=1) <= SERVICE_M).sum() == PUBLISHED_TRACTS
    mean_m = smallest_mean(distances, demand, 4, Method.EXACT) / demand.sum()
    assert mean_m == pytest.approx(PUBLISHED_MEAN_M, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_seeded_maximal_covering_equals_spopt(seed: int) -> None:
    from spopt.locate import MCLP  # noqa: PLC0415 - slow

    distances, demand = seeded(seed)
    expected = solved(MCLP.from_cost_matrix(distances, demand, 1500.0, 6))

    assert mclp(covering(distances, demand, 1500.0), 6).objective == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_seeded_fewest_sites_equal_spopt(seed: int) -> None:
    from spopt.locate import LSCP  # noqa: PLC0415 - slow

    distances, demand = seeded(seed)
    radius_m = float(distances.min(axis=1).max()) + 200.0  # with less, somebody is out of reach
    expected = solved(LSCP.from_cost_matrix(distances, radius_m))

    assert lscp(covering(distances, demand, radius_m)).objective == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeded_p_median_equals_spopt(seed: int) -> None:
    from spopt.locate import PMedian  # noqa: PLC0415 - slow

    distances, demand = seeded(seed)
    expected = solved(PMedian.from_cost_matrix(distances, demand, 5))

    assert smallest_mean(distances, demand, 5, Method.AUTO) == pytest.approx(expected)
