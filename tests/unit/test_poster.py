"""The poster for a station's door."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rig.stations import station
from stationmap.labels import Language
from stationmap.stations.calendar import BEIJING
from stationmap.web.poster import poster_html, qr_svg, station_page_address
from stationmap.web.station_view import station_view
from stationmap.web.usual_hours import usual_hours

if TYPE_CHECKING:
    from stationmap.stations.station import Station

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=BEIJING)


def poster_of(some: Station) -> str:
    view = station_view(some, now=NOW, language=Language.ZH)
    hours = usual_hours(some, NOW.date(), Language.ZH)
    return poster_html(
        view, hours, root_address="https://map.example/", hotline="12351", language=Language.ZH
    )


def test_the_code_leads_to_the_station_s_page() -> None:
    address = station_page_address("甲 1&x", "https://map.example/")

    assert address == "https://map.example/?station=%E7%94%B2+1%26x"
    assert qr_svg(address) in poster_of(station(id="甲 1&x"))


def test_no_name_breaks_out_of_the_poster() -> None:
    assert "<script>alert" not in poster_of(station(name="</title><script>alert(1)</script>"))


def test_equal_weekdays_share_a_line() -> None:
    some = station(opening_hours="Mo-Fr 08:30-11:30,13:30-17:30; Sa,Su off")

    assert usual_hours(some, date(2026, 11, 20), Language.ZH) == (
        ("周一至周五", "08:30–11:30、13:30–17:30"),
        ("周六至周日", "不开"),
    )


def test_a_holiday_does_not_change_what_hangs_on_the_door() -> None:
    """The week of 1 October 2026 is skipped: it is not how the station usually opens."""
    some = station(opening_hours="Mo-Fr 09:00-17:00; PH off")

    assert usual_hours(some, date(2026, 9, 28), Language.ZH) == usual_hours(
        some, date(2026, 11, 20), Language.ZH
    )
