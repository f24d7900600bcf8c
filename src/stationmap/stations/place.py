"""Where in a file something stands, and the faults found there."""

from __future__ import annotations

import reprlib
from dataclasses import dataclass
from typing import Literal

from stationmap.errors import Fault, Severity

MAX_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The file as a whole, or one of its features or rows, counted as `Fault` counts them."""

    unit: Literal["file", "feature", "row"] = "file"
    number: int | None = None
    station_id: str | None = None

    def error(
        self, code: str, *, field: str | None = None, value: object = "", expected: str = ""
    ) -> Fault:
        """Return a fault that forbids the use of what stands here."""
        return self._fault(Severity.ERROR, code, field, value, expected)

    def warning(
        self, code: str, *, field: str | None = None, value: object = "", expected: str = ""
    ) -> Fault:
        """Return a fault that casts doubt on what stands here."""
        return self._fault(Severity.WARNING, code, field, value, expected)

    def __str__(self) -> str:
        """Say the place in English: "feature 3"."""
        return self.unit if self.number is None else f"{self.unit} {self.number}"

    def _fault(
        self, severity: Severity, code: str, field: str | None, value: object, expected: str
    ) -> Fault:
        return Fault(
            code=code,
            unit=self.unit,
            number=self.number,
            field=None if field is None else shown(field),
            value=shown(value),
            expected=expected,
            severity=severity,
            station_id=None if self.station_id is None else shown(self.station_id),
        )


WHOLE_FILE = Place()


def shown(value: object) -> str:
    """Return any value as one short line that every terminal and file can hold."""
    text = value if isinstance(value, str) else reprlib.repr(value)
    if len(text) > MAX_SHOWN:
        text = text[: MAX_SHOWN - 1] + "…"
    return printable(text)


def printable(text: str) -> str:
    """Return text as one line that every terminal and file can hold, whatever its length."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
