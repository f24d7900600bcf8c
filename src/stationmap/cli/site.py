"""`stationmap site`: where the next stations should go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli import plan_options as given  # noqa: TC001 - typer reads them at run time
from stationmap.cli import plan_sites as sites  # noqa: TC001 - the same
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.nearest import Format
from stationmap.cli.plan_desk import opened_desk
from stationmap.cli.plan_options import PlanOptions
from stationmap.cli.plan_sites import USUAL_CANDIDATES, ModelName, progress_bar, with_candidates
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import text

if TYPE_CHECKING:
    from stationmap.services.plan.siting_answer import SitingAnswer


def site(  # noqa: PLR0913 - one argument for each option
    n: Annotated[
        int | None, typer.Argument(metavar="N", min=1, help=text("help.site.n", LANGUAGE))
    ] = None,
    *,
    model: Annotated[ModelName, typer.Option(help=text("help.site.model", LANGUAGE))] = (
        ModelName.MCLP
    ),
    share: Annotated[
        float | None,
        typer.Option(help=text("help.site.share", LANGUAGE), show_default="0.9"),
    ] = None,
    candidates: sites.Candidates = USUAL_CANDIDATES,
    spacing_m: Annotated[
        float, typer.Option("--spacing-m", help=text("help.site.spacing", LANGUAGE))
    ] = 0.0,
    budget: Annotated[float | None, typer.Option(help=text("help.site.budget", LANGUAGE))] = None,
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
        Format, typer.Option("--format", help=text("help.nearest.format", LANGUAGE))
    ] = Format.TABLE,
) -> None:
    """Choose N sites that cover the most demand, or as the model says."""
    if n is None and model is not ModelName.LSCP:
        raise typer.BadParameter(text("cli.plan.how_many", cli_language()), param_hint="N")
    if share is not None and model is not ModelName.LSCP:
        raise typer.BadParameter(text("cli.plan.share_of", cli_language()), param_hint="--share")
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
        from stationmap.services.plan.siting_question import (  # noqa: PLC0415 - help needs it not
            SitingModel,
            SitingQuestion,
        )

        question = SitingQuestion(
            coverage=desk.question(options),
            model=SitingModel(model.replace("-", "_")),
            n=n or 1,
            share=0.9 if share is None else share,
            min_spacing_m=spacing_m,
            budget=budget,
        )
        question = with_candidates(question, candidates, desk)
        with progress_bar() as told:
            answer = desk.siting.answer(question, progress=told)
        _print(answer, output)


def _print(answer: SitingAnswer, output: Format) -> None:
    if output is Format.TABLE:
        from stationmap.cli.plan_table import print_sites  # noqa: PLC0415 - rich, for tables

        print_sites(answer, cli_language())
        return
    from stationmap.cli.plan_records import (  # noqa: PLC0415 - help needs no answers
        site_geojson,
        site_json,
    )

    typer.echo(site_json(answer) if output is Format.JSON else site_geojson(answer))
