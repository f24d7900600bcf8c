"""`stationmap check`: everything that is wrong or doubtful in a file of stations."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import StationMapError
from stationmap.geo.datum import Datum
from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.errors import Fault
    from stationmap.files.read import FileReport
    from stationmap.stations.districts import Districts

SAID_NO = 1


class ReportFormat(StrEnum):
    """How the faults are printed."""

    TEXT = "text"
    JSON = "json"


def check(
    file: Annotated[
        Path, typer.Argument(help=text("help.check.file", LANGUAGE), show_default=False)
    ],
    *,
    datum: Annotated[Datum | None, typer.Option(help=text("help.check.datum", LANGUAGE))] = None,
    sheet: Annotated[str | None, typer.Option(help=text("help.import.sheet", LANGUAGE))] = None,
    output: Annotated[
        ReportFormat, typer.Option("--format", help=text("help.check.format", LANGUAGE))
    ] = ReportFormat.TEXT,
) -> None:
    """Report every fault of a file of stations: its feature or row, its field, and the remedy."""
    # Imported here: `--help` and wrong use need no readers.
    from stationmap.files.read import inspect_file  # noqa: PLC0415

    report = inspect_file(file, datum, _districts(), sheet=sheet)
    if output is ReportFormat.JSON:
        typer.echo(_as_json(file, report))
    else:
        if datum is None and report.datum is not Datum.WGS84:
            label = text(f"datum.{report.datum}", cli_language())
            typer.echo(text("import_cli.datum_taken", cli_language(), datum=label), err=True)
        print_faults(report.faults)
        typer.echo(_counts(file, report))
    if not report.is_usable:
        raise typer.Exit(SAID_NO)


def print_faults(faults: Iterable[Fault], *, err: bool = False) -> None:
    """Print each fault in a line of its own, in the language of the command line."""
    from stationmap.stations.fault_text import fault_text  # noqa: PLC0415 - see above

    language = cli_language()
    for fault in faults:
        severity = text(f"check.{fault.severity}", language)
        typer.echo(f"[{severity}] {fault_text(fault, language)}", err=err)


def _districts() -> Districts:
    """Read the districts that the settings name, or say why they cannot be read and end."""
    from stationmap.bootstrap import settings_from_environment  # noqa: PLC0415 - see above
    from stationmap.files.districts import read_districts  # noqa: PLC0415 - see above

    try:
        return read_districts(settings_from_environment().districts)
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None


def _counts(file: Path, report: FileReport) -> str:
    return text(
        "check.counts",
        cli_language(),
        path=file,
        stations=len(report.stations),
        errors=len(report.errors),
        warnings=len(report.warnings),
    )


def _as_json(file: Path, report: FileReport) -> str:
    from stationmap.stations.fault_text import fault_text  # noqa: PLC0415 - see above

    language = cli_language()
    faults = [asdict(fault) | {"text": fault_text(fault, language)} for fault in report.faults]
    document = {
        "file": str(file),
        "datum": report.datum,
        "stations": len(report.stations),
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "faults": faults,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
