"""A planner's question about coverage is answered for the stations of now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stationmap.bootstrap import Office, open_office
from stationmap.coverage.counting import Counting, TimeSlice
from stationmap.coverage.reach import ServiceRadius
from stationmap.errors import AreaFileError, PlanError
from stationmap.geo.geodesic import GEOD
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.settings import Settings
from stationmap.stations.codes import Audience, Facility
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HAIDIAN = "110108"
EVERYTHING = CoverageQuestion()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Open a new store with the sample in it."""
    path: Path = tmp_path_factory.mktemp("plan") / "store.sqlite"
    opened = open_office(Settings(store_url=f"sqlite:///{path}"))
    yield opened
    opened.store.close()


def test_the_census_is_asked_about_unless_another_surface_is_named(office: Office) -> None:
    answer = office.plan_coverage.answer(EVERYTHING)

    assert answer.whole.demand == pytest.approx(21_893_095)
    assert [area.code for area in answer.by_area] == [one.adcode for one in office.districts]


def test_figures_by_district_add_up_to_the_whole(office: Office) -> None:
    answer = office.plan_coverage.answer(EVERYTHING)

    assert sum(area.figures.demand for area in answer.by_area) == pytest.approx(answer.whole.demand)
    covered = sum(area.figures.covered for area in answer.by_area)
    assert covered == pytest.approx(answer.whole.covered)


def test_a_district_is_measured_to_stations_beyond_its_border(office: Office) -> None:
    whole = office.plan_coverage.answer(EVERYTHING)
    part = office.plan_coverage.answer(replace(EVERYTHING, within=HAIDIAN))

    (of_whole,) = (area.figures for area in whole.by_area if area.code == HAIDIAN)
    assert part.whole.covered == pytest.approx(of_whole.covered)
    assert len(part.stations) == len(whole.stations)


def test_the_nearest_station_of_an_answer_is_as_far_as_it_says(office: Office) -> None:
    answer = office.plan_coverage.answer(replace(EVERYTHING, within="110109"))
    demand, nearest = answer.coverage.demand, answer.coverage.nearest
    ends = [answer.stations[place].position for place in nearest]

    *_, metres = GEOD.inv(
        demand.lons, demand.lats, [end.lon for end in ends], [end.lat for end in ends]
    )

    assert np.abs(metres - answer.coverage.distances_m).max() < 0.001


def test_rooms_for_own_staff_count_only_when_they_are_asked_for(office: Office) -> None:
    usual = office.plan_coverage.answer(EVERYTHING)
    asked = Counting(audience=frozenset({*Counting().audience, Audience.OWN_STAFF}))
    more = office.plan_coverage.answer(replace(EVERYTHING, counting=asked))

    own = [one for one in usual.stations if one.audience == (Audience.OWN_STAFF,)]
    assert not own
    assert len(more.stations) > len(usual.stations)
    assert more.whole.covered > usual.whole.covered


def test_hot_water_at_night_covers_fewer_than_any_station_by_day(office: Office) -> None:
    asked = Counting(working=frozenset({Facility.WATER}), time_slice=TimeSlice.NIGHT)
    night = office.plan_coverage.answer(replace(EVERYTHING, counting=asked))
    usual = office.plan_coverage.answer(EVERYTHING)

    assert 0 < night.whole.covered < usual.whole.covered
    assert all(one.works(Facility.WATER) for one in night.stations)


def test_another_radius_needs_no_new_measurement(office: Office) -> None:
    near = office.plan_coverage.answer(replace(EVERYTHING, radius=ServiceRadius(value=300.0)))
    far = office.plan_coverage.answer(replace(EVERYTHING, radius=ServiceRadius(value=1000.0)))

    assert near.coverage is far.coverage
    assert near.whole.covered < far.whole.covered


def test_an_answer_is_of_the_newest_revision(office: Office) -> None:
    before = office.plan_coverage.answer(EVERYTHING)
    gone = before.stations[0]
    change = Change(action=Action.CLOSED, who="rig", at=datetime.now(UTC))
    version = office.store.get(gone.id).version
    office.store.remove(gone.id, change, version=version)

    after = office.plan_coverage.answer(EVERYTHING)

    assert after.revision == before.revision + 1
    assert gone.id not in {station.id for station in after.stations}


@pytest.mark.parametrize(
    "question",
    [
        replace(EVERYTHING, surface="nobody"),
        replace(EVERYTHING, areas="nobody"),
        replace(EVERYTHING, scenario="nobody"),
    ],
    ids=["surface", "areas", "scenario"],
)
def test_what_is_not_there_is_said(office: Office, question: CoverageQuestion) -> None:
    with pytest.raises(PlanError):
        office.plan_coverage.answer(question)


def test_an_area_that_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(AreaFileError) as refused:
        office.plan_coverage.answer(replace(EVERYTHING, within="999999"))

    assert refused.value.facts == {"area": "999999"}
