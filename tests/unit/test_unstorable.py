"""What cannot be stored is told by its reason, wherever in a value it stands."""

from __future__ import annotations

from math import inf, nan

import pytest

from stationmap.stations.unstorable import BAD_TEXT, MAX_INT, NOT_FINITE, TOO_DEEP, unstorable

DEEP: list[object] = []
for _ in range(40):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value", ["", "a\tb\r\nc", "示例\u202e驿站", MAX_INT, -1.5, True, None, {}]
)
def test_what_can_be_stored_is_left_alone(value: object) -> None:
    assert unstorable(value) is None
    assert unstorable({"a": [value]}) is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("a\x00", BAD_TEXT),
        ("a\x1b[31mb", BAD_TEXT),
        ("line\x0bline", BAD_TEXT),
        ("\x85", BAD_TEXT),
        ("\ud800", BAD_TEXT),
        ("\uffff", BAD_TEXT),
        (nan, NOT_FINITE),
        (-inf, NOT_FINITE),
        (MAX_INT + 1, NOT_FINITE),
        (10**400, NOT_FINITE),
        (DEEP, TOO_DEEP),
    ],
)
def test_what_cannot_be_stored_is_told_why(value: object, why: object) -> None:
    assert unstorable(value) == why
    assert unstorable({"a": [value]}) == why
    if isinstance(value, str):
        assert unstorable({value: 1}) == why
