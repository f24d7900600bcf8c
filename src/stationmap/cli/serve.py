"""`stationmap serve`: the pages on this machine's address."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import StationMapError
from stationmap.labels import text

SAID_NO = 1


def serve(
    host: Annotated[str, typer.Option(help=text("help.serve.host", LANGUAGE))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=text("help.serve.port", LANGUAGE))
    ] = 8501,
    prefix: Annotated[str, typer.Option(help=text("help.serve.prefix", LANGUAGE))] = "",
) -> None:
    """Serve the pages until Ctrl-C or SIGTERM."""
    # Imported here: the other commands need no server.
    from stationmap.web.server import serve as serve_pages  # noqa: PLC0415
    from stationmap.web.wiring import warm_up  # noqa: PLC0415

    _refuse_a_taken_port(host, port)
    try:
        served = warm_up()
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    stations = f"{len(served.stations):,}"
    typer.echo(text("cli.served", cli_language(), stations=stations, host=host, port=port))
    serve_pages(host=host, port=port, prefix=prefix)


def _refuse_a_taken_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        refusal = text(
            "cli.port_taken",
            cli_language(),
            host=host,
            port=port,
            reason=os.strerror(error.errno) if error.errno else str(error),
            other=port + 1,
        )
        typer.echo(refusal, err=True)
        raise typer.Exit(SAID_NO) from None
