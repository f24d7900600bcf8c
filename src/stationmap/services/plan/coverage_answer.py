"""What a planner asks about coverage, and the answer with all that is drawn of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from stationmap.coverage.cells import cells
from stationmap.coverage.counting import Counting
from stationmap.coverage.curve import curve
from stationmap.coverage.figures import figures, figures_by_area
from stationmap.coverage.gaps import find_gaps
from stationmap.coverage.reach import OFFICIAL_M, ServiceRadius
from stationmap.files.areas import DISTRICTS
from stationmap.files.demand import CENSUS

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.cells import Cells
    from stationmap.coverage.curve import Curve
    from stationmap.coverage.figures import Figures
    from stationmap.coverage.gaps import Gap
    from stationmap.coverage.measure import Coverage
    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageQuestion:
    """What a planner asks; it can be compared and hashed.

    Attributes
    ----------
    surface, areas
        Ids in the library: the demand, and the areas that figures are told of.
    within
        The code of a district, or of one of those areas: only the demand in it is asked about.
        Stations outside it count, since people cross its border.
    counting
        Which stations count.
    scenario
        The id of a scenario whose changes are made first; None for the stations of today.
    """

    surface: str = CENSUS
    areas: str = DISTRICTS
    within: str | None = None
    counting: Counting = field(default_factory=Counting)
    radius: ServiceRadius = OFFICIAL_M
    scenario: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFigures:
    """The figures of one area."""

    code: str
    name: str
    name_en: str
    figures: Figures


@dataclass(frozen=True, kw_only=True, eq=False)
class CoverageAnswer:
    """The answer to a question; what is drawn of it is worked out when it is first asked for.

    Attributes
    ----------
    revision, at
        The revision of the stations that it rests on, and the moment for which it holds.
    stations
        Those that count.
    coverage
        The distance of each point of the demand that was asked about.
    areas
        Those that figures are told of.
    """

    question: CoverageQuestion
    revision: int
    at: datetime
    stations: tuple[Station, ...]
    coverage: Coverage
    areas: AreaSet

    @property
    def radius_m(self) -> float:
        """The radius in metres."""
        return self.question.radius.metres

    @property
    def is_of_census(self) -> bool:
        """Whether the demand is the census that comes with the program."""
        return self.question.surface == self.coverage.demand.name == CENSUS

    @cached_property
    def whole(self) -> Figures:
        """The figures of all the demand."""
        return figures(self.coverage, self.radius_m)

    @cached_property
    def members(self) -> NDArray[np.intp]:
        """The place of the area in which each point of demand lies, -1 for none."""
        demand = self.coverage.demand
        return self.areas.of_many(demand.lons, demand.lats)

    @cached_property
    def by_area(self) -> tuple[AreaFigures, ...]:
        """The figures of each area that holds demand, in the order of the areas."""
        told = figures_by_area(self.coverage, self.radius_m, self.members, len(self.areas.codes))
        named = zip(self.areas.codes, self.areas.names, self.areas.names_en, told, strict=True)
        return tuple(
            AreaFigures(code=code, name=name, name_en=name_en, figures=one)
            for code, name, name_en, one in named
            if one.demand > 0
        )

    @cached_property
    def curve(self) -> Curve:
        """The share of the demand that is at most so far from a station."""
        return curve(self.coverage)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Where most of the uncovered demand is, the largest gap first."""
        return tuple(find_gaps(self.coverage, self.radius_m))

    def cells(self, resolution: int) -> Cells:
        """Return the demand gathered in H3 cells of a resolution, for drawing alone."""
        return cells(self.coverage, self.radius_m, resolution)
