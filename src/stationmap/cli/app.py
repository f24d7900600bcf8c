"""The commands of `stationmap`."""

from __future__ import annotations

import io
import sys

import typer

from stationmap.cli.accounts import app as accounts
from stationmap.cli.backup import backup
from stationmap.cli.check import check
from stationmap.cli.convert import convert
from stationmap.cli.coverage import coverage
from stationmap.cli.export import export
from stationmap.cli.grid import grid
from stationmap.cli.import_ import import_
from stationmap.cli.language import LANGUAGE
from stationmap.cli.migrate import migrate
from stationmap.cli.nearest import nearest
from stationmap.cli.report import report
from stationmap.cli.restore import restore
from stationmap.cli.serve import serve
from stationmap.cli.site import site
from stationmap.labels import text

app = typer.Typer(
    name="stationmap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(help=text("help.stationmap", LANGUAGE))
def write_utf8() -> None:
    """Write UTF-8, whatever encoding the terminal claims."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


app.command(help=text("help.nearest.command", LANGUAGE))(nearest)
app.command(help=text("help.check.command", LANGUAGE))(check)
app.command(help=text("help.convert.command", LANGUAGE))(convert)
app.command(help=text("help.export.command", LANGUAGE))(export)
app.command("import", help=text("help.import.command", LANGUAGE))(import_)
app.command(help=text("help.backup.command", LANGUAGE))(backup)
app.command(help=text("help.restore.command", LANGUAGE))(restore)
app.command(help=text("help.migrate.command", LANGUAGE))(migrate)
app.command(help=text("help.grid.command", LANGUAGE))(grid)
app.command(help=text("help.serve.command", LANGUAGE))(serve)
app.command(help=text("help.coverage.command", LANGUAGE))(coverage)
app.command(help=text("help.site.command", LANGUAGE))(site)
app.command(help=text("help.report.command", LANGUAGE))(report)
app.add_typer(accounts, name="accounts", help=text("help.accounts.command", LANGUAGE))
