"""How often couriers found each station open lately, read anew every few seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stationmap.store.protocol import ReportStore
    from stationmap.upkeep.report import Confirmations

KEPT_FOR_S = 5.0
"""What others confirm meanwhile is seen so much later. Reading it all is a matter of milliseconds,
which a page that is opened often need not spend each time."""


class RecentConfirmations:
    """Threads may share it."""

    def __init__(self, store: ReportStore) -> None:
        self._store = store
        self._kept: tuple[date, float, Mapping[str, Confirmations]] | None = None

    def of(self, station_id: str, *, since: date) -> Confirmations | None:
        """Return what was confirmed of a station from a day on; None if nothing."""
        kept, now_s = self._kept, time.monotonic()
        if kept is None or kept[0] != since or now_s - kept[1] > KEPT_FOR_S:
            kept = self._kept = since, now_s, self._store.confirmations(since=since)
        return kept[2].get(station_id)

    def forget(self) -> None:
        """Read anew at the next question: something was confirmed here."""
        self._kept = None
