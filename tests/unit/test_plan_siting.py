"""Sites are chosen for a planner's question, and what each adds is measured, not believed."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pytest

from rig.clock import Clock
from rig.stations import station
from stationmap.bootstrap import Office, open_office
from stationmap.coverage.counting import Counting, TimeSlice
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.measure import measure
from stationmap.errors import PlanError, SitingError
from stationmap.files.write import to_geojson
from stationmap.geo.position import Position
from stationmap.services.plan.coverage import PlanCoverage
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.services.plan.jobs import JobState
from stationmap.services.plan.siting import PlanSiting, asked
from stationmap.services.plan.siting_question import (
    CandidateSource,
    SitingModel,
    SitingQuestion,
)
from stationmap.services.plan.siting_stations import planned_station, stations_of
from stationmap.settings import Settings
from stationmap.stations.codes import Facility, StationKind, Status
from stationmap.upkeep.account import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.services.plan.siting_answer import SitingAnswer

HERE = Position(116.30, 39.98)
STEP = 0.02
"""About 1.7 km to the east: farther than the radius of 1 km, nearer than twice it."""


def people(weights: list[float], *, shift: float = 0.0, name: str = "people") -> DemandSurface:
    """Return demand in a row to the east, a step apart."""
    return DemandSurface(
        name=name,
        lons=HERE.lon + shift + STEP * np.arange(len(weights), dtype=np.float64),
        lats=np.full(len(weights), HERE.lat),
        weights=np.array(weights, dtype=np.float64),
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Open a store with a bank's station at the first point of the row, and a closed market's."""
    folder = tmp_path_factory.mktemp("siting")
    there = [
        station(id="bank", position=HERE, audience=["public"], host_type="bank_branch"),
        station(
            id="market",
            position=Position(HERE.lon + 2 * STEP, HERE.lat),
            audience=["own_staff"],
            host="东市场",
            host_type="market",
        ),
    ]
    (folder / "stations.geojson").write_bytes(orjson.dumps(to_geojson(there)))
    url = f"sqlite:///{folder / 'store.sqlite'}"
    opened = open_office(Settings(store_url=url, stations=folder / "stations.geojson"))
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def row(office: Office) -> str:
    """Keep six points of demand in a row, of which the station covers the first."""
    return office.library.keep_surface(Operator(), people([10, 20, 30, 40, 50, 60]))


@pytest.fixture(scope="module")
def between(office: Office) -> str:
    """Keep five sites, each between two points of the row, and what each costs."""
    sites = people([3, 1, 1, 2, 5], shift=STEP / 2, name="sites")
    return office.library.keep_surface(Operator(), sites)


@pytest.fixture(scope="module")
def question(row: str, between: str) -> SitingQuestion:
    """Ask for two of the five sites."""
    coverage = CoverageQuestion(surface=row)
    return SitingQuestion(coverage=coverage, n=2, source=CandidateSource.UPLOAD, upload=between)


def places(answer: SitingAnswer) -> list[int]:
    """Return which of the sites of the row were chosen, in their order."""
    shift = HERE.lon + STEP / 2
    return [round((site.position.lon - shift) / STEP) for site in answer.sites]


def test_the_sites_are_those_that_cover_most(office: Office, question: SitingQuestion) -> None:
    demand = office.library.surface(question.coverage.surface)
    sites = office.library.surface(question.upload or "")

    def covered(chosen: tuple[int, ...]) -> float:
        lons = np.array([HERE.lon, *sites.lons[list(chosen)]])
        found = measure(demand, lons, np.full(len(lons), HERE.lat))
        return float(demand.weights[found.covered(1000)].sum())

    best = max(combinations(range(len(sites)), 2), key=covered)
    answer = office.plan_siting.answer(question)

    assert sorted(places(answer)) == sorted(best)
    assert answer.after.covered == covered(best)
    assert answer.is_optimal
    assert answer.agrees


def test_what_each_adds_is_told_in_the_order_of_what_they_add(
    office: Office, question: SitingQuestion
) -> None:
    answer = office.plan_siting.answer(question)

    assert [site.rank for site in answer.sites] == [1, 2]
    assert [site.adds for site in answer.sites] == [110, 70]
    assert answer.shares == pytest.approx((10 / 210, 120 / 210, 190 / 210))
    assert [site.area for site in answer.sites] == ["朝阳区", "海淀区"]
    assert [site.area_en for site in answer.sites] == ["Chaoyang", "Haidian"]


def test_stations_that_count_stay_and_others_do_not(
    office: Office, question: SitingQuestion
) -> None:
    answer = office.plan_siting.answer(question)

    assert answer.existing == 1
    assert answer.before.covered == 10
    assert answer.candidates == 5


def test_the_fewest_sites_cover_the_share(office: Office, question: SitingQuestion) -> None:
    asked_for = replace(question, model=SitingModel.LSCP, share=0.9)
    answer = office.plan_siting.answer(asked_for)

    assert len(answer.sites) == 2
    assert (answer.after.share or 0) >= 0.9
    assert answer.agrees


def test_the_mean_distance_is_the_smallest(office: Office, question: SitingQuestion) -> None:
    answer = office.plan_siting.answer(replace(question, model=SitingModel.P_MEDIAN))
    demand = office.library.surface(question.coverage.surface)
    sites = office.library.surface(question.upload or "")

    def mean_m(chosen: tuple[int, ...]) -> float:
        lons = np.array([HERE.lon, *sites.lons[list(chosen)]])
        found = measure(demand, lons, np.full(len(lons), HERE.lat))
        return float(found.distances_m @ demand.weights / demand.total)

    best_m = min(mean_m(chosen) for chosen in combinations(range(len(sites)), 2))
    assert answer.after.mean_m == pytest.approx(best_m)
    assert answer.objective == pytest.approx(best_m)
    assert answer.agrees


def test_a_budget_is_kept_to_by_the_weights_of_the_upload(
    office: Office, question: SitingQuestion
) -> None:
    """The dearest site, which covers most, costs 5."""
    answer = office.plan_siting.answer(replace(question, budget=3.0))

    assert sorted(places(answer)) == [1, 3]


def test_sites_keep_the_spacing_to_each_other_and_to_stations(
    office: Office, question: SitingQuestion
) -> None:
    """Two steps apart are 3.4 km; the first site is 0.85 km from the station."""
    answer = office.plan_siting.answer(replace(question, n=5, min_spacing_m=3000))

    chosen = sorted(places(answer))
    assert 0 not in chosen
    assert all(other - one >= 2 for one, other in pairwise(chosen))


def test_a_grid_lies_over_the_area_that_is_asked_about(office: Office) -> None:
    coverage = CoverageQuestion(within="110108")
    answer = office.plan_siting.answer(SitingQuestion(coverage=coverage, n=3, step_m=2000))

    assert len(answer.sites) == 3
    assert {site.area for site in answer.sites} == {"海淀区"}
    assert answer.agrees


def test_hosts_are_candidates_by_their_type(office: Office, question: SitingQuestion) -> None:
    hosts = replace(question, n=1, source=CandidateSource.HOSTS, host_types=frozenset({"market"}))
    answer = office.plan_siting.answer(hosts)

    assert [site.name for site in answer.sites] == ["东市场"]
    assert dict(office.plan_siting.host_types()) == {"bank_branch": 1, "market": 1}


def test_what_is_chosen_whatever_one_asks_is_told(office: Office, question: SitingQuestion) -> None:
    other = office.library.keep_surface(Operator(), people([0, 90, 80, 0, 0, 60], name="elsewhere"))
    answer = office.plan_siting.answer(replace(question, also_surfaces=(other,)))

    assert answer.runs == 2
    assert {place: site.chosen_in for place, site in zip(places(answer), answer.sites, strict=True)}
    assert answer.in_every_run == sum(site.chosen_in == 2 for site in answer.sites)
    assert answer.in_every_run == 1


def test_a_surface_for_which_nothing_is_to_be_gained_is_no_run(
    office: Office, question: SitingQuestion
) -> None:
    near = office.library.keep_surface(Operator(), people([7], name="next door"))
    far = office.library.keep_surface(Operator(), people([7], shift=1.0, name="far away"))
    answer = office.plan_siting.answer(replace(question, also_surfaces=(near, far)))

    assert places(answer) == places(office.plan_siting.answer(question))
    assert answer.runs == 1


def test_each_surface_and_each_time_is_one_run(question: SitingQuestion) -> None:
    own = question.coverage.surface
    wide = replace(question, also_surfaces=("a", own), also_slices=(TimeSlice.NIGHT,))

    runs = [(one.surface, one.counting.time_slice) for one in asked(wide)]
    assert runs == [
        (own, TimeSlice.ANY),
        (own, TimeSlice.NIGHT),
        ("a", TimeSlice.ANY),
        ("a", TimeSlice.NIGHT),
    ]


def test_the_same_question_is_one_job(office: Office, question: SitingQuestion) -> None:
    job = office.plan_siting.start(question)

    assert office.plan_siting.start(question) is job
    assert places(job.outcome()) == places(office.plan_siting.answer(question))
    assert job.state is JobState.DONE
    assert job.progress == 1


def test_what_is_asked_for_now_is_asked_anew_when_it_is_later(
    office: Office, question: SitingQuestion
) -> None:
    clock = Clock()
    coverage = PlanCoverage(office.live, office.library, office.scenarios, clock=clock)
    siting = PlanSiting(coverage, office.library, office.scenarios, office.live, office.jobs)
    counting = replace(question.coverage.counting, time_slice=TimeSlice.NOW)
    now = replace(question, coverage=replace(question.coverage, counting=counting))
    first, of_any_time = siting.start(now), siting.start(question)

    clock.go_on(hours=1)

    assert siting.start(question) is of_any_time
    later = siting.start(now)
    assert later is not first
    assert siting.start(now) is later


def test_work_tells_how_far_it_is_and_stops_when_it_is_cancelled(
    office: Office, question: SitingQuestion
) -> None:
    told: list[float] = []
    office.plan_siting.answer(question, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)

    with pytest.raises(PlanError) as refused:
        office.plan_siting.answer(question, cancelled=lambda: True)
    assert refused.value.code == "cancelled"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"n": 0}, "siting_n"),
        ({"n": 1001}, "siting_n"),
        ({"model": SitingModel.LSCP, "share": 0.0}, "siting_share"),
        ({"model": SitingModel.LSCP, "share": 1.01}, "siting_share"),
        ({"source": CandidateSource.GRID, "step_m": 99.0}, "siting_step"),
        ({"source": CandidateSource.GRID, "step_m": float("nan")}, "siting_step"),
        ({"upload": None}, "siting_no_upload"),
        ({"source": CandidateSource.HOSTS}, "siting_no_hosts"),
        ({"min_spacing_m": -1.0}, "siting_spacing"),
        ({"budget": 0.0}, "siting_budget"),
        ({"budget": float("inf")}, "siting_budget"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_the_door(
    question: SitingQuestion, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(SitingError) as refused:
        replace(question, **changes)  # type: ignore[arg-type]  # what a form might send
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"n": 6}, "sites_too_many"),
        ({"upload": "nobody-has-it"}, "surface_unknown"),
        ({"source": CandidateSource.HOSTS, "host_types": frozenset({"park"})}, "hosts_none"),
        ({"model": SitingModel.LSCP, "share": 1.0, "min_spacing_m": 20_000.0}, "lscp_infeasible"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(
    office: Office, question: SitingQuestion, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(PlanError) as refused:
        office.plan_siting.answer(replace(question, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_no_site_in_reach_is_told(office: Office, question: SitingQuestion) -> None:
    far = office.library.keep_surface(Operator(), people([1, 1], shift=1.0, name="far"))

    with pytest.raises(SitingError) as refused:
        office.plan_siting.answer(replace(question, upload=far))
    assert refused.value.code == "siting_none_in_reach"


def test_where_everything_is_covered_nothing_is_to_be_added(
    office: Office, question: SitingQuestion
) -> None:
    near = office.library.keep_surface(Operator(), people([7], name="near"))
    coverage = replace(question.coverage, surface=near)

    with pytest.raises(SitingError) as refused:
        office.plan_siting.answer(replace(question, coverage=coverage))
    assert refused.value.code == "siting_all_covered"


def test_a_position_that_stands_twice_is_one_candidate_at_the_smaller_cost(
    office: Office, question: SitingQuestion
) -> None:
    one = people([4, 9], shift=1.5 * STEP)
    twice = DemandSurface(
        name="twice",
        lons=np.concatenate([one.lons, one.lons]),
        lats=np.concatenate([one.lats, one.lats]),
        weights=np.array([4.0, 9.0, 2.0, 1.0]),
    )
    upload = office.library.keep_surface(Operator(), twice)
    answer = office.plan_siting.answer(replace(question, upload=upload, budget=3.0))

    assert answer.candidates == 2
    assert sorted(places(answer)) == [1, 2]


def test_a_site_becomes_a_station_that_would_count(
    office: Office, question: SitingQuestion
) -> None:
    counting = Counting(
        kinds=frozenset({StationKind.DRIVER_HOME}),
        working=frozenset({Facility.WATER}),
        time_slice=TimeSlice.NIGHT,
    )
    planned = planned_station(counting, HERE, name="甲")

    assert planned.status is Status.PLANNED
    assert planned.kind is StationKind.DRIVER_HOME
    assert planned.works(Facility.WATER)
    assert planned.opening_hours == "24/7"

    answer = office.plan_siting.answer(question)
    stations = stations_of(answer, lambda site: f"第{site.rank}")
    assert [one.name for one in stations] == ["第1", "第2"]
    assert [one.position for one in stations] == [site.position for site in answer.sites]
    assert {one.kind for one in stations} == {StationKind.WARM_STATION}
    assert {one.opening_hours for one in stations} == {None}
