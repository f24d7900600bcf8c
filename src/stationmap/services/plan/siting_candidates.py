"""The sites to choose among: from a grid, an upload, or hosts; those that can serve somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.siting.candidates import (
    CandidateSites,
    grid_candidates,
    host_candidates,
)
from stationmap.errors import SitingError
from stationmap.nearest.bulk import BulkSearch
from stationmap.services.plan.siting_question import CandidateSource, SitingModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from numpy.typing import NDArray

    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.demand import DemandSurface
    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.siting_question import SitingQuestion
    from stationmap.stations.station import Station

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


def candidates_of(
    question: SitingQuestion,
    *,
    stations: Sequence[Station],
    library: Library,
    ground: AreaSet | shapely.Geometry,
) -> CandidateSites:
    """Return all candidates of the source that was asked for.

    Parameters
    ----------
    stations
        All that there are, for their hosts.
    ground
        What a grid is laid over.

    Raises
    ------
    PlanError
        If the upload is not there, or no station has such a host.
    """
    if question.source is CandidateSource.GRID:
        return grid_candidates(ground, question.step_m)
    if question.source is CandidateSource.HOSTS:
        return host_candidates(stations, question.host_types)
    return _points(library.surface(question.upload or ""))


def useful(
    candidates: CandidateSites, question: SitingQuestion, runs: Sequence[CoverageAnswer]
) -> CandidateSites:
    """Return the candidates that can serve demand in some run.

    A site serves demand that is not covered yet and at most a radius away. For the smallest mean
    distance every site serves; of a grid, those with any demand so near.

    Raises
    ------
    SitingError
        If there are fewer candidates than sites asked for, none of them serves, or all demand is
        covered already.
    """
    is_mean = question.model is SitingModel.P_MEDIAN
    if question.model is not SitingModel.LSCP and question.n > len(candidates):
        raise SitingError("sites_too_many", n=question.n, candidates=len(candidates))
    if not is_mean and not any(run.whole.uncovered for run in runs):
        raise SitingError("siting_all_covered")
    if is_mean and question.source is not CandidateSource.GRID:
        return candidates
    serves = np.zeros(len(candidates), dtype=np.bool_)
    for run in runs:
        serves |= _serves(candidates, run, covered_too=is_mean)
    kept = np.flatnonzero(serves)
    if not len(kept):
        raise SitingError("siting_none_in_reach")
    return _chosen(candidates, kept)


def _points(surface: DemandSurface) -> CandidateSites:
    """Return the positions of a surface, each once, at the smallest of its costs."""
    order = np.lexsort((surface.weights, surface.lats, surface.lons))
    lons, lats = surface.lons[order], surface.lats[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (np.diff(lons) != 0) | (np.diff(lats) != 0)
    kept = np.sort(order[is_new])
    return CandidateSites(
        lons=surface.lons[kept], lats=surface.lats[kept], costs=surface.weights[kept]
    )


def _serves(candidates: CandidateSites, run: CoverageAnswer, *, covered_too: bool) -> Bools:
    demand, radius_m = run.coverage.demand, run.radius_m
    wanted = demand.weights > 0
    if not covered_too:
        wanted &= ~run.coverage.covered(radius_m)
    search = BulkSearch(demand.lons[wanted], demand.lats[wanted])
    _, distances_m = search.nearest(candidates.lons, candidates.lats, 1)
    return np.asarray(distances_m[:, 0] <= radius_m)


def _chosen(candidates: CandidateSites, places: NDArray[np.intp]) -> CandidateSites:
    names = candidates.names
    return CandidateSites(
        lons=candidates.lons[places],
        lats=candidates.lats[places],
        costs=candidates.costs[places],
        names=None if names is None else tuple(names[place] for place in places),
    )
