"""The part of a planner's report about the sites that are proposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.files.report_content import Column, Form, Paragraph, Picture, Section, Table
from stationmap.labels import Language, text
from stationmap.maps.report_charts import share_chart
from stationmap.maps.report_svg import ReportMap, coverage_map
from stationmap.services.plan.report_words import count, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.files.report_content import Value
    from stationmap.services.plan.siting_answer import Site, SitingAnswer

COLUMNS = {
    "rank": Form.COUNT,
    "site": Form.TEXT,
    "area": Form.TEXT,
    "adds": Form.COUNT,
    "share_after": Form.SHARE,
    "lon": Form.DEGREES,
    "lat": Form.DEGREES,
    "chosen_in": Form.COUNT,
}


def site_section(answer: SitingAnswer, drawn: ReportMap, language: Language) -> Section:
    """Return the sites in the order of what each adds."""
    places = [(site.position.lon, site.position.lat) for site in answer.sites]
    mapped = Picture(
        svg=coverage_map(replace(drawn, name="sites", gaps=(), sites=places), language),
        alt=text("plan_report.sites.map_alt", language, sites=len(places)),
        caption=text("plan_report.sites.map", language),
    )
    before, after = share(answer.before.share), share(answer.after.share)
    gains = Picture(
        svg=share_chart(
            range(len(answer.shares)),
            answer.shares,
            axis=text("plan_report.sites.gains_axis", language),
            dots=True,
        ),
        alt=text("plan_report.sites.gains_alt", language, before=before, after=after),
        caption=text("plan_report.sites.gains", language),
    )
    words = _words(answer, language)
    table = _table(answer, language)
    return Section(
        title=text("plan_report.sites.title", language), blocks=(*words, mapped, table, gains)
    )


def _words(answer: SitingAnswer, language: Language) -> Iterator[Paragraph]:
    told = text(
        "plan_report.sites.told",
        language,
        sites=len(answer.sites),
        candidates=count(answer.candidates),
        before=share(answer.before.share),
        after=share(answer.after.share),
        mean_before=count(answer.before.mean_m),
        mean_after=count(answer.after.mean_m),
    )
    model = text(f"plan_report.model.{answer.question.model}", language)
    if answer.is_optimal:
        best = text("plan_report.sites.optimal", language, model=model)
    else:
        best = text("plan_report.sites.bounded", language, model=model, gap=f"{answer.gap:.2%}")
    yield Paragraph(words=told)
    yield Paragraph(words=best)
    if answer.runs > 1:
        always = answer.in_every_run
        robust = text("plan_report.sites.robust", language, runs=answer.runs, count=always)
        yield Paragraph(words=robust)
    if not answer.agrees:
        yield Paragraph(words=text("plan_report.sites.differs", language), is_warning=True)


def _table(answer: SitingAnswer, language: Language) -> Table:
    forms = dict(COLUMNS)
    if not any(site.name for site in answer.sites):
        del forms["site"]
    if answer.runs == 1:
        del forms["chosen_in"]
    return Table(
        sheet=text("plan_report.sites.sheet", language),
        columns=tuple(
            Column(title=text(f"plan_report.column.{name}", language), form=form)
            for name, form in forms.items()
        ),
        rows=tuple(tuple(_values(site, language)[name] for name in forms) for site in answer.sites),
    )


def _values(site: Site, language: Language) -> dict[str, Value]:
    return {
        "rank": site.rank,
        "site": site.name,
        "area": site.area if language is Language.ZH else site.area_en,
        "adds": site.adds,
        "share_after": site.after.share,
        "lon": site.position.lon,
        "lat": site.position.lat,
        "chosen_in": site.chosen_in,
    }
