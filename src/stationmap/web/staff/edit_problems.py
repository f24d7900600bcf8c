"""Why a change was refused, in the words of people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.errors import (
    InvalidStationError,
    NotAllowedError,
    NotSignedInError,
    OutsideAreaError,
    StationMapError,
    StationRemovedError,
    StoreError,
    UndoConflictError,
)
from stationmap.labels import text
from stationmap.stations.fault_text import fault_reason
from stationmap.web.staff.history_words import field_label
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from stationmap.errors import Fault
    from stationmap.labels import Language

KEYS: dict[type[StationMapError], str] = {
    NotSignedInError: "edit.refused.signed_out",
    OutsideAreaError: "edit.refused.outside",
    NotAllowedError: "edit.refused.role",
    StationRemovedError: "edit.refused.removed",
    StoreError: "store_away.not_saved",
}
"""By error, the key of what is said; the most precise first."""


def problems_of(refusal: StationMapError, language: Language) -> list[str]:
    """Return one sentence for each thing that stands against the change."""
    if isinstance(refusal, InvalidStationError):
        return [_sentence(fault, language) for fault in refusal.faults]
    if isinstance(refusal, UndoConflictError):
        return [_changed_since(refusal, language)]
    key = next((key for error, key in KEYS.items() if isinstance(refusal, error)), None)
    return [text(key or "edit.refused.gone", language)]


def _sentence(fault: Fault, language: Language) -> str:
    label = field_label(fault.field, language) if fault.field else ""
    return fault_reason(replace(fault, field=label), language)


def _changed_since(refusal: UndoConflictError, language: Language) -> str:
    if not refusal.fields:
        return text("edit.refused.undo_listed", language)
    names = listed((field_label(field, language) for field in refusal.fields), language)
    return text("edit.refused.undo", language, fields=names)
