"""The reports at a desk as HTML: the list, and one of them with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.upkeep.report import ReportState
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element, together
from stationmap.web.staff.reports_words import moment, time_left
from stationmap.web.voices_view import fault_of
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.placed_report import PlacedReport
    from stationmap.upkeep.report import Report

MOST_SHOWN = 50
"""More than a day's work; what is due later is found by narrowing."""

WORDS_IN_LIST = 2


def report_list(
    found: Sequence[PlacedReport], areas: Areas, *, now: datetime, chosen: int, language: Language
) -> Markup:
    """Return the reports in the order given; a tap opens one."""
    overdue = sum(placed.report.is_overdue(now) for placed in found)
    key = "reports.found_overdue" if overdue else "reports.found"
    count = text(key, language, count=len(found), overdue=overdue)
    rows = (
        element("li", _row(placed, areas, now, language, is_chosen=placed.report.id == chosen))
        for placed in found[:MOST_SHOWN]
    )
    left = len(found) - MOST_SHOWN
    return together(
        element("p", count, class_="count", role="status"),
        element("ul", *rows, class_="rows"),
        element("p", text("reports.more", language, count=left), class_="count")
        if left > 0
        else None,
    )


def nothing(language: Language, *, is_narrowed: bool) -> Markup:
    """Say that there is no report, and whether that is because of what was asked."""
    key = "reports.nothing_fits" if is_narrowed else "reports.nothing"
    return element("div", text(key, language), class_="card", role="status")


def way_back(language: Language) -> Markup:
    """Return the button that closes the open report, in whose place the list stands on a phone."""
    return element(
        "button",
        icon("back"),
        element("span", text("reports.back", language)),
        class_="text-button report-open",
        type="button",
        data_tap="close:",
    )


def details(placed: PlacedReport, areas: Areas, now: datetime, language: Language) -> Markup:
    """Return everything that is known of one report."""
    report, station = placed.report, placed.station
    return together(
        element("h2", station.name, class_="section"),
        element("p", areas.name(placed.area, language), class_="muted"),
        element("p", _tag(report, now, language)),
        element("dl", *_facts(placed, language), class_="details"),
    )


def _facts(placed: PlacedReport, language: Language) -> list[Markup]:
    report = placed.report
    words = [element("p", text("reports.wrote", language, words=one)) for one in report.texts]
    lines: list[tuple[str, str]] = [
        ("reports.fault", fault_of(report, language)),
        ("reports.in_words", together(*words) if words else text("reports.no_words", language)),
        ("reports.first_on", moment(report.filed_at)),
        ("reports.last_on", f"{moment(report.last_at)} · {_times(report, language)}"),
        ("reports.due_on", moment(report.due_at)),
    ]
    if report.answered_at is not None:
        lines += [
            ("reports.answer", report.answer or ""),
            ("reports.answered_by", placed.answered_by or ""),
            ("reports.answered_on", moment(report.answered_at)),
        ]
    return [
        element(
            "div",
            element("dt", text(key, language)),
            element("dd", value if isinstance(value, Markup) else dated(value)),
        )
        for key, value in lines
    ]


def _row(
    placed: PlacedReport, areas: Areas, now: datetime, language: Language, *, is_chosen: bool
) -> Markup:
    report = placed.report
    shown = report.texts[-WORDS_IN_LIST:]
    quoted = (text("reports.wrote", language, words=words) for words in shown)
    hidden = len(report.texts) - len(shown)
    more = [text("reports.more_words", language, count=hidden)] if hidden else []
    words = listed([*quoted, *more], language)
    return element(
        "button",
        element(
            "span",
            element("strong", placed.station.name),
            element("span", areas.name(placed.area, language), class_="muted"),
            element(
                "span",
                _tag(report, now, language),
                " ",
                fault_of(report, language),
                " · ",
                _times(report, language),
            ),
            element("span", words, class_="muted words") if words else None,
            class_="row-text",
        ),
        class_="row",
        type="button",
        aria_pressed="true" if is_chosen else "false",
        data_tap=f"open:{report.id}",
    )


def _tag(report: Report, now: datetime, language: Language) -> Markup:
    """Return how it stands, in words and colour."""
    if report.state is not ReportState.WAITING:
        label = text(f"report_state.{report.state}", language)
        return element("span", icon("check"), " ", label, class_="tag done")
    class_ = "tag urgent" if report.is_overdue(now) else "tag"
    return element("span", icon("clock"), " ", time_left(report, now, language), class_=class_)


def _times(report: Report, language: Language) -> str:
    return text("reports.times", language, times=report.times)
