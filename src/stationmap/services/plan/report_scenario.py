"""The part of a planner's report about a scenario: what it changes, beside today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.files.report_content import Column, Form, Paragraph, Picture, Section, Table
from stationmap.labels import Language, text
from stationmap.maps.report_svg import ReportMap, coverage_map
from stationmap.services.plan.comparison import COUNTS_FROM
from stationmap.services.plan.report_words import area_at, count, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.coverage.scenario import Scenario
    from stationmap.files.report_content import Value
    from stationmap.services.plan.comparison import Comparison, Difference

LEAST_M = 0.05
"""A mean distance that changes by less is the same."""

DIFFERENCE = {
    "area": Form.TEXT,
    "share_before": Form.SHARE,
    "share_after": Form.SHARE,
    "more_covered": Form.COUNT,
    "mean_before": Form.METRES,
    "mean_after": Form.METRES,
}
ADDED = {
    "rank": Form.COUNT,
    "planned": Form.TEXT,
    "area": Form.TEXT,
    "lon": Form.DEGREES,
    "lat": Form.DEGREES,
}


def scenario_section(
    scenario: Scenario, compared: Comparison, drawn: ReportMap, language: Language
) -> Section:
    """Return the difference in every figure, and the stations that are added on a map."""
    told = text(
        "plan_report.scenario.told",
        language,
        added=len(scenario.added),
        closed=len(scenario.closed),
        moved=len(scenario.moved),
        hours=len(scenario.hours),
        before=share(compared.before.whole.share),
        after=share(compared.after.whole.share),
        gained=count(compared.gained),
        lost=count(compared.lost),
    )
    title = text("plan_report.scenario.title", language, name=scenario.name)
    difference = _difference(compared, language)
    if not scenario.added:
        return Section(title=title, blocks=(Paragraph(words=told), difference))
    places = [(one.position.lon, one.position.lat) for one in scenario.added]
    mapped = Picture(
        svg=coverage_map(replace(drawn, name="scenario", gaps=(), sites=places), language),
        alt=text("plan_report.sites.map_alt", language, sites=len(places)),
        caption=text("plan_report.scenario.map", language),
    )
    added = _added(scenario, compared, language)
    return Section(title=title, blocks=(Paragraph(words=told), difference, mapped, added))


def _difference(compared: Comparison, language: Language) -> Table:
    is_chinese = language is Language.ZH
    changed = filter(_has_changed, compared.by_area)
    return Table(
        sheet=text("plan_report.scenario.sheet", language),
        columns=_columns(DIFFERENCE, language),
        rows=tuple(_row(one.name if is_chinese else one.name_en, one) for one in changed),
        total=_row(text("plan_report.by_area.total", language), compared.whole),
        caption=text("plan_report.scenario.changed", language),
    )


def _has_changed(one: Difference) -> bool:
    """Say whether an area's figures change by more than the rounding of sums."""
    is_nearer = one.mean_m is not None and abs(one.mean_m) >= LEAST_M
    return is_nearer or abs(one.covered) > COUNTS_FROM * one.before.demand


def _row(name: str, one: Difference) -> tuple[Value, ...]:
    before, after = one.before, one.after
    return name, before.share, after.share, one.covered, before.mean_m, after.mean_m


def _added(scenario: Scenario, compared: Comparison, language: Language) -> Table:
    rows = []
    for number, station in enumerate(scenario.added, start=1):
        lon, lat = station.position.lon, station.position.lat
        area = area_at(compared.after, lon, lat, language)
        rows.append((number, station.name, area, lon, lat))
    return Table(
        sheet=text("plan_report.scenario.added_sheet", language),
        columns=_columns(ADDED, language),
        rows=tuple(rows),
    )


def _columns(forms: Mapping[str, Form], language: Language) -> tuple[Column, ...]:
    return tuple(
        Column(title=text(f"plan_report.column.{name}", language), form=form)
        for name, form in forms.items()
    )
