"""What the program asks of a store; SQLite, PostgreSQL and the memory answer alike.

Whatever is to be kept and cannot be kept by every store is refused by all, with UnstorableError;
who asks for it finds nothing. A store that cannot be read or written raises StoreError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from pathlib import Path

    from stationmap.stations.codes import StationKind, Status
    from stationmap.stations.station import Station
    from stationmap.store.account_protocol import AccountStore
    from stationmap.store.plan_protocol import PlanStore
    from stationmap.upkeep.change import Batch, Change, Kept, Revision
    from stationmap.upkeep.report import Confirmations, Report, ReportState


@dataclass(frozen=True, slots=True, kw_only=True)
class StationQuery:
    """Which stations are wanted; what is None or empty does not narrow.

    Attributes
    ----------
    ids
        Only these.
    bounds
        West, south, east, north in WGS-84 degrees; the edges belong to it.
    after_revision
        Only what changed after the revision of this number.
    with_removed
        Whether those that are no longer in the list come too.
    """

    ids: frozenset[str] | None = None
    bounds: tuple[float, float, float, float] | None = None
    kinds: frozenset[StationKind] = frozenset()
    statuses: frozenset[Status] = frozenset()
    after_revision: int | None = None
    with_removed: bool = False


class StationStore(Protocol):
    """Stations, their versions and revisions. Every write is a revision. Threads may share it."""

    def get(self, station_id: str) -> Kept:
        """Return the station with this id, also if it was removed.

        Raises
        ------
        StationNotFoundError
            If there never was one.
        """

    def find(self, query: StationQuery) -> list[Kept]:
        """Return the stations that fit, by id."""

    def changed_after(self, revision: int, *, limit: int) -> list[Kept]:
        """Return the stations whose newest revision has a higher number, those of the lowest first.

        At most `limit` of them; those that are no longer in the list are among them.
        """

    def save(self, station: Station, change: Change, *, version: int) -> Kept:
        """Keep a station, new or changed.

        Parameters
        ----------
        version
            The version that the change was made from; 0 for a new station. A removed station
            that is saved over its version is in the list again.

        Raises
        ------
        VersionConflictError
            If the store has another version, or has one where 0 was given.
        """

    def save_all(self, stations: Iterable[tuple[Station, int]], change: Change) -> int:
        """Save many, each with the version it was made from, all or none; return how many.

        Raises
        ------
        VersionConflictError
            As for `save`, at the first.
        """

    def remove(
        self, station_id: str, change: Change, *, version: int, successor: str | None = None
    ) -> Kept:
        """Take a station out of the list; its id stays known, and leads to the successor.

        Raises
        ------
        StationNotFoundError
            If there is no such station, or no such successor.
        VersionConflictError
            As for `save`.
        """

    def remove_all(self, stations: Iterable[tuple[str, int]], change: Change) -> int:
        """Take many out, each with the version that it has; all or none, and return how many.

        Raises
        ------
        StationNotFoundError
            If there is no such station.
        VersionConflictError
            As for `save`.
        """

    def history(
        self,
        *,
        station_id: str | None = None,
        batch: str | None = None,
        number: int | None = None,
        limit: int | None = None,
    ) -> list[Revision]:
        """Return the revisions of a station, of a batch or of all, the newest first."""

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the imports, the newest first."""

    def revision(self) -> int:
        """Return the number of the newest revision, 0 if there is none; it costs microseconds."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything that this thread does with the store within it happen wholly or not.

        It holds the right to write from its start. One inside another belongs to the outer one.
        """


class ReportStore(Protocol):
    """Reports and confirmations; there is no place in it for a position or an identity."""

    def add(self, report: Report) -> Report:
        """Keep a new report and return it with its id."""

    def save(self, report: Report, *, was: ReportState) -> bool:
        """Change a report if its state is still the one stated; say whether it was."""

    def get(self, report_id: int) -> Report | None:
        """Return one report."""

    def find(
        self,
        *,
        station_ids: Sequence[str] | None = None,
        state: ReportState | None = None,
        filed_since: datetime | None = None,
    ) -> list[Report]:
        """Return the reports that fit, the one due first first."""

    def confirm(self, station_id: str, *, day: date) -> None:
        """Count one more "it is open" on this day."""

    def confirmations(
        self, *, since: date, station_ids: Sequence[str] | None = None
    ) -> dict[str, Confirmations]:
        """Return by station how often it was confirmed from this day on; of these or of all."""


class LimitStore(Protocol):
    """Counts how often something happens; with PostgreSQL, in all processes of an installation.

    It takes no part in transactions: what was counted stays counted.
    """

    def take(self, key: str, *, most: int, window_s: float, at: datetime) -> float:
        """Count one more, unless there were `most` in the window that ends now.

        Parameters
        ----------
        window_s
            Its length in seconds; what happened exactly so long ago is out of it.

        Returns
        -------
        0.0 if it was admitted, and counted; else in how many seconds it would be.
        """

    def turn(self, name: str, *, every_s: float) -> float:
        """Reserve the next free place of a queue that moves on every so many seconds.

        Returns
        -------
        How many seconds to wait for it.
        """


class Store(StationStore, Protocol):
    """All that is kept, behind one transaction.

    Attributes
    ----------
    accounts, reports, plans
        The rest of what is kept; a `transaction` holds for them too.
    limits
        How often what may happen; a `transaction` does not hold for it.
    failures
        How many times a StoreError was raised since it was opened.
    """

    @property
    def accounts(self) -> AccountStore:
        """Accounts and sessions."""

    @property
    def reports(self) -> ReportStore:
        """What couriers say."""

    @property
    def plans(self) -> PlanStore:
        """What planners keep."""

    @property
    def limits(self) -> LimitStore:
        """How often what may happen."""

    @property
    def failures(self) -> int:
        """How many times the store could not be used since it was opened."""

    def shared_key(self, purpose: str) -> bytes | None:
        """Return a secret key that all processes of this installation have alike.

        It is not in the database, so that what is kept there under digests by it cannot be
        guessed from there. None where the store is one process's own, or has no secret.
        """

    def backup(self, path: Path) -> None:
        """Write a whole copy while others read and write; the file appears whole or not at all."""

    def restore(self, path: Path, change: Change, *, keeping: Path | None = None) -> None:
        """Put a backup in place of everything, while others read and write.

        Every station that is other than before has a new version and a new revision, so that
        every process notices and no open edit overwrites it. What happened before stays in the
        history; what happened in the backup alone follows it there. All sessions and tokens end.

        Parameters
        ----------
        change
            Who restores, when and why; its action is `RESTORED`.
        keeping
            Where a backup of what is replaced is written; nothing is saved between the two.

        Raises
        ------
        StoreError
            If the file is no whole backup of a store that this program can read.
        """

    def close(self) -> None:
        """Let go of the file."""
