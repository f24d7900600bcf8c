"""`stationmap coverage`: how much of the demand has a station within a radius, by area."""

from __future__ import annotations

from typing import Annotated

import typer

from stationmap.cli import plan_options as given  # noqa: TC001 - typer reads them at run time
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.nearest import Format
from stationmap.cli.plan_desk import opened_desk
from stationmap.cli.plan_options import PlanOptions
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import text


def coverage(  # noqa: PLR0913 - one argument for each option
    *,
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
    """Show the share of the demand that has a station within a radius, by area."""
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
        answer = desk.coverage.answer(desk.question(options))
        if output is Format.TABLE:
            from stationmap.cli.plan_table import print_coverage  # noqa: PLC0415 - rich, for tables

            print_coverage(answer, cli_language())
            return
        from stationmap.cli.plan_records import (  # noqa: PLC0415 - help needs no answers
            coverage_geojson,
            coverage_json,
        )

        is_json = output is Format.JSON
        typer.echo(coverage_json(answer) if is_json else coverage_geojson(answer, cli_language()))
