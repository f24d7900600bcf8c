"""How well the stations that count cover a surface of demand, as a planner asks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.coverage.counting import Counting, TimeSlice, counting_stations
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.measure import Coverage, measure
from stationmap.coverage.scenario import Scenario, applied
from stationmap.errors import AreaFileError, DemandError
from stationmap.services.authority import now_utc
from stationmap.services.plan.coverage_answer import CoverageAnswer, CoverageQuestion
from stationmap.stations.calendar import in_beijing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stationmap.coverage.areas import AreaSet
    from stationmap.services.live import LiveStations
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.scenarios import Scenarios
    from stationmap.services.snapshot import Snapshot
    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station

MEASURED_KEPT, ANSWERS_KEPT = 12, 48
"""Measurements and answers that are kept, shared by all sessions; another radius or other areas
need no new measurement."""

NOON_H = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AsOf:
    """What belongs together in answers: the stations of one revision, and when that was."""

    snapshot: Snapshot
    now: datetime

    def moment(self, time_slice: TimeSlice) -> datetime:
        """Return now to the minute where that matters, else that day's noon; so answers keep."""
        now = in_beijing(self.now).replace(second=0, microsecond=0)
        return now if time_slice is TimeSlice.NOW else now.replace(hour=NOON_H, minute=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """All that distances depend on: by what it is compared, and what is then measured."""

    revision: int
    scenario_version: tuple[str, int] | None
    surface: str
    within: tuple[str, str] | None
    counting: Counting
    at: datetime
    stations: tuple[Station, ...] = field(compare=False)
    scenario: Scenario | None = field(compare=False)
    demand: DemandSurface = field(compare=False)
    outline: shapely.Geometry | None = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Measured:
    basis: _Basis
    stations: tuple[Station, ...]
    coverage: Coverage


class PlanCoverage:
    """Answers planners' questions; threads may share it."""

    def __init__(
        self,
        live: LiveStations,
        library: Library,
        scenarios: Scenarios,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._live = live
        self._library = library
        self._scenarios = scenarios
        self._clock = clock
        self._measured = lru_cache(MEASURED_KEPT)(_measured)
        self._answers = lru_cache(ANSWERS_KEPT)(_answer)

    def as_of(self) -> AsOf:
        """Return the stations as they are now."""
        return AsOf(snapshot=self._live.current(), now=self._clock())

    def answer(self, question: CoverageQuestion, as_of: AsOf | None = None) -> CoverageAnswer:
        """Answer for the stations as they are now, or as they were a moment ago.

        Raises
        ------
        PlanError
            If the surface, the areas or the scenario are not there, or no demand lies in the area;
            it says what to do.
        """
        as_of = as_of or self.as_of()
        snapshot = as_of.snapshot
        areas = self._library.area_set(question.areas)
        scenario = None if question.scenario is None else self._scenarios.get(question.scenario)
        basis = _Basis(
            revision=snapshot.revision,
            scenario_version=None if scenario is None else (scenario.id, scenario.version),
            surface=question.surface,
            within=None if question.within is None else (question.areas, question.within),
            counting=question.counting,
            at=as_of.moment(question.counting.time_slice),
            stations=snapshot.stations,
            scenario=scenario,
            demand=self._library.surface(question.surface),
            outline=outline_of(question.within, areas, snapshot.districts),
        )
        return self._answers(question, self._measured(basis), areas)


def outline_of(within: str | None, areas: AreaSet, districts: Districts) -> shapely.Geometry | None:
    """Return the outline of a district or of one of the areas."""
    if within is None:
        return None
    district = districts.named(within)
    if district is not None:
        return district.outline
    if within in areas.codes:
        outline: shapely.Geometry = areas.outlines[areas.codes.index(within)]
        return outline
    raise AreaFileError("area_unknown", area=within)


def _measured(basis: _Basis) -> _Measured:
    demand = basis.demand if basis.outline is None else _within(basis.demand, basis.outline)
    stations = basis.stations
    if basis.scenario is not None:
        stations = tuple(applied(basis.scenario, stations))
    counts = counting_stations(stations, basis.counting, at=basis.at)
    counting = tuple(stations[place] for place in np.flatnonzero(counts))
    lons = np.array([station.position.lon for station in counting], dtype=float)
    lats = np.array([station.position.lat for station in counting], dtype=float)
    return _Measured(basis=basis, stations=counting, coverage=measure(demand, lons, lats))


def _within(demand: DemandSurface, outline: shapely.Geometry) -> DemandSurface:
    """Return the demand inside an outline, its edge included."""
    shapely.prepare(outline)
    inside = shapely.intersects_xy(outline, demand.lons, demand.lats)
    if not demand.weights[inside].sum() > 0:
        raise DemandError("demand_none_within", surface=demand.name)
    return DemandSurface(
        name=demand.name,
        lons=demand.lons[inside],
        lats=demand.lats[inside],
        weights=demand.weights[inside],
        source=demand.source,
        as_of=demand.as_of,
    )


def _answer(question: CoverageQuestion, measured: _Measured, areas: AreaSet) -> CoverageAnswer:
    return CoverageAnswer(
        question=question,
        revision=measured.basis.revision,
        at=measured.basis.at,
        stations=measured.stations,
        coverage=measured.coverage,
        areas=areas,
    )
