"""How far a station's record can be trusted: when staff checked it, and what couriers say."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.stations.calendar import in_beijing
from stationmap.upkeep.report import IN_VAIN, ReportState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from stationmap.stations.station import Station
    from stationmap.upkeep.report import Confirmations, Report

CONFIRMED_WITHIN_DAYS = 30
"""Older confirmations say nothing of today."""

CONFIRMATIONS_TO_TRUST = 2
"""One tap may be a slip."""


class Trust(StrEnum):
    """How far a record can be trusted, the least first; `freshness.<value>` says it in words."""

    DOUBTED = "doubted"
    NEVER_VERIFIED = "never_verified"
    STALE = "stale"
    CONFIRMED = "confirmed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """A level of trust with what its words name.

    Attributes
    ----------
    values
        For `DOUBTED` the fault, how often and when it was last reported; for `CONFIRMED` how often
        and when last; otherwise the day of the last check, if any.
    """

    level: Trust
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the record can be relied on as well as any."""
        return self.level in {Trust.CONFIRMED, Trust.VERIFIED}


def freshness(
    station: Station,
    confirmations: Confirmations | None,
    reports: Iterable[Report],
    today: date,
    *,
    stale_after_days: int,
) -> Freshness:
    """Return how far a record can be trusted on a day in Beijing.

    A report of a closed, moved or non-existent station that waits casts doubt, whatever else is
    known. Else a check counts as long as it is not stale. Else couriers who found the station open
    since then, and at most `CONFIRMED_WITHIN_DAYS` days ago, make up for it, if there were
    `CONFIRMATIONS_TO_TRUST`. None of it changes whether the station is open.
    """
    doubt = _doubt(reports)
    if doubt is not None:
        last_on = in_beijing(doubt.last_at).date()
        values = {"fault": doubt.fault, "times": doubt.times, "day": last_on}
        return Freshness(level=Trust.DOUBTED, values=values)
    checked_on = station.verified_on
    if checked_on is not None and not station.is_stale(today, after_days=stale_after_days):
        return Freshness(level=Trust.VERIFIED, values={"day": checked_on})
    if _is_trusted(confirmations, today) and confirmations is not None:
        values = {"times": confirmations.count, "day": confirmations.last_on}
        return Freshness(level=Trust.CONFIRMED, values=values)
    if checked_on is None:
        return Freshness(level=Trust.NEVER_VERIFIED)
    return Freshness(level=Trust.STALE, values={"day": checked_on, "days": stale_after_days})


def _doubt(reports: Iterable[Report]) -> Report | None:
    """Return the report that casts the most doubt: that of the most couriers."""
    waiting = (one for one in reports if one.state is ReportState.WAITING and one.fault in IN_VAIN)
    return max(waiting, key=lambda one: (one.times, one.last_at), default=None)


def _is_trusted(confirmations: Confirmations | None, today: date) -> bool:
    if confirmations is None or confirmations.count < CONFIRMATIONS_TO_TRUST:
        return False
    return 0 <= (today - confirmations.last_on).days <= CONFIRMED_WITHIN_DAYS
