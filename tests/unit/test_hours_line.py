"""Stated hours in one line of a table."""

from __future__ import annotations

import pytest

from stationmap.labels import Language
from stationmap.web.hours_line import hours_line


@pytest.mark.parametrize(
    ("staffed", "self_entry", "said"),
    [
        ("Mo-Su 08:30-17:30", None, "每天 08:30–17:30"),
        (
            "Mo-Fr 08:30-11:30,13:30-17:30; PH off",
            None,
            "周一至周五 08:30–11:30、13:30–17:30；周六至周日 不开；节假日 不开",
        ),
        ("24/7", None, "24 小时开放"),
        ("Mo-Fr 09:00-17:00", "24/7", "24 小时开放"),
        (None, "Mo-Su 05:00-24:00", "每天 05:00–24:00 自助进入、其余时间不明"),
        ("Tu-Su 09:00-17:00; Mo off", None, "周一 不开；周二至周日 09:00–17:00；节假日不明"),
    ],
)
def test_hours_are_said_as_people_say_them(
    staffed: str | None, self_entry: str | None, said: str
) -> None:
    assert hours_line(staffed, self_entry, Language.ZH) == said


@pytest.mark.parametrize(
    "written",
    ["Apr-Oct 06:00-21:00; Nov-Mar 06:30-19:00", "sunrise-sunset", "每天上午"],
)
def test_what_no_one_week_can_say_stands_as_it_is_written(written: str) -> None:
    assert hours_line(written, None, Language.ZH) == written


def test_hours_that_are_not_stated_are_not_said() -> None:
    assert hours_line(None, None, Language.ZH) is None


def test_a_holiday_is_said_in_english_too() -> None:
    assert hours_line("Mo-Fr 09:00-18:00; PH off", None, Language.EN) == (
        "Mon–Fri 09:00–18:00; Sat–Sun closed; public holidays closed"
    )
