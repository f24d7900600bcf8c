"""What each chip of 找驿站 asks of a station."""

from __future__ import annotations

import pytest

from rig.stations import station
from stationmap.web.chips import FACILITY_OF, Chip, filter_of


@pytest.mark.parametrize("chip", list(FACILITY_OF))
def test_a_chip_asks_for_a_facility_that_works(chip: Chip) -> None:
    asks = filter_of([chip], is_member=False)

    assert asks(station(facilities={FACILITY_OF[chip]: "working"}))
    assert not asks(station(facilities={FACILITY_OF[chip]: "broken"}))
    assert not asks(station())


def test_round_the_clock_asks_for_the_hours() -> None:
    asks = filter_of([Chip.ROUND_THE_CLOCK], is_member=False)

    assert asks(station(opening_hours="24/7"))
    assert not asks(station(opening_hours="Mo-Su 08:00-20:00"))


def test_stations_for_members_are_for_members() -> None:
    for_members = station(audience=["members"])

    assert filter_of([], is_member=True)(for_members)
    assert not filter_of([], is_member=False)(for_members)


def test_nobody_who_looks_for_a_seat_is_led_to_a_nursing_room() -> None:
    assert not filter_of([], is_member=True)(station(kind="nursing_room", audience=["public"]))
