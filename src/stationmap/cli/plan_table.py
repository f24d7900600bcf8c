"""Planners' answers as tables, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stationmap.coverage.figures import Figures, figures
from stationmap.coverage.reach import OFFICIAL_M, OFFICIAL_MIN
from stationmap.files.report_content import Form, written
from stationmap.labels import Language, text
from stationmap.services.plan.siting_question import SitingModel
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.services.plan.coverage_answer import CoverageAnswer
    from stationmap.services.plan.siting_answer import SitingAnswer


def print_coverage(answer: CoverageAnswer, language: Language) -> None:
    """Print the figures by area, the least covered first, then of all the demand."""
    is_chinese = language is Language.ZH
    by_share = sorted(answer.by_area, key=lambda area: area.figures.share or 0.0)
    rows = [_row(one.name if is_chinese else one.name_en, one.figures) for one in by_share]
    rows.append(_row(text("plan_report.by_area.total", language), answer.whole))
    columns = ("area", "demand", "share", "uncovered", "mean_m", "p90_m")
    _print(columns, rows, language)
    official = (figures(answer.coverage, radius.metres) for radius in (OFFICIAL_M, OFFICIAL_MIN))
    within_m, within_min = (written(one.share, Form.SHARE) for one in official)
    _say(
        text(
            "cli.plan.basis",
            language,
            radius=written(answer.radius_m, Form.METRES),
            stations=written(len(answer.stations), Form.COUNT),
            revision=answer.revision,
            within_m=within_m,
            within_min=within_min,
        )
    )
    if any(station.is_sample for station in answer.stations):
        _say(text("cli.sample", language))


def print_sites(answer: SitingAnswer, language: Language) -> None:
    """Print the sites in the order of what they add, and how near the best they are."""
    is_chinese = language is Language.ZH
    rows = [
        (
            str(site.rank),
            site.area if is_chinese else site.area_en,
            shown(site.name),
            written(site.position.lon, Form.DEGREES),
            written(site.position.lat, Form.DEGREES),
            written(site.adds, Form.COUNT),
            written(site.after.share, Form.SHARE),
        )
        for site in answer.sites
    ]
    columns = ("rank", "area", "site", "lon", "lat", "adds", "share_after")
    _print(columns, rows, language, words=("area", "site"))
    before, after = (written(one.share, Form.SHARE) for one in (answer.before, answer.after))
    _say(text("cli.plan.raised", language, before=before, after=after))
    gap = f"{answer.gap:.2%}"
    key = "cli.plan.optimal" if answer.is_optimal else "cli.plan.bounded"
    _say(text(key, language, gap=gap, candidates=answer.candidates))
    wanted, found = answer.question.n, len(answer.sites)
    if answer.question.model is not SitingModel.LSCP and found < wanted:
        why = "fewer_in_reach" if answer.candidates <= found else "fewer"
        _say(text(f"cli.plan.{why}", language, found=found, wanted=wanted))
    if not answer.agrees:
        _say(text("plan_report.sites.differs", language))


def _row(name: str, told: Figures) -> tuple[str, ...]:
    return (
        name,
        written(told.demand, Form.COUNT),
        written(told.share, Form.SHARE),
        written(told.uncovered, Form.COUNT),
        written(told.mean_m, Form.METRES),
        written(told.p90_m, Form.METRES),
    )


def _print(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    language: Language,
    *,
    words: Sequence[str] = ("area",),
) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        is_words = column in words
        table.add_column(
            text(f"plan_report.column.{column}", language),
            justify="left" if is_words else "right",
            overflow="fold",
            no_wrap=not is_words,
        )
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    Console(highlight=False, markup=False, emoji=False).print(table)


def _say(words: str) -> None:
    Console(highlight=False, markup=False, emoji=False).print(Text(words), soft_wrap=True)
