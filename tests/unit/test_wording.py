"""Distances, directions, minutes and moments in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rig.stations import station
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.nearest.nearby import Nearby
from stationmap.stations.calendar import BEIJING
from stationmap.web import wording

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("distance_m", "said"),
    [
        (0, "0 米"),
        (344, "340 米"),
        (994.9, "990 米"),
        (995.1, "1.0 公里"),
        (9_949, "9.9 公里"),
        (13_400, "13 公里"),
    ],
)
def test_a_distance_is_said_as_exactly_as_it_helps(distance_m: float, said: str) -> None:
    assert wording.distance(distance_m, Language.ZH) == said


@pytest.mark.parametrize(
    ("bearing_deg", "said"),
    [(0, "正北"), (22.4, "正北"), (22.6, "东北"), (90, "正东"), (225, "西南"), (337.6, "正北")],
)
def test_a_bearing_is_the_nearest_of_eight_directions(bearing_deg: float, said: str) -> None:
    assert wording.direction(bearing_deg, Language.ZH) == said


@pytest.mark.parametrize(
    ("distance_m", "said"), [(0.0, "就在这里"), (5.0, "就在这里"), (6, "正南")]
)
def test_what_is_no_distance_away_lies_in_no_direction(distance_m: float, said: str) -> None:
    nearby = Nearby(station=station(), distance_m=distance_m, bearing_deg=180.0)

    assert wording.direction_of(nearby, Language.ZH) == said


@pytest.mark.parametrize(("minutes", "said"), [(0.0, "1"), (5.4, "5"), (90.4, "90")])
def test_a_way_takes_whole_minutes_and_at_least_one(minutes: float, said: str) -> None:
    assert wording.duration(minutes, TravelMode.WALK, Language.ZH) == f"步行约 {said} 分钟"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(90.6, "1 小时 31 分钟"), (120.0, "2 小时"), (219.2, "3 小时 39 分钟")],
)
def test_above_ninety_minutes_a_way_takes_hours(minutes: float, said: str) -> None:
    assert wording.duration(minutes, TravelMode.WALK, Language.ZH) == f"步行约 {said}"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 20, 20, 0, tzinfo=BEIJING), "20:00"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=BEIJING), "半夜 12 点"),
        (datetime(2026, 11, 21, 8, 30, tzinfo=BEIJING), "明天 08:30"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING), "11 月 23 日 09:00"),
    ],
)
def test_a_moment_is_said_as_seen_from_today(at: datetime, said: str) -> None:
    assert wording.moment(at, TODAY, Language.ZH) == said
