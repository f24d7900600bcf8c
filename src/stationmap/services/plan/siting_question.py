"""What a planner asks of siting: how many sites, out of which, and for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING

from stationmap.errors import SitingError
from stationmap.services.plan.coverage_answer import CoverageQuestion

if TYPE_CHECKING:
    from stationmap.coverage.counting import TimeSlice

MAX_SITES = 1000
MIN_STEP_M, MAX_STEP_M = 100.0, 10_000.0
MAX_SPACING_M = 20_000.0


class SitingModel(StrEnum):
    """What the sites are to achieve; the labels are `siting.model.<value>`."""

    MCLP = "mclp"
    LSCP = "lscp"
    P_MEDIAN = "p_median"


class CandidateSource(StrEnum):
    """Where sites may be; the labels are `siting.source.<value>`."""

    GRID = "grid"
    UPLOAD = "upload"
    HOSTS = "hosts"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingQuestion:
    """Where the next stations should go; it can be compared and hashed.

    Attributes
    ----------
    coverage
        The demand, the stations that count and stay, and the radius.
    n
        How many sites, for the models that are told a number.
    share
        For LSCP: how much of the demand is to be covered, above 0 and at most 1.
    source, step_m, upload, host_types
        The candidates: a grid with this step in metres; the points of a surface of the library,
        whose weights are what each costs; or the hosts of stations that there are, by type.
    min_spacing_m
        No two of the sites are closer than this, nor is one to a station that counts; exactly so
        many metres are far enough. 0 for no such rule.
    budget
        For MCLP: what the sites may cost together, where the candidates have costs.
    also_surfaces, also_slices
        Surfaces of the library and time slices for which the same is asked once more each, to see
        which sites are chosen whatever one asks.

    Raises
    ------
    SitingError
        If a value is out of its range, or the source lacks what it needs.
    """

    coverage: CoverageQuestion = field(default_factory=CoverageQuestion)
    model: SitingModel = SitingModel.MCLP
    n: int = 20
    share: float = 0.9
    source: CandidateSource = CandidateSource.GRID
    step_m: float = 500.0
    upload: str | None = None
    host_types: frozenset[str] = frozenset()
    min_spacing_m: float = 0.0
    budget: float | None = None
    also_surfaces: tuple[str, ...] = ()
    also_slices: tuple[TimeSlice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        if self.model is not SitingModel.LSCP and not 1 <= self.n <= MAX_SITES:
            raise SitingError("siting_n", n=self.n, most=MAX_SITES)
        if self.model is SitingModel.LSCP and not 0 < self.share <= 1:
            raise SitingError("siting_share", share=self.share)
        if self.source is CandidateSource.GRID and not MIN_STEP_M <= self.step_m <= MAX_STEP_M:
            raise SitingError("siting_step", step=self.step_m, least=MIN_STEP_M, most=MAX_STEP_M)
        if self.source is CandidateSource.UPLOAD and not self.upload:
            raise SitingError("siting_no_upload")
        if self.source is CandidateSource.HOSTS and not self.host_types:
            raise SitingError("siting_no_hosts")
        if not 0 <= self.min_spacing_m <= MAX_SPACING_M:
            raise SitingError("siting_spacing", spacing=self.min_spacing_m, most=MAX_SPACING_M)
        if self.budget is not None and not (isfinite(self.budget) and self.budget > 0):
            raise SitingError("siting_budget", budget=self.budget)
