"""What an import has found, in the words of people: for the page and the command alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.files.faulty_rows import faulty_csv, faulty_xlsx
from stationmap.files.headers import AXES
from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.stations.fault_text import fault_reason
from stationmap.stations.record import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.errors import Fault
    from stationmap.services.import_examined import Examined
    from stationmap.upkeep.import_plan import ImportPlan

ALWAYS = frozenset({"id", "position"})
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


def reason_of(fault: Fault, language: Language) -> str:
    """Say a fault, its property by the name that people know it by."""
    named = fault.field in {*AXES, *PROPERTIES, *ALWAYS}
    field = field_label(str(fault.field), language) if named else fault.field
    return fault_reason(replace(fault, field=field), language)


def reasons_of(faults: Iterable[Fault], language: Language) -> str:
    """Say several faults of one row."""
    return BETWEEN[language].join(reason_of(fault, language) for fault in faults)


def field_label(name: str, language: Language) -> str:
    """Name a property, an axis, or what else is always known of a station."""
    return text(f"import_target.{name}" if name in AXES else f"field.{name}", language)


def faulty_file(
    file: Examined, plan: ImportPlan, language: Language, *, as_workbook: bool
) -> bytes:
    """Return the rows that stay out, as they came, each with its reasons in a last column."""
    reasons = {row.number: reasons_of(row.errors, language) for row in plan.faulty}
    build = faulty_xlsx if as_workbook else faulty_csv
    return build(file.seen, reasons, text("import.reason", language))
