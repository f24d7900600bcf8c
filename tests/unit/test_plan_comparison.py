"""A scenario stands beside today: every figure, every area, and where demand is gained and lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pytest
import shapely

from rig.stations import station
from stationmap.bootstrap import Office, open_office
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.scenario import with_added, with_closed, with_hours, with_moved
from stationmap.errors import ScenarioError
from stationmap.files.write import to_geojson
from stationmap.geo.position import Position
from stationmap.services.plan.comparison import Comparison, compare
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.settings import Settings
from stationmap.upkeep.account import Operator
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationmap.coverage.scenario import Scenario

WEST, EAST = Position(116.30, 39.98), Position(116.48, 39.98)
"""In 海淀区 and in 朝阳区."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Open a store with one station in the west, and 3 and 5 people to serve, west and east."""
    folder = tmp_path_factory.mktemp("comparison")
    there = [station(id="west", position=WEST, audience=["public"], opening_hours="24/7")]
    (folder / "stations.geojson").write_bytes(orjson.dumps(to_geojson(there)))
    url = f"sqlite:///{folder / 'store.sqlite'}"
    opened = open_office(Settings(store_url=url, stations=folder / "stations.geojson"))
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def question(office: Office) -> CoverageQuestion:
    """Ask about people at both places."""
    people = DemandSurface(
        name="people",
        lons=np.array([WEST.lon, EAST.lon]),
        lats=np.array([WEST.lat, EAST.lat]),
        weights=np.array([3.0, 5.0]),
    )
    return CoverageQuestion(surface=office.library.keep_surface(Operator(), people))


@pytest.fixture
def compared(office: Office, question: CoverageQuestion) -> Iterator[Callable[..., Comparison]]:
    """Return what compares today with a scenario of such changes, which goes with the test."""
    made: list[str] = []

    def compare_with(change: Callable[[Scenario], Scenario]) -> Comparison:
        scenario = office.scenarios.create(Operator(), f"if {len(made)}")
        made.append(scenario.id)
        office.scenarios.save(Operator(), change(scenario))
        return compare(office.plan_coverage, replace(question, scenario=scenario.id))

    yield compare_with
    for scenario_id in made:
        office.scenarios.remove(Operator(), scenario_id)


def new_in_the_east(scenario: Scenario) -> Scenario:
    return with_added(scenario, station(id=TO_BE_GIVEN, position=EAST, audience=["public"]))


def test_a_station_that_is_added_gains_its_demand(compared: Callable[..., Comparison]) -> None:
    comparison = compared(new_in_the_east)

    assert (comparison.gained, comparison.lost) == (5, 0)
    assert (comparison.whole.before.covered, comparison.whole.after.covered) == (3, 8)
    assert comparison.whole.covered == 5
    assert comparison.whole.share == pytest.approx(5 / 8)
    assert (comparison.whole.mean_m or 0) < -9000
    assert (comparison.whole.p90_m or 0) < -15000


def test_a_station_that_closes_loses_its_demand(compared: Callable[..., Comparison]) -> None:
    comparison = compared(lambda scenario: with_closed(scenario, "west"))

    assert (comparison.gained, comparison.lost) == (0, 3)
    assert comparison.whole.after.mean_m is None
    assert comparison.whole.mean_m is None


def test_a_station_that_moves_gains_here_and_loses_there(
    compared: Callable[..., Comparison],
) -> None:
    comparison = compared(lambda scenario: with_moved(scenario, "west", EAST))

    assert (comparison.gained, comparison.lost) == (5, 3)
    assert comparison.whole.covered == 2
    gained, lost = comparison.changed_cells()
    (ring,) = gained
    assert shapely.Polygon(ring).contains(shapely.Point(EAST.lon, EAST.lat))
    (ring,) = lost
    assert shapely.Polygon(ring).contains(shapely.Point(WEST.lon, WEST.lat))


def test_the_differences_of_the_areas_add_up_to_the_whole(
    compared: Callable[..., Comparison],
) -> None:
    comparison = compared(new_in_the_east)

    by_name = {one.name: one.covered for one in comparison.by_area}
    assert by_name == {"海淀区": 0, "朝阳区": 5}
    assert sum(by_name.values()) == comparison.whole.covered
    assert [one.name_en for one in comparison.by_area] == ["Chaoyang", "Haidian"]


def test_other_hours_make_no_difference_at_any_time(compared: Callable[..., Comparison]) -> None:
    comparison = compared(lambda scenario: with_hours(scenario, "west", "Mo-Fr 08:00-18:00"))

    assert (comparison.gained, comparison.lost) == (0, 0)
    assert comparison.changed_cells() == ([], [])
    assert comparison.whole.share == 0


def test_without_a_scenario_there_is_nothing_to_compare(
    office: Office, question: CoverageQuestion
) -> None:
    with pytest.raises(ScenarioError) as refused:
        compare(office.plan_coverage, question)
    assert refused.value.code == "scenario_none_chosen"


def test_a_scenario_that_is_gone_is_told(office: Office, question: CoverageQuestion) -> None:
    with pytest.raises(ScenarioError) as refused:
        compare(office.plan_coverage, replace(question, scenario="gone"))
    assert refused.value.code == "scenario_unknown"
