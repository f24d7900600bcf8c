"""`stationmap import`: stations out of a file into the store, in one batch."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.check import SAID_NO, print_faults
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import ImportOutdatedError, StationMapError
from stationmap.geo.datum import Datum
from stationmap.labels import text
from stationmap.upkeep.account import Operator
from stationmap.upkeep.import_plan import EmptyCells  # noqa: TC001 - typer reads it at run time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.bootstrap import Office
    from stationmap.services.import_examined import Examined
    from stationmap.upkeep.import_plan import ImportPlan

FAULTY_SUFFIXES = (".csv", ".xlsx")
NAMES = 10
"""How many ids are printed at most."""


def import_(  # noqa: PLR0913  # each is an option of the command
    file: Annotated[
        Path, typer.Argument(help=text("help.import.file", LANGUAGE), show_default=False)
    ],
    *,
    datum: Annotated[Datum | None, typer.Option(help=text("help.import.datum", LANGUAGE))] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=text("help.import.dry_run", LANGUAGE))
    ] = False,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help=text("help.import.map", LANGUAGE))
    ] = None,
    sheet: Annotated[str | None, typer.Option(help=text("help.import.sheet", LANGUAGE))] = None,
    empty: Annotated[
        EmptyCells | None, typer.Option(help=text("help.import.empty", LANGUAGE))
    ] = None,
    replace_sample: Annotated[
        bool | None, typer.Option(help=text("help.import.replace_sample", LANGUAGE))
    ] = None,
    faulty_rows: Annotated[
        Path | None, typer.Option(help=text("help.import.faulty_rows", LANGUAGE))
    ] = None,
) -> None:
    """Import stations from a file; faulty rows stay out, and so does what may be a duplicate."""
    from stationmap.bootstrap import open_office  # noqa: PLC0415 - help needs no store
    from stationmap.services.import_examined import Answers  # noqa: PLC0415 - the same

    if faulty_rows is not None:
        _refuse_to_write(faulty_rows, file)
    content = _content(file)
    try:
        office = open_office()
        try:
            seen = office.imports.examine(content, file.name, Answers(sheet=sheet))
            answers = Answers(
                mapping=_mapping(columns or (), seen), empty=empty, replace_sample=replace_sample
            )
            chosen = datum or _named_datum(seen)
            plan = office.imports.plan(Operator(), seen, datum=chosen, answers=answers)
            _report(file, seen, plan, faulty_rows)
            if not dry_run:
                _apply(office, plan)
        finally:
            office.store.close()
    except ImportOutdatedError as error:
        names = ", ".join(error.station_ids[:NAMES])
        typer.echo(text("import.outdated", cli_language(), names=names), err=True)
        raise typer.Exit(SAID_NO) from None
    except StationMapError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None


def _refuse_to_write(faulty_rows: Path, file: Path) -> None:
    """End before anything is read if the faulty rows cannot go where they are to go."""
    language = cli_language()
    message = None
    if faulty_rows.suffix.lower() not in FAULTY_SUFFIXES:
        expected = ", ".join(FAULTY_SUFFIXES)
        message = text("import_cli.faulty_suffix", language, path=faulty_rows, expected=expected)
    elif faulty_rows.resolve() == file.resolve():
        message = text("import_cli.faulty_is_input", language, path=faulty_rows)
    if message is not None:
        raise typer.BadParameter(message, param_hint="--faulty-rows")


def _content(file: Path) -> bytes:
    """Read the file within its limit, or say why not and end."""
    from stationmap.files.content import bytes_of  # noqa: PLC0415 - see above

    content, faults = bytes_of(file)
    print_faults(faults, err=True)
    if faults:
        raise typer.Exit(SAID_NO)
    return content


def _mapping(given: Sequence[str], seen: Examined) -> dict[int, str]:
    """Read TITLE=PROPERTY; the title may hold = itself."""
    from stationmap.files.column_guess import TARGETS  # noqa: PLC0415 - see above

    mapping = {}
    for pair in given:
        title, _, target = pair.rpartition("=")
        if title not in seen.seen.titles or target not in TARGETS:
            message = text(
                "import_cli.bad_map", cli_language(), given=pair, targets=", ".join(TARGETS)
            )
            raise typer.BadParameter(message, param_hint="--map")
        mapping[seen.seen.titles.index(title)] = target
    return mapping


def _named_datum(seen: Examined) -> Datum:
    """Return the one datum that the file itself names; nothing is taken for granted beyond that."""
    from stationmap.services.import_words import evidence_lines  # noqa: PLC0415 - see above

    language = cli_language()
    if seen.is_own_export:
        return Datum.WGS84
    if len(seen.evidence.named) == 1:
        (datum,) = seen.evidence.named
        label = text(f"datum.{datum}", language)
        typer.echo(text("import_cli.datum_taken", language, datum=label), err=True)
        return datum
    evidence = " ".join(evidence_lines(seen, language))
    message = text("import_cli.datum_needed", language, evidence=evidence)
    raise typer.BadParameter(message, param_hint="--datum")


def _report(file: Path, seen: Examined, plan: ImportPlan, faulty_rows: Path | None) -> None:
    """Print every fault and the counts, and write the faulty rows if that was asked for."""
    language = cli_language()
    print_faults(plan.file_faults, err=True)
    for row in (*plan.faulty, *plan.doubtful):
        print_faults(row.faults, err=True)
    groups = ("new", "changed", "unchanged", "candidates", "faulty", "doubtful")
    counts = {name: len(getattr(plan, name)) for name in groups}
    typer.echo(text("import_cli.counts", language, path=file, **counts))
    if not plan.is_possible:
        raise typer.Exit(SAID_NO)
    if faulty_rows is not None and plan.faulty:
        _write_faulty(faulty_rows, seen, plan)
    if plan.is_all_faulty:
        typer.echo(text("import_cli.all_faulty", language), err=True)
        raise typer.Exit(SAID_NO)


def _write_faulty(target: Path, seen: Examined, plan: ImportPlan) -> None:
    from stationmap.files.atomic import write_atomically  # noqa: PLC0415 - see above
    from stationmap.services.import_words import faulty_file  # noqa: PLC0415 - see above

    language = cli_language()
    is_workbook = target.suffix.lower() == ".xlsx"
    content = faulty_file(seen, plan, language, as_workbook=is_workbook)
    try:
        write_atomically(target, content)
    except OSError as error:
        reason = error.strerror or error
        typer.echo(text("check.not_written", language, path=target, reason=reason), err=True)
        raise typer.Exit(SAID_NO) from None
    count = len(plan.faulty)
    typer.echo(text("import_cli.faulty_written", language, count=count, path=target))


def _apply(office: Office, plan: ImportPlan) -> None:
    """Write the batch, with a bar where a person looks on."""
    language = cli_language()
    length = len(plan.new) + len(plan.changed) + len(plan.samples)
    with typer.progressbar(length=length, file=sys.stderr) as bar:
        done = office.imports.apply(
            Operator(), plan, on_progress=lambda written, _total: bar.update(written - bar.pos)
        )
    if done.batch is None:
        typer.echo(text("import.nothing_to_do", language))
        return
    counts = {name: getattr(done, name) for name in ("added", "changed", "removed", "skipped")}
    typer.echo(text("import_cli.imported", language, batch=done.batch, **counts))
