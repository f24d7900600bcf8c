"""What an import would do, row by row, before any of it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stationmap.errors import Fault
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept
    from stationmap.upkeep.differences import Difference

NEVER_KEPT = 0
"""The version from which a station is saved that the store has never had."""


class EmptyCells(StrEnum):
    """What an empty cell says of a station that is in the list already."""

    KEEP = "keep"
    CLEAR = "clear"


class Decision(StrEnum):
    """What a person says of a row that may be a station which is in the list already."""

    SKIP = "skip"
    SAME = "same"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What of a plan is to be done.

    Attributes
    ----------
    decisions
        By the number of a candidate; one that nobody decided about stays out. Of several that
        are said to be the same station, only the first goes in.
    with_new, with_changed
        Whether the rows go in that add a station, and those that change one.
    why
        Stands beside each change; the name of the file if it is empty.
    """

    decisions: Mapping[int, Decision] = field(default_factory=dict)
    with_new: bool = True
    with_changed: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A station that would go in.

    Attributes
    ----------
    number
        Of the row or feature in the file.
    before
        What the store has under this id: None if nothing, and perhaps what was removed.
    differences
        Between what is in the list and what would be; empty if the station would be new.
    """

    number: int
    before: Kept | None
    after: Station
    differences: tuple[Difference, ...] = ()

    @property
    def version(self) -> int:
        """The version that the change is made from."""
        return NEVER_KEPT if self.before is None else self.before.version


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A station in the list that a row may mean.

    Attributes
    ----------
    row
        What would be done to it if the row meant it.
    distance_m
        From where the row says that it is.
    likeness
        Of the names, from 0 to 100.
    """

    row: PlannedRow
    distance_m: float
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A row that a person has to decide about; `alternatives` begins with the likeliest."""

    as_new: PlannedRow
    alternatives: tuple[Alternative, ...]

    @property
    def number(self) -> int:
        """The number of the row or feature."""
        return self.as_new.number


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulRow:
    """A row with what is wrong or doubtful about it."""

    number: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the row out."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """The outcome of a dry run.

    Attributes
    ----------
    file_faults
        Of the file as a whole; with an error among them nothing can go in.
    unchanged
        The numbers of rows that say what the list says already.
    faulty
        Rows that stay out, each with every reason.
    doubtful
        Rows that may go in, with warnings.
    samples
        The invented stations that would be taken out of the list.
    """

    file_name: str = ""
    file_faults: tuple[Fault, ...] = ()
    new: tuple[PlannedRow, ...] = ()
    changed: tuple[PlannedRow, ...] = ()
    unchanged: tuple[int, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    faulty: tuple[DoubtfulRow, ...] = ()
    doubtful: tuple[DoubtfulRow, ...] = ()
    samples: tuple[Kept, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether the file as a whole is fit to go in."""
        return not any(fault.severity is Severity.ERROR for fault in self.file_faults)

    @property
    def is_all_faulty(self) -> bool:
        """Whether there are rows, and not one of them can go in or is in the list already."""
        fit = (*self.new, *self.changed, *self.unchanged, *self.candidates)
        return bool(self.faulty) and not fit

    def rows_of(self, accepted: Accepted) -> tuple[Sequence[PlannedRow], Sequence[PlannedRow]]:
        """Return the rows that add a station, and those that change one."""
        added = list(self.new) if accepted.with_new else []
        changed = list(self.changed) if accepted.with_changed else []
        taken = {row.after.id for row in changed}
        for candidate in self.candidates:
            decision = accepted.decisions.get(candidate.number, Decision.SKIP)
            if decision is Decision.NEW:
                added.append(candidate.as_new)
            elif decision is Decision.SAME:
                row = candidate.alternatives[0].row
                if row.after.id not in taken and row.differences:
                    taken.add(row.after.id)
                    changed.append(row)
        return added, changed

    def leaving(self, accepted: Accepted) -> tuple[Kept, ...]:
        """Return the samples that go: none of them while no station of the file is in the list."""
        added, changed = self.rows_of(accepted)
        taken = {row.after.id for row in (*added, *changed)}
        if not (taken or self.unchanged):
            return ()
        return tuple(one for one in self.samples if one.station.id not in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    batch
        What it is rolled back by; None if there was nothing to do.
    skipped
        Candidates that stayed out.
    removed
        Invented stations that were taken out of the list.
    """

    batch: str | None
    added: int = 0
    changed: int = 0
    removed: int = 0
    skipped: int = 0
