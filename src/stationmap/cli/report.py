"""`stationmap report`: the planner's report as HTML or PDF, or its figures for programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli import plan_options as given  # noqa: TC001 - typer reads them at run time
from stationmap.cli import plan_sites as sites_given  # noqa: TC001 - the same
from stationmap.cli.check import SAID_NO
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.plan_desk import opened_desk
from stationmap.cli.plan_options import PlanOptions
from stationmap.cli.plan_sites import USUAL_CANDIDATES, progress_bar, with_candidates
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import text

if TYPE_CHECKING:
    from stationmap.cli.plan_desk import PlanDesk
    from stationmap.files.report_content import ReportContent
    from stationmap.services.plan.coverage_answer import CoverageQuestion
    from stationmap.services.plan.siting_answer import SitingAnswer


class ReportFormat(StrEnum):
    """What a report can be written as; each is also a suffix."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"
    GEOJSON = "geojson"


FIGURES = frozenset({ReportFormat.JSON, ReportFormat.GEOJSON})
"""What holds figures alone, without words."""


def report(  # noqa: PLR0913 - one argument for each option
    target: Annotated[
        Path,
        typer.Argument(metavar="OUT", help=text("help.report.out", LANGUAGE), show_default=False),
    ],
    *,
    sites: Annotated[
        int, typer.Option(metavar="N", min=0, help=text("help.report.sites", LANGUAGE))
    ] = 0,
    candidates: sites_given.Candidates = USUAL_CANDIDATES,
    demand: given.Demand = "census",
    weight_column: given.WeightColumn = None,
    areas: given.Areas = "districts",
    files_datum: given.FilesDatum = Datum.WGS84,
    within: given.Within = None,
    radius_m: given.RadiusM = None,
    minutes: given.Minutes = None,
    by: given.By = TravelMode.WALK,
    kind: given.Kinds = None,
    working: given.Working = None,
    audience: given.Audiences = None,
    when: given.When = "any",
    verified_within: given.VerifiedWithin = None,
    planned: given.Planned = False,
    scenario: given.Scenario = None,
    stations: given.StationsFile = None,
    stations_datum: given.StationsDatum = None,
    output: Annotated[
        ReportFormat | None, typer.Option("--format", help=text("help.report.format", LANGUAGE))
    ] = None,
) -> None:
    """Write the planner's report to OUT."""
    written = output or _format_of(target)
    options = PlanOptions(
        demand=demand,
        weight_column=weight_column,
        areas=areas,
        files_datum=files_datum,
        within=within,
        radius_m=radius_m,
        minutes=minutes,
        by=by,
        kind=kind,
        working=working,
        audience=audience,
        when=when,
        verified_within=verified_within,
        planned=planned,
        scenario=scenario,
        stations=stations,
        stations_datum=stations_datum,
    )
    with opened_desk(options) as desk:
        question = desk.question(options)
        chosen = _chosen(desk, question, sites, candidates) if sites else None
        if written in FIGURES:
            _put(target, _figures(desk, question, chosen, written))
        else:
            content = desk.report.content(question, cli_language(), siting=chosen)
            _write(target, content, written)


def _format_of(target: Path) -> ReportFormat:
    suffix = target.suffix.lower().removeprefix(".")
    if suffix in frozenset(ReportFormat):
        return ReportFormat(suffix)
    suffixes = ", ".join(f".{one}" for one in ReportFormat)
    message = text("cli.plan.report_suffix", cli_language(), suffixes=suffixes)
    raise typer.BadParameter(message, param_hint="OUT")


def _figures(
    desk: PlanDesk, question: CoverageQuestion, chosen: SitingAnswer | None, output: ReportFormat
) -> bytes:
    from stationmap.cli.plan_records import (  # noqa: PLC0415 - help needs no answers
        report_geojson,
        report_json,
    )

    answer = desk.coverage.answer(question)
    if output is ReportFormat.JSON:
        return report_json(answer, chosen).encode()
    return report_geojson(answer, chosen, cli_language()).encode()


def _chosen(
    desk: PlanDesk, question: CoverageQuestion, sites: int, candidates: str
) -> SitingAnswer:
    from stationmap.services.plan.siting_question import (  # noqa: PLC0415 - help needs it not
        SitingQuestion,
    )

    asked = with_candidates(SitingQuestion(coverage=question, n=sites), candidates, desk)
    with progress_bar() as told:
        return desk.siting.answer(asked, progress=told)


def _write(target: Path, content: ReportContent, output: ReportFormat) -> None:
    """Write the report; where no PDF can be made, say why and give the HTML."""
    from stationmap.coverage.problem_text import problem_text  # noqa: PLC0415 - see above
    from stationmap.errors import PlanError  # noqa: PLC0415 - see above
    from stationmap.files.report_html import to_html  # noqa: PLC0415 - see above
    from stationmap.files.report_pdf import to_pdf  # noqa: PLC0415 - see above
    from stationmap.files.report_xlsx import to_xlsx  # noqa: PLC0415 - see above

    writers = {
        ReportFormat.HTML: to_html,
        ReportFormat.PDF: to_pdf,
        ReportFormat.XLSX: to_xlsx,
    }
    try:
        made = writers[output](content)
    except PlanError as error:
        typer.echo(problem_text(error, cli_language()), err=True)
        _put(target.with_suffix(".html"), to_html(content))
        raise typer.Exit(SAID_NO) from None
    _put(target, made)


def _put(target: Path, content: bytes) -> None:
    from stationmap.files.atomic import write_atomically  # noqa: PLC0415 - see above

    try:
        write_atomically(target, content)
    except OSError as error:
        reason = error.strerror or error
        message = text("check.not_written", cli_language(), path=target, reason=reason)
        typer.echo(message, err=True)
        raise typer.Exit(SAID_NO) from None
    typer.echo(text("cli.plan.written", cli_language(), path=target))
