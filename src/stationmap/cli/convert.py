"""`stationmap convert`: stations from one file format, and datum, to another in WGS-84."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from stationmap.cli.check import SAID_NO, print_faults
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.geo.datum import Datum
from stationmap.labels import text
from stationmap.stations.fault_text import fault_text


def convert(
    source: Annotated[
        Path,
        typer.Argument(metavar="IN", help=text("help.convert.in", LANGUAGE), show_default=False),
    ],
    target: Annotated[
        Path,
        typer.Argument(metavar="OUT", help=text("help.convert.out", LANGUAGE), show_default=False),
    ],
    *,
    datum: Annotated[Datum, typer.Option(help=text("help.convert.datum", LANGUAGE))] = Datum.WGS84,
) -> None:
    """Convert stations between GeoJSON and CSV; OUT is in WGS-84, whatever IN is in."""
    # Imported here: `--help` and wrong use need no readers.
    from stationmap.files.read import inspect_file  # noqa: PLC0415
    from stationmap.files.write import suffix_fault, write_stations  # noqa: PLC0415

    language = cli_language()
    unwritable = suffix_fault(target)
    if unwritable:
        raise typer.BadParameter(fault_text(unwritable, language), param_hint="OUT")
    report = inspect_file(source, datum)
    print_faults(report.faults, err=True)
    if not report.is_usable:
        typer.echo(text("check.refused", language, path=target), err=True)
        raise typer.Exit(SAID_NO)
    try:
        write_stations(report.stations, target, language=language)
    except OSError as error:
        reason = error.strerror or error
        typer.echo(text("check.not_written", language, path=target, reason=reason), err=True)
        raise typer.Exit(SAID_NO) from None
    typer.echo(text("check.written", language, path=target, stations=len(report.stations)))
