"""Faults in the words of people: where, what is wrong, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.vocabulary import codes_of

if TYPE_CHECKING:
    from stationmap.errors import Fault

UNKNOWN_CODE = "unknown_"
SEPARATOR = ", "


def fault_text(fault: Fault, language: Language | str) -> str:
    """Say a fault in one line of Chinese or English: the place, the fault, and the remedy."""
    language = Language(language)
    where = _place(fault.unit, fault.number, language)
    return text("fault_line.located", language, where=where, what=fault_reason(fault, language))


def fault_reason(fault: Fault, language: Language) -> str:
    """Say a fault without its place: what is wrong, and the remedy."""
    return text(
        f"fault.{fault.code}",
        language,
        field=fault.field or "",
        value=fault.value,
        place=_place(fault.unit, fault.first_number, language),
        choices=_choices(fault.code, language),
    )


def _place(unit: str, number: int | None, language: Language) -> str:
    if number is None:
        return text("fault_place.file", language)
    return text(f"fault_place.{unit}", language, number=number)


def _choices(code: str, language: Language) -> str:
    """Return what would have been right in place of an unknown code: the codes and their labels."""
    table = code.removeprefix(UNKNOWN_CODE)
    codes = codes_of(table) if table != code else ()
    return SEPARATOR.join(f"{name} {text(f'{table}.{name}', language)}" for name in codes)
