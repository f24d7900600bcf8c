"""Seats are shared by those in reach of the stations that count."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
import shapely

from rig.stations import station
from stationmap import Position
from stationmap.coverage.areas import AreaSet
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.measure import measure
from stationmap.labels import Language
from stationmap.services.plan.capacity import capacity
from stationmap.services.plan.coverage_answer import CoverageAnswer, CoverageQuestion
from stationmap.web.plan.capacity_part import seats_table

WEST, EAST, EMPTY = (shapely.box(lon, 39.0, lon + 1, 41.0) for lon in (116.0, 117.0, 118.0))
LONS, LATS = np.array([116.4, 116.401, 117.4]), np.array([39.9, 39.9, 39.9])
PEOPLE = np.array([3000.0, 1000.0, 4000.0])


def answer_with(*seats: int | None) -> CoverageAnswer:
    """Answer for demand in two of three areas, and stations beside each of its points."""
    stations = tuple(
        station(id=str(place), position=Position(lon, 39.9), capacity=number)
        for place, (lon, number) in enumerate(zip(LONS.tolist(), seats, strict=True))
    )
    names = ("西", "东", "空")
    areas = AreaSet(
        name="区域",
        codes=("1", "2", "3"),
        names=names,
        names_en=("West", "East", "Empty"),
        outlines=np.array([WEST, EAST, EMPTY]),
    )
    demand = DemandSurface(name="需求", lons=LONS, lats=LATS, weights=PEOPLE)
    return CoverageAnswer(
        question=CoverageQuestion(),
        revision=1,
        at=datetime.fromisoformat("2026-11-27T12:00+08:00"),
        stations=stations,
        coverage=measure(demand, LONS, LATS),
        areas=areas,
    )


def test_seats_are_told_for_a_thousand_of_those_who_share_them() -> None:
    """In the west 24 seats for 4,000 people, who reach both stations; in the east 4 for 4,000."""
    found = capacity(answer_with(20, 4, 4))
    assert (found.seats, found.stations, found.unknown) == (28, 3, 0)
    assert found.by_area == pytest.approx((6.0, 1.0))
    assert found.whole == pytest.approx(3.5)


def test_stations_without_seats_on_record_are_left_out_and_counted() -> None:
    found = capacity(answer_with(20, None, None))
    assert (found.seats, found.stations, found.unknown) == (20, 1, 2)
    assert found.by_area == pytest.approx((5.0, 0.0))


def test_without_any_seats_on_record_there_are_none() -> None:
    found = capacity(answer_with(None, None, None))
    assert (found.seats, found.whole, found.by_area) == (0, 0.0, (0.0, 0.0))


@pytest.mark.parametrize(
    ("language", "first", "second"), [(Language.ZH, "东", "西"), (Language.EN, "East", "West")]
)
def test_the_area_with_the_fewest_seats_stands_first(
    language: Language, first: str, second: str
) -> None:
    answer = answer_with(20, 4, 4)
    told = str(seats_table(answer, capacity(answer), language))
    assert told.index(f">{first}<") < told.index(f">{second}<")
    assert [f">{seats}<" in told for seats in ("3.50", "1.00", "6.00")] == [True] * 3
