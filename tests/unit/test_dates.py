"""Dates within a sentence."""

from __future__ import annotations

from stationmap.web.dates import dated


def test_each_date_stays_in_one_line() -> None:
    assert dated("上次 2025-05-13，之后 2026-01-02") == (
        '上次 <span class="day">2025-05-13</span>，之后 <span class="day">2026-01-02</span>'
    )


def test_a_span_of_hours_stays_in_one_line() -> None:
    assert dated("每天 08:30–17:30") == '每天 <span class="day">08:30–17:30</span>'


def test_what_is_not_a_date_is_escaped_as_ever() -> None:
    assert dated("<b>&") == "&lt;b&gt;&amp;"
