"""A scenario beside today: the difference in every figure, and where demand is gained and lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stationmap.coverage.cells import resolution_for
from stationmap.coverage.hexagons import rings
from stationmap.errors import ScenarioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stationmap.coverage.figures import Figures
    from stationmap.services.plan.coverage import PlanCoverage
    from stationmap.services.plan.coverage_answer import CoverageAnswer, CoverageQuestion

    Floats = NDArray[np.float64]

COUNTS_FROM = 1e-9
"""Of a cell's demand: less is the rounding of sums, and no change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The figures of one area, today and with the scenario.

    Attributes
    ----------
    code
        Empty for all the demand together.
    """

    code: str
    name: str
    name_en: str
    before: Figures
    after: Figures

    @property
    def covered(self) -> float:
        """How much more demand is covered; below 0 if it is less."""
        return self.after.covered - self.before.covered

    @property
    def share(self) -> float | None:
        """By how much the share covered rises, as a part of 1; None where there is no demand."""
        return _less(self.after.share, self.before.share)

    @property
    def mean_m(self) -> float | None:
        """By how many metres the mean distance rises; None where either is unknown."""
        return _less(self.after.mean_m, self.before.mean_m)

    @property
    def p90_m(self) -> float | None:
        """By how many metres the 90th percentile rises; None where either is unknown."""
        return _less(self.after.p90_m, self.before.p90_m)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The answers to one question for today's stations and for a scenario's.

    Both rest on the same demand, point by point.
    """

    before: CoverageAnswer
    after: CoverageAnswer

    @property
    def whole(self) -> Difference:
        """The difference for all the demand."""
        return Difference(
            code="", name="", name_en="", before=self.before.whole, after=self.after.whole
        )

    @property
    def by_area(self) -> tuple[Difference, ...]:
        """The difference of each area that holds demand, in the order of the areas."""
        pairs = zip(self.before.by_area, self.after.by_area, strict=True)
        return tuple(
            Difference(
                code=one.code,
                name=one.name,
                name_en=one.name_en,
                before=one.figures,
                after=other.figures,
            )
            for one, other in pairs
        )

    @property
    def gained(self) -> float:
        """The demand that becomes covered."""
        return float(self._weights[self._covered_after & ~self._covered_before].sum())

    @property
    def lost(self) -> float:
        """The demand that is covered no longer."""
        return float(self._weights[self._covered_before & ~self._covered_after].sum())

    def changed_cells(self) -> tuple[list[Floats], list[Floats]]:
        """Return the rings of the H3 cells that gain and that lose covered demand, for drawing."""
        resolution = resolution_for(self.before.coverage.demand)
        before, after = self.before.cells(resolution), self.after.cells(resolution)
        change = after.covered - before.covered
        least = COUNTS_FROM * before.demand
        return rings(before.ids[change > least]), rings(before.ids[change < -least])

    @property
    def _weights(self) -> Floats:
        return self.before.coverage.demand.weights

    @property
    def _covered_before(self) -> NDArray[np.bool_]:
        return self.before.coverage.covered(self.before.radius_m)

    @property
    def _covered_after(self) -> NDArray[np.bool_]:
        return self.after.coverage.covered(self.after.radius_m)


def compare(coverage: PlanCoverage, question: CoverageQuestion) -> Comparison:
    """Answer a question for today's stations and for those of its scenario.

    Raises
    ------
    ScenarioError
        If the question names no scenario.
    PlanError
        As for `PlanCoverage.answer`.
    """
    if question.scenario is None:
        raise ScenarioError("scenario_none_chosen")
    as_of = coverage.as_of()
    return Comparison(
        before=coverage.answer(replace(question, scenario=None), as_of),
        after=coverage.answer(question, as_of),
    )


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
