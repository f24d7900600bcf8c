"""The commands of `stationmap`."""

from __future__ import annotations

import io
import sys

import typer

from stationmap.cli.check import check
from stationmap.cli.convert import convert
from stationmap.cli.nearest import nearest
from stationmap.cli.serve import serve

app = typer.Typer(
    name="stationmap",
    help="Lead a courier to the nearest rest station that is open when she arrives.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def write_utf8() -> None:
    """Lead a courier to the nearest rest station that is open when she arrives.

    The messages are in Chinese or English as STATIONMAP_LANGUAGE (zh, en) says, else LANG.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


app.command()(nearest)
app.command()(check)
app.command()(convert)
app.command()(serve)
