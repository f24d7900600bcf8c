"""What an import has found, in the words of people: for the page and the command alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.files.faulty_rows import faulty_csv, faulty_xlsx
from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.stations.fault_text import fault_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.errors import Fault
    from stationmap.services.import_examined import Examined
    from stationmap.upkeep.import_plan import ImportPlan

BETWEEN = {Language.ZH: "", Language.EN: " "}


def evidence_lines(file: Examined, language: Language) -> list[str]:
    """Say what speaks for which datum; nothing if the file shows nothing."""
    evidence = file.evidence
    lines = []
    if evidence.named:
        datums = ", ".join(text(f"datum.{datum}", language) for datum in evidence.named)
        lines.append(text("import.datum_named", language, datums=datums))
    if evidence.stated:
        lines.append(text("import.datum_counts", language, stated=evidence.stated))
        lines += [
            text(
                "import.datum_count",
                language,
                datum=text(f"datum.{datum}", language),
                right=evidence.in_stated[datum],
            )
            for datum in Datum
        ]
    return lines


def reasons_of(faults: Iterable[Fault], language: Language) -> str:
    """Say several faults of one row."""
    return BETWEEN[language].join(fault_reason(fault, language) for fault in faults)


def faulty_file(
    file: Examined, plan: ImportPlan, language: Language, *, as_workbook: bool
) -> bytes:
    """Return the rows that stay out, as they came, each with its reasons in a last column."""
    reasons = {row.number: reasons_of(row.errors, language) for row in plan.faulty}
    build = faulty_xlsx if as_workbook else faulty_csv
    return build(file.seen, reasons, text("import.reason", language))
