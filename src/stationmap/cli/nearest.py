"""`stationmap nearest`: the stations that can be entered on arrival, from one position."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.answers import as_geojson, as_json
from stationmap.cli.check import SAID_NO, print_faults
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.options import codes_of, moment_of, position_of
from stationmap.errors import SHOWN_FAULTS, StationFileError, StationMapError
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import text
from stationmap.stations.codes import Audience, Facility, StationKind
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.services.find import Answer
    from stationmap.services.snapshot import Snapshot


class Format(StrEnum):
    """How the answers are printed."""

    TABLE = "table"
    JSON = "json"
    GEOJSON = "geojson"


def nearest(  # noqa: PLR0913 - one argument for each option
    *,
    lon: Annotated[float, typer.Option(min=-180, max=180, help=text("help.nearest.lon", LANGUAGE))],
    lat: Annotated[float, typer.Option(min=-90, max=90, help=text("help.nearest.lat", LANGUAGE))],
    datum: Annotated[Datum, typer.Option(help=text("help.nearest.datum", LANGUAGE))] = Datum.WGS84,
    k: Annotated[int, typer.Option("-k", min=1, help=text("help.nearest.k", LANGUAGE))] = 5,
    stations: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help=text("help.nearest.stations", LANGUAGE)),
    ] = None,
    stations_datum: Annotated[
        Datum | None, typer.Option(help=text("help.nearest.stations_datum", LANGUAGE))
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help=text("help.nearest.kind", LANGUAGE))
    ] = None,
    working: Annotated[
        list[str] | None,
        typer.Option("--with", help=text("help.nearest.with", LANGUAGE)),
    ] = None,
    audience: Annotated[
        list[str] | None,
        typer.Option(
            help=text("help.nearest.audience", LANGUAGE),
            show_default="outdoor_workers,public",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help=text("help.nearest.at", LANGUAGE), show_default=text("help.nearest.now", LANGUAGE)
        ),
    ] = None,
    by: Annotated[
        TravelMode, typer.Option(help=text("help.nearest.by", LANGUAGE))
    ] = TravelMode.WALK,
    include_closed: Annotated[
        bool, typer.Option("--include-closed", help=text("help.nearest.include_closed", LANGUAGE))
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", help=text("help.nearest.format", LANGUAGE))
    ] = Format.TABLE,
) -> None:
    """Show the nearest stations that can be entered on arrival, then those of unknown hours."""
    origin = position_of(lon, lat, datum)
    kinds = codes_of(kind or (), StationKind, option="--kind")
    facilities = codes_of(working or (), Facility, option="--with")
    audiences = codes_of(audience or (), Audience, option="--audience")
    moment = moment_of(at, option="--at") if at else None

    # Imported here: `--help` and wrong use need no index.
    from stationmap.services.find import COURIER, Question  # noqa: PLC0415
    from stationmap.stations.calendar import BEIJING  # noqa: PLC0415
    from stationmap.stations.filter import StationFilter  # noqa: PLC0415

    question = Question(
        position=origin,
        at=moment or datetime.now(BEIJING),
        mode=by,
        where=StationFilter(kinds=kinds, working=facilities, audience=audiences or COURIER),
        k=k,
        include_closed=include_closed,
    )
    findings = _services(stations, stations_datum, output).find.ask(question)
    _write_for_programs(findings.answers, output)
    if output is Format.TABLE and findings.answers:
        from stationmap.cli.answer_table import print_table  # noqa: PLC0415 - rich, for tables

        print_table(findings, by, cli_language())
    if not findings.answers:
        _say_that_nothing_fits(lon, lat)
        raise typer.Exit(SAID_NO)


def _services(stations: Path | None, datum: Datum | None, output: Format) -> Snapshot:
    """Return what answers: the given file, else the store; or say what is wrong and end."""
    if stations is None and datum is not None:
        message = text("cli.datum_of_nothing", cli_language())
        raise typer.BadParameter(message, param_hint="--stations-datum")
    try:
        return _of_store() if stations is None else _of_file(stations, datum or Datum.WGS84)
    except StationMapError as error:
        _write_for_programs((), output)
        if isinstance(error, StationFileError):
            print_faults(error.faults[:SHOWN_FAULTS], err=True)
            typer.echo(
                text("cli.remedy", cli_language(), path=printable(str(error.path))), err=True
            )
        else:
            typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None


def _of_file(stations: Path, datum: Datum) -> Snapshot:
    from stationmap.bootstrap import settings_from_environment, wire  # noqa: PLC0415 - see above

    given = {"stations": stations, "stations_datum": datum}
    return wire(settings_from_environment().model_copy(update=given))


def _of_store() -> Snapshot:
    from stationmap.bootstrap import open_office  # noqa: PLC0415 - see above

    office = open_office()
    try:
        return office.live.current()
    finally:
        office.store.close()


def _write_for_programs(answers: Sequence[Answer], output: Format) -> None:
    """Write JSON or GeoJSON, which an empty answer has too; a table is not for programs."""
    if output is Format.JSON:
        typer.echo(as_json(answers))
    elif output is Format.GEOJSON:
        typer.echo(as_geojson(answers))


def _say_that_nothing_fits(lon: float, lat: float) -> None:
    from stationmap.services.find import REACH_M  # noqa: PLC0415 - see above

    reach = f"{REACH_M / 1000:.0f}"
    typer.echo(text("cli.nothing_fits", cli_language(), lon=lon, lat=lat, reach=reach), err=True)
