"""How often couriers may report and confirm: counted in this process alone, without addresses."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from stationmap.errors import TooManyRequestsError
from stationmap.services.clients import Clients

if TYPE_CHECKING:
    from datetime import date

    from limits import RateLimitItem

PER_STATION = RateLimitItemPerHour(30)
"""Reports of one station, from all addresses together."""

CONFIRMATIONS = RateLimitItemPerHour(60)
"""Confirmations from one address: several couriers share that of their mobile network."""

ONCE = RateLimitItemPerDay(1)


class ReportLimits:
    """Counts reports and confirmations; threads may share it."""

    def __init__(self, *, reports_an_hour: int) -> None:
        self._per_client = RateLimitItemPerHour(reports_an_hour)
        self._clients = Clients()
        self._counts = MovingWindowRateLimiter(MemoryStorage())

    def admit_report(self, client: str, station_id: str) -> None:
        """Count a report from an address.

        Raises
        ------
        TooManyRequestsError
            If there were too many from there, or too many of this station.
        """
        self._hit(self._per_client, "report", self._clients.digest(client))
        self._hit(PER_STATION, "station", station_id)

    def admit_confirmation(self, client: str, station_id: str, day: date) -> bool:
        """Say whether a confirmation counts: the first from an address for a station on a day.

        Raises
        ------
        TooManyRequestsError
            If there were too many from this address.
        """
        who = self._clients.digest(client)
        self._hit(CONFIRMATIONS, "confirmation", who)
        return self._counts.hit(ONCE, "confirmed", who, station_id, day.isoformat())

    def _hit(self, limit: RateLimitItem, *what: str) -> None:
        if not self._counts.hit(limit, *what):
            reset = self._counts.get_window_stats(limit, *what).reset_time
            raise TooManyRequestsError(max(1.0, reset - time.time()))
