"""What a model chose, measured with the ordinary code of coverage: it is believed in nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.areas import NO_AREA
from stationmap.coverage.figures import figures
from stationmap.coverage.measure import Coverage, measure
from stationmap.geo.position import Position
from stationmap.services.plan.siting_answer import Site
from stationmap.services.plan.siting_question import SitingModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from stationmap.coverage.figures import Figures
    from stationmap.coverage.siting.candidates import CandidateSites
    from stationmap.coverage.siting.solution import Solution
    from stationmap.coverage.siting.watch import Watch
    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.siting_question import SitingQuestion

    Floats = NDArray[np.float64]

AGREES_WITHIN = 1e-6
"""Of all demand, or of a mean distance: sums in another order differ by less."""


def sites_of(
    solutions: Sequence[Solution], candidates: CandidateSites, today: CoverageAnswer, watch: Watch
) -> tuple[Site, ...]:
    """Return the sites of the first solution, in its order.

    Parameters
    ----------
    solutions
        One for each run, all of the same candidates.
    watch
        Told how much of this is done.
    """
    chosen = np.array(solutions[0].chosen, dtype=np.intp)
    lons, lats = candidates.lons[chosen], candidates.lats[chosen]
    places = today.areas.of_many(lons, lats).tolist()
    often = Counter(place for solution in solutions for place in solution.chosen)
    before, sites = today.whole, []
    for number, after in enumerate(_one_by_one(today, lons, lats)):
        place = int(chosen[number])
        area = places[number]
        sites.append(
            Site(
                rank=number + 1,
                position=Position(float(lons[number]), float(lats[number])),
                area="" if area == NO_AREA else today.areas.names[area],
                area_en="" if area == NO_AREA else today.areas.names_en[area],
                name="" if candidates.names is None else candidates.names[place],
                adds=max(after.covered - before.covered, 0.0),
                after=after,
                chosen_in=often[place],
            )
        )
        before = after
        watch.check((number + 1) / len(chosen))
    return tuple(sites)


def together(today: CoverageAnswer, sites: Sequence[Site]) -> Figures:
    """Return the figures with all sites, measured at once as if they were stations."""
    stations = [station.position for station in today.stations]
    everything = [*stations, *(site.position for site in sites)]
    lons = np.array([position.lon for position in everything], dtype=float)
    lats = np.array([position.lat for position in everything], dtype=float)
    return figures(measure(today.coverage.demand, lons, lats), today.radius_m)


def keeps_promise(question: SitingQuestion, solution: Solution, after: Figures) -> bool:
    """Say whether coverage finds of the sites what their model says of them."""
    if question.model is SitingModel.LSCP:
        return (after.share or 0.0) >= question.share - AGREES_WITHIN
    if question.model is SitingModel.MCLP:
        return abs(after.covered - solution.objective) <= AGREES_WITHIN * after.demand
    mean_m = after.mean_m
    return mean_m is not None and abs(mean_m - solution.objective) <= AGREES_WITHIN * mean_m + 1e-3


def _one_by_one(today: CoverageAnswer, lons: Floats, lats: Floats) -> Iterator[Figures]:
    """Yield the figures after each site."""
    demand, distances_m = today.coverage.demand, today.coverage.distances_m
    for place in range(len(lons)):
        site = slice(place, place + 1)
        distances_m = np.minimum(distances_m, measure(demand, lons[site], lats[site]).distances_m)
        with_it = Coverage(demand=demand, distances_m=distances_m, nearest=today.coverage.nearest)
        yield figures(with_it, today.radius_m)
