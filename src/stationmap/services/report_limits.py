"""How often couriers may report and confirm: counted for the installation, without addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.errors import TooManyRequestsError
from stationmap.services.clients import Clients

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from stationmap.store.protocol import Store


HOUR_S, DAY_S = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within so many seconds, whenever they begin."""

    most: int
    window_s: float


PER_STATION = Limit(30, HOUR_S)
"""Reports of one station, from all addresses together."""

CONFIRMATIONS = Limit(60, HOUR_S)
"""Confirmations from one address: several couriers share that of their mobile network."""

ONCE = Limit(1, DAY_S)


class ReportLimits:
    """Counts reports and confirmations where the store counts; threads may share it."""

    def __init__(
        self, store: Store, *, reports_an_hour: int, clock: Callable[[], datetime]
    ) -> None:
        self._limits = store.limits
        self._per_client = Limit(reports_an_hour, HOUR_S)
        self._clients = Clients(store.shared_key("clients"))
        self._clock = clock

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
        return not self._wait_s(ONCE, "confirmed", who, station_id, day.isoformat())

    def _hit(self, limit: Limit, *what: str) -> None:
        wait_s = self._wait_s(limit, *what)
        if wait_s:
            raise TooManyRequestsError(max(1.0, wait_s))

    def _wait_s(self, limit: Limit, *what: str) -> float:
        """Count it and return 0, or return in how many seconds it may be again."""
        return self._limits.take(
            " ".join(what), most=limit.most, window_s=limit.window_s, at=self._clock()
        )
