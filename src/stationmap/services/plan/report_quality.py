"""The part of a planner's report about the quality of the records that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.files.report_content import Column, Form, Paragraph, Section, Table
from stationmap.labels import Language, text
from stationmap.services.plan.report_words import count, share
from stationmap.upkeep.quality import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.files.report_content import Value
    from stationmap.services.district_quality import QualityTable
    from stationmap.upkeep.quality import Quality

SHOWN = (Part.VERIFIED, Part.HOURS, Part.FACILITIES, Part.POSITION)
"""What coverage depends on most; the page of quality has all parts."""


def quality_section(table: QualityTable, names: Mapping[str, str], language: Language) -> Section:
    """Return the quality as a whole and by area.

    Parameters
    ----------
    names
        Of areas by code, in the report's language; what has none is left out.
    """
    title = text("plan_report.quality.title", language)
    whole = table.whole
    if not whole.stations:
        words = text("plan_report.quality.none", language)
        return Section(title=title, blocks=(Paragraph(words=words),))
    told = text(
        "plan_report.quality.told",
        language,
        stations=count(whole.stations),
        score=f"{whole.score:.0f}",
        verified=share(whole.shares[Part.VERIFIED]),
        hours=share(whole.shares[Part.HOURS]),
    )
    worst_first = sorted(table.by_area.items(), key=lambda item: item[1].score)
    rows = [_row(names[code], one) for code, one in worst_first if code in names]
    columns = (
        Column(title=text("plan_report.column.area", language)),
        Column(title=text("plan_report.column.station_count", language), form=Form.COUNT),
        Column(title=text("plan_report.column.score", language), form=Form.COUNT),
        *(Column(title=text(f"quality.part.{part}", language), form=Form.SHARE) for part in SHOWN),
    )
    shown = Table(
        sheet=text("plan_report.quality.sheet", language),
        columns=columns,
        rows=tuple(rows),
        total=_row(text("plan_report.by_area.total", language), whole),
    )
    return Section(title=title, blocks=(Paragraph(words=told), shown))


def _row(name: str, quality: Quality) -> tuple[Value, ...]:
    return name, quality.stations, quality.score, *(quality.shares[part] for part in SHOWN)
