"""The sites that were chosen, and what each of them adds by the ordinary figures of coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.coverage.figures import Figures
    from stationmap.geo.position import Position
    from stationmap.services.plan.siting_question import SitingQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site that was chosen.

    Attributes
    ----------
    rank
        From 1: the first is the one that adds most.
    area, area_en
        The district, or the area of the question, that it lies in; empty for none.
    name
        What the candidate is called, if it has a name.
    adds
        The demand that it covers and that neither a station nor a site before it covers.
    after
        The figures with it and all sites before it.
    chosen_in
        In how many of the runs it was chosen.
    """

    rank: int
    position: Position
    area: str
    area_en: str
    name: str
    adds: float
    after: Figures
    chosen_in: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingAnswer:
    """What came of a question.

    Attributes
    ----------
    revision
        Of the stations that it rests on.
    existing
        How many stations counted and stayed.
    candidates
        How many sites there were to choose among: those that reach demand.
    before, after
        The figures of coverage without and with all sites.
    objective, bound
        What the model's sites achieve, and what no sites can better: demand covered, a number of
        sites, or metres, as the model has it.
    gap
        How far the two are apart, as a share; 0 is proven best.
    agrees
        Whether the ordinary code of coverage found what the model promised.
    runs
        How many times it was asked, over surfaces and time slices.
    """

    question: SitingQuestion
    revision: int
    sites: tuple[Site, ...]
    existing: int
    candidates: int
    before: Figures
    after: Figures
    objective: float
    bound: float
    gap: float
    method: str
    is_optimal: bool
    seconds: float
    agrees: bool
    runs: int = 1

    @property
    def shares(self) -> tuple[float, ...]:
        """The share covered before, and after each site: what the next station adds."""
        shares = [self.before.share, *(site.after.share for site in self.sites)]
        return tuple(share or 0.0 for share in shares)

    @property
    def in_every_run(self) -> int:
        """How many sites are chosen whatever one asks."""
        return sum(site.chosen_in == self.runs for site in self.sites)
