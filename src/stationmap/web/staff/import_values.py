"""Fields and values of a station in the words of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from stationmap.geo.position import Position
from stationmap.labels import Language, text

CODED = {
    "kind": "kind",
    "status": "status",
    "audience": "audience",
    "entry": "entry",
    "facilities": "facility_state",
    "source_datum": "datum",
}
BETWEEN = ", "


def field_name(field: str, language: Language) -> str:
    """Name a field of a difference; an unknown property goes by its own name."""
    name, _, key = field.partition(".")
    if name in {"facilities", "facility_expiry"} and key:
        facility = text(f"facility.{key}", language)
        if name == "facilities":
            return text("import_target.facility", language, facility=facility)
        return f"{text('field.facility_expiry', language)} {facility}"
    return key if name == "extra" else text(f"field.{name}", language)


def shown_value(field: str, value: Any, language: Language) -> str:
    """Say a value; None is empty."""
    name = field.partition(".")[0]
    if value is None or value == ():
        return text("import.unknown_value", language)
    if isinstance(value, Position):
        return f"{value.lon:.6f}, {value.lat:.6f}"
    if name in CODED:
        codes = value if isinstance(value, tuple) else (value,)
        return BETWEEN.join(text(f"{CODED[name]}.{code}", language) for code in codes)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return BETWEEN.join(map(str, value))
    return str(value)
