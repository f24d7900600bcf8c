"""`stationmap serve`: the pages on this machine's address."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from stationmap.errors import StationMapError

SAID_NO = 1


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for every one of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
) -> None:
    """Serve the pages until Ctrl-C or SIGTERM.

    Example: stationmap serve --host 0.0.0.0 --port 8080
    """
    # Imported here: the other commands need no server.
    from stationmap.web.server import serve as serve_pages  # noqa: PLC0415
    from stationmap.web.wiring import warm_up  # noqa: PLC0415

    _refuse_a_taken_port(host, port)
    try:
        served = warm_up()
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    typer.echo(f"stationmap: {len(served.stations):,} stations on http://{host}:{port}")
    serve_pages(host=host, port=port)


def _refuse_a_taken_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        typer.echo(
            f"stationmap: cannot listen on {host}:{port} ({error.strerror}). "
            f"Is it running already? Another port: stationmap serve --port {port + 1}",
            err=True,
        )
        raise typer.Exit(SAID_NO) from None
