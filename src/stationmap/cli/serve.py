"""`stationmap serve`: the pages on this machine's address."""

from __future__ import annotations

import errno
import os
import socket
from typing import Annotated

import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import StationMapError
from stationmap.labels import text

SAID_NO = 1
NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What is said of an address that this machine has not, as `localhost` names one of IPv6."""


def serve(
    host: Annotated[str, typer.Option(help=text("help.serve.host", LANGUAGE))] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=text("help.serve.port", LANGUAGE))
    ] = 8501,
    prefix: Annotated[str, typer.Option(help=text("help.serve.prefix", LANGUAGE))] = "",
) -> None:
    """Serve the pages until Ctrl-C or SIGTERM."""
    # Imported here: the other commands need no server.
    from stationmap.web.base_path import host_in_address  # noqa: PLC0415
    from stationmap.web.server import serve as serve_pages  # noqa: PLC0415
    from stationmap.web.wiring import warm_up  # noqa: PLC0415

    shown = host_in_address(host)
    _refuse_a_taken_port(host, port, shown)
    try:
        served = warm_up()
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    stations = f"{len(served.stations):,}"
    typer.echo(text("cli.served", cli_language(), stations=stations, host=shown, port=port))
    serve_pages(host=host, port=port, prefix=prefix)


def _refuse_a_taken_port(host: str, port: int, shown: str) -> None:
    """Refuse a port that is taken at any address of the host, for the server will listen at all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _kind, _protocol, _name, address in found:
            try:
                socket.create_server((str(address[0]), port), family=family).close()
            except OSError as error:
                if error.errno not in NOT_HERE or len(found) == 1:
                    raise
    except OSError as error:
        is_unknown = isinstance(error, socket.gaierror)  # whose numbers are not those of the system
        said = None if is_unknown or not error.errno else os.strerror(error.errno)
        refusal = text(
            "cli.port_taken",
            cli_language(),
            host=shown,
            port=port,
            reason=said or error.strerror or str(error),
            other=port + 1,
        )
        typer.echo(refusal, err=True)
        raise typer.Exit(SAID_NO) from None
