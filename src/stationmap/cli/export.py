"""`stationmap export`: the stations as the store has them now, in a file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

from stationmap.cli.check import SAID_NO
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import StationMapError
from stationmap.labels import text
from stationmap.stations.fault_text import fault_text


def export(
    target: Annotated[
        Path,
        typer.Argument(metavar="OUT", help=text("help.export.out", LANGUAGE), show_default=False),
    ],
) -> None:
    """Write all stations to OUT: .geojson, .csv, .xlsx or .gpkg, in WGS-84."""
    # Imported here: `--help` and wrong use need no store.
    from stationmap.bootstrap import open_office  # noqa: PLC0415
    from stationmap.files.write import suffix_fault, write_stations  # noqa: PLC0415
    from stationmap.store.protocol import StationQuery  # noqa: PLC0415

    language = cli_language()
    unwritable = suffix_fault(target)
    if unwritable:
        raise typer.BadParameter(fault_text(unwritable, language), param_hint="OUT")
    try:
        with closing(open_office().store) as store:
            stations = [kept.station for kept in store.find(StationQuery())]
        write_stations(stations, target, language=language)
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    except OSError as error:
        reason = error.strerror or error
        typer.echo(text("check.not_written", language, path=target, reason=reason), err=True)
        raise typer.Exit(SAID_NO) from None
    typer.echo(text("check.written", language, path=target, stations=len(stations)))
