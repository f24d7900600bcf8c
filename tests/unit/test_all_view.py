"""Which stations the page of all stations shows, and in which order."""

from __future__ import annotations

import pytest

from stationmap.labels import Language
from stationmap.stations.codes import StationKind
from stationmap.stations.filter import StationFilter
from stationmap.web.all_view import (
    ROWS_PER_PAGE,
    Column,
    Order,
    Shown,
    shown_stations,
    table_page,
)
from stationmap.web.wiring import district_codes, services

HOMES = Shown(where=StationFilter(kinds=frozenset({StationKind.DRIVER_HOME})))
DAXING = "110115"


def test_the_district_is_where_a_station_lies() -> None:
    shown = shown_stations(Shown(adcode=DAXING))

    expected = {one.id for one in services().stations if district_codes()[one.id] == DAXING}
    assert {one.id for one in shown} == expected
    assert 0 < len(shown) < len(services().stations)


def test_words_are_looked_for_in_name_address_and_id_in_either_case() -> None:
    some = services().stations[0]

    for words in (some.name[:8], some.id.lower(), f" {some.id} "):
        assert some in shown_stations(Shown(words=words))
    assert len(shown_stations(Shown(words=some.id))) < len(services().stations)
    assert shown_stations(Shown(words="no station is called this")) == ()


def test_a_second_tap_on_a_head_turns_the_order_round() -> None:
    once = Order().after_tap_on(Column.VERIFIED)
    twice = once.after_tap_on(Column.VERIFIED)

    assert once == Order(column=Column.VERIFIED)
    assert twice == Order(column=Column.VERIFIED, descending=True)
    assert twice.after_tap_on(Column.KIND) == Order(column=Column.KIND)


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_unknown_stands_last_either_way(*, descending: bool) -> None:
    order = Order(column=Column.VERIFIED, descending=descending)

    days = [one.verified_on for one in shown_stations(Shown(), order)]

    known = [day for day in days if day is not None]
    assert days[: len(known)] == sorted(known, reverse=descending)
    assert 0 < len(known) < len(days)


def test_the_pages_hold_every_station_once() -> None:
    count = len(shown_stations(HOMES))
    pages = table_page(HOMES, Order(), 1, Language.ZH).pages

    rows = [
        row.station_id
        for number in range(1, pages + 1)
        for row in table_page(HOMES, Order(), number, Language.ZH).rows
    ]

    assert len(rows) == len(set(rows)) == count > ROWS_PER_PAGE


@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (10**9, None)])
def test_a_page_out_of_range_is_the_nearest_there_is(asked: int, given: int | None) -> None:
    page = table_page(HOMES, Order(), asked, Language.ZH)

    assert page.number == (given or page.pages)
    assert page.rows
