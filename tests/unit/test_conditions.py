"""What a shared address says besides the position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationmap.geo.travel import TravelMode
from stationmap.web.chips import Chip
from stationmap.web.conditions import Conditions, conditions_of, parameters, put_into

some_conditions = st.builds(
    Conditions,
    chips=st.sets(st.sampled_from(Chip)).map(lambda asked: tuple(c for c in Chip if c in asked)),
    mode=st.sampled_from(TravelMode),
    is_member=st.booleans(),
)


@given(some_conditions)
def test_what_an_address_says_is_read_back(conditions: Conditions) -> None:
    assert conditions_of(parameters(conditions)) == conditions


def test_what_is_as_usual_is_left_out() -> None:
    assert parameters(Conditions()) == {}


@pytest.mark.parametrize(
    "address",
    [
        {"need": "sauna", "mode": "rocket", "member": "yes"},
        {"need": "", "mode": "", "member": ""},
        {"need": "<script>." * 1000, "mode": "WALK"},
    ],
)
def test_what_cannot_be_counts_as_not_said(address: dict[str, str]) -> None:
    assert conditions_of(address) == Conditions()


def test_of_several_chips_those_that_there_are_count() -> None:
    assert conditions_of({"need": "toilet.sauna.hot_water"}).chips == (Chip.HOT_WATER, Chip.TOILET)


def test_an_address_says_the_conditions_of_now() -> None:
    address = {"lon": "116.4000", "need": "toilet", "member": "1"}

    put_into(address, Conditions(mode=TravelMode.EBIKE))

    assert address == {"lon": "116.4000", "mode": "ebike"}
