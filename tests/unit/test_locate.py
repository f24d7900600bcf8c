"""What the browser tells of a position, and what counts as none."""

from __future__ import annotations

from typing import Any

import pytest

from stationmap import Position
from stationmap.web.locate import Fix, LocateProblem, outcome_from


def test_a_position_comes_with_its_accuracy() -> None:
    told = {"lon": 116.4, "lat": 39.9, "accuracy_m": 35.0}

    assert outcome_from(told) == Fix(position=Position(116.4, 39.9), accuracy_m=35.0)


@pytest.mark.parametrize("problem", list(LocateProblem))
def test_each_problem_is_told_apart(problem: LocateProblem) -> None:
    assert outcome_from({"problem": problem.value}) is problem


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        7,
        {},
        {"problem": "hungry"},
        {"lon": 999, "lat": 39.9, "accuracy_m": 1},
        {"lon": "x", "lat": 39.9, "accuracy_m": 1},
        {"lon": 116.4, "lat": 39.9, "accuracy_m": None},
    ],
)
def test_what_is_no_position_counts_as_unavailable(nonsense: Any) -> None:
    assert outcome_from(nonsense) is LocateProblem.UNAVAILABLE
