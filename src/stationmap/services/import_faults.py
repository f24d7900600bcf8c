"""What is wrong or doubtful in a file, gathered by row while an import is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.errors import Fault, Severity
from stationmap.upkeep.import_plan import DoubtfulRow

if TYPE_CHECKING:
    from collections.abc import Iterable


class FaultLog:
    """The faults of a file as a whole, and those of each of its rows."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.of_file: list[Fault] = []
        self._of_row: dict[int, list[Fault]] = {}
        self._wrong: set[int] = set()
        self.add(*faults)

    def add(self, *faults: Fault) -> None:
        """Note faults, each at its place."""
        for fault in faults:
            if fault.number is None:
                self.of_file.append(fault)
                continue
            self._of_row.setdefault(fault.number, []).append(fault)
            if fault.severity is Severity.ERROR:
                self._wrong.add(fault.number)

    def has_error(self, number: int) -> bool:
        """Say whether a row cannot go in."""
        return number in self._wrong

    def faulty(self) -> tuple[DoubtfulRow, ...]:
        """Return the rows with errors, by number."""
        return self._rows(wrong=True)

    def doubtful(self) -> tuple[DoubtfulRow, ...]:
        """Return the rows with warnings alone, by number."""
        return self._rows(wrong=False)

    def _rows(self, *, wrong: bool) -> tuple[DoubtfulRow, ...]:
        return tuple(
            DoubtfulRow(number=number, faults=tuple(faults))
            for number, faults in sorted(self._of_row.items())
            if (number in self._wrong) is wrong
        )
