"""What a store in memory holds, and the transaction over it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from stationmap.coverage.scenario import Scenario
    from stationmap.store.plan_protocol import Upload
    from stationmap.upkeep.account import Account, ApiToken
    from stationmap.upkeep.change import Kept, Revision
    from stationmap.upkeep.report import Report


@dataclass(slots=True)
class Content:
    """Everything that is kept. The values never change; only the tables do."""

    stations: dict[str, Kept] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    password_hashes: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    failures: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    tokens: dict[str, ApiToken] = field(default_factory=dict)
    links: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    reports: dict[int, Report] = field(default_factory=dict)
    confirmations: dict[tuple[str, date], int] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    removed_scenarios: set[str] = field(default_factory=set)
    uploads: dict[str, tuple[Upload, bytes]] = field(default_factory=dict)

    def copied(self) -> Content:
        """Return the same content in tables of its own."""
        return Content(**{one.name: getattr(self, one.name).copy() for one in fields(self)})


class Memory:
    """The content, and the lock that everybody takes who touches it."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.content = Content()
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the lock; put everything back if an error leaves the outermost one."""
        with self.lock:
            before = self.content.copied() if self._depth == 0 else None
            self._depth += 1
            try:
                yield
            except BaseException:
                if before is not None:
                    self.content = before
                raise
            finally:
                self._depth -= 1
