"""What planners read of coverage: rows in order, figures that do not flatter, shared questions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationmap.coverage.counting import Counting
from stationmap.coverage.curve import curve
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.figures import Figures
from stationmap.coverage.measure import Coverage
from stationmap.coverage.reach import USUAL_RADII, ServiceRadius
from stationmap.coverage.time_slice import TimeSlice
from stationmap.labels import Language
from stationmap.maps.coverage import Mode
from stationmap.services.plan.coverage_answer import AreaFigures, CoverageQuestion
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.web.plan import coverage_html
from stationmap.web.plan.coverage_view import Column, Order, Row, amount, distance, percent, rows
from stationmap.web.plan.curve_svg import curve_svg
from stationmap.web.plan.layers import LAYERS_KEPT, PlanLayers
from stationmap.web.plan.question_address import (
    NAMES,
    parameters,
    question_of,
    radius_code,
    radius_of,
)

if TYPE_CHECKING:
    from enum import StrEnum

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"
ZH, EN = Language.ZH, Language.EN


def told(code: str, covered: float, demand: float = 100.0, mean_m: float = 300.0) -> AreaFigures:
    figures = Figures(demand=demand, covered=covered, mean_m=mean_m, p90_m=2 * mean_m)
    return AreaFigures(code=code, name=f"区{code}", name_en=f"Area {code}", figures=figures)


AREAS = (told("1", 90.0), told("2", 10.0, mean_m=900.0), told("3", 50.0, demand=4000.0))


def order_of(order: Order) -> list[str | None]:
    return [row.code for row in rows(AREAS, order, ZH)]


def test_the_area_with_the_lowest_share_stands_first() -> None:
    assert order_of(Order()) == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("column", "first", "then"),
    [
        (Column.UNCOVERED, ["3", "2", "1"], ["1", "2", "3"]),
        (Column.MEAN, ["2", "3", "1"], ["1", "3", "2"]),
        (Column.AREA, ["1", "2", "3"], ["3", "2", "1"]),
    ],
)
def test_a_tap_on_a_head_brings_the_worst_up_and_a_second_turns_it_round(
    column: Column, first: list[str], then: list[str]
) -> None:
    order = Order().after_tap_on(column)

    assert order_of(order) == first
    assert order_of(order.after_tap_on(column)) == then


def test_an_area_without_a_distance_stands_last_either_way() -> None:
    unreached = AreaFigures(
        code="0",
        name="远",
        name_en="Far",
        figures=Figures(demand=5.0, covered=0.0, mean_m=None, p90_m=None),
    )
    for descending in (True, False):
        found = rows([unreached, *AREAS], Order(column=Column.MEAN, descending=descending), ZH)
        assert found[-1].code == "0"


def test_all_but_everything_is_not_100_percent() -> None:
    assert percent(0.99999, ZH) == "99.9%"
    assert percent(1.0, ZH) == "100.0%"
    assert percent(None, ZH) == "—"


@pytest.mark.parametrize(
    ("demand", "said"), [(21_893_095.4, "21,893,095"), (0.0, "0"), (0.12345, "0.123"), (7.0, "7")]
)
def test_an_amount_is_said_as_people_read_it(demand: float, said: str) -> None:
    assert amount(demand) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [(362.4, "362 m"), (999.6, "1 km"), (1250.0, "1.2 km"), (float("inf"), "—"), (None, "—")],
)
def test_a_distance_is_said_as_people_read_it(metres: float | None, said: str) -> None:
    assert distance(metres, EN) == said


def test_hostile_names_are_only_text_in_the_table() -> None:
    area = replace(told("1", 50.0), name=HOSTILE, name_en=HOSTILE)
    whole = Row(code=None, name="all", figures=area.figures)

    table = coverage_html.area_table(whole, rows([area], Order(), ZH), Order(), ZH)
    line = coverage_html.basis_line(3, 7.0, HOSTILE, ZH)

    for html in (table, line):
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_the_legend_names_every_step_and_the_hatching_in_words() -> None:
    for mode in Mode:
        for language in Language:
            legend = coverage_html.legend(mode, 500.0, language, dark=False)
            assert len(re.findall("<li>", legend)) == 8

    assert "500 米以内" in coverage_html.legend(Mode.CELLS, 500.0, ZH, dark=True)


def test_the_curve_says_in_words_what_it_draws() -> None:
    demand = DemandSurface(
        name="d", lons=np.zeros(4), lats=np.zeros(4), weights=np.array([1.0, 1.0, 1.0, 1.0])
    )
    coverage = Coverage(
        demand=demand,
        distances_m=np.array([300.0, 400.0, 1500.0, 9000.0]),
        nearest=np.zeros(4, dtype=np.intp),
    )

    figure = curve_svg(curve(coverage), 1000.0, 0.5, EN)

    said = "25.0% within 300 m, 50.0% within 500 m, 50.0% within 1 km, 75.0% within 2 km"
    assert f'alt="{said}' in figure
    assert "<script" not in figure


def test_the_usual_question_needs_no_parameters() -> None:
    assert parameters(CoverageQuestion()) == {}
    assert question_of({}) == CoverageQuestion()


def subsets(codes: type[StrEnum]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(list(codes)))


radii = st.one_of(
    st.sampled_from(USUAL_RADII),
    st.integers(1, 5000).map(lambda metres: ServiceRadius(value=float(metres))),
)
countings = st.builds(
    Counting,
    kinds=subsets(StationKind),
    working=subsets(Facility),
    audience=subsets(Audience),
    time_slice=st.sampled_from(TimeSlice),
    verified_within_days=st.none() | st.integers(0, 3650),
    with_planned=st.booleans(),
)
ids = st.text("0123456789abcdef", min_size=1, max_size=16)
questions = st.builds(
    CoverageQuestion,
    surface=ids,
    areas=ids,
    within=st.none() | ids,
    counting=countings,
    radius=radii,
    scenario=st.none() | ids,
)


@given(questions)
def test_a_question_comes_back_from_its_address(question: CoverageQuestion) -> None:
    said = parameters(question)

    assert question_of(said) == question
    assert set(said) <= set(NAMES)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=20)))
def test_whatever_an_address_says_is_some_question(said: dict[str, str]) -> None:
    question = question_of(said)

    assert question_of(parameters(question)) == question


@pytest.mark.parametrize("radius", USUAL_RADII)
def test_a_usual_radius_comes_back_from_its_code(radius: ServiceRadius) -> None:
    assert radius_of(radius_code(radius)) == radius


@pytest.mark.parametrize("code", ["0m", "999999m", "15jet", "-5m", "", "1e3m", "१५walk"])
def test_a_radius_that_cannot_be_is_the_official_one(code: str) -> None:
    assert radius_of(code).metres == 1000.0


def test_a_layer_is_made_once_and_when_it_is_asked_for() -> None:
    layers, made = PlanLayers(), []

    def make() -> bytes:
        made.append(1)
        return b"body"

    address = layers.offer(b"content", make)
    again = layers.offer(b"content", make)
    name = address.removeprefix("layers/coverage/").removesuffix(".json")

    assert (address, made) == (again, [])
    assert [layers.body(name), layers.body(name)] == [b"body", b"body"]
    assert made == [1]


def test_the_oldest_layers_are_forgotten() -> None:
    layers = PlanLayers()
    addresses = [layers.offer(str(n).encode(), lambda: b"x") for n in range(LAYERS_KEPT + 1)]

    names = [one.removeprefix("layers/coverage/").removesuffix(".json") for one in addresses]

    assert layers.body(names[0]) is None
    assert layers.body(names[1]) == b"x"
