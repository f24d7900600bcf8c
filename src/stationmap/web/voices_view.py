"""What couriers say of a station, what the union answers, and how fresh that makes the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.calendar import in_beijing
from stationmap.upkeep.freshness import CONFIRMED_WITHIN_DAYS, Freshness, Trust
from stationmap.upkeep.report import ReportState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from stationmap.services.reports import Voices
    from stationmap.upkeep.report import Confirmations, Report, ReportedFault


@dataclass(frozen=True, slots=True)
class Voice:
    """One sentence, the name of its icon, and whether it is a trouble that lasts."""

    icon: str
    sentence: str
    is_trouble: bool = False


def voice_lines(
    voices: Voices, *, now: datetime, hotline: str, language: Language
) -> tuple[Voice, ...]:
    """Return what couriers said lately and what was answered; what they wrote is not among it."""
    return tuple(_lines(voices, now, hotline, language))


def freshness_label(freshness: Freshness, language: Language) -> str:
    """Say how far the record can be trusted."""
    values = freshness.values
    if freshness.level is Trust.DOUBTED:
        return doubt(values["fault"], language)  # type: ignore[arg-type]  # as Freshness says
    if freshness.level is Trust.CONFIRMED:
        on = day(values["day"], language)  # type: ignore[arg-type]  # the same
        return text("freshness.confirmed", language, times=values["times"], day=on)
    return text(f"card.{freshness.level}", language, **values)


def doubt(fault: ReportedFault, language: Language) -> str:
    """Say that somebody reported what would make the way in vain."""
    return text("freshness.doubt", language, fault=text(f"reported_fault.{fault}", language))


def fault_of(report: Report, language: Language) -> str:
    """Name what was reported, with the facility if it is of one."""
    if report.facility is None:
        return text(f"reported_fault.{report.fault}", language)
    facility = text(f"facility.{report.facility}", language)
    return text(f"fault_of_facility.{report.fault}", language, facility=facility)


def day(on: date, language: Language) -> str:
    """Say a day without its year."""
    return text("report.day", language, month=on.month, day=on.day)


def due(at: datetime, language: Language) -> str:
    """Say a moment in Beijing, without its year."""
    there = in_beijing(at)
    return text("report.due", language, month=there.month, day=there.day, time=f"{there:%H:%M}")


def _lines(voices: Voices, now: datetime, hotline: str, language: Language) -> Iterator[Voice]:
    for report in voices.reports:
        if report.state is ReportState.WAITING:
            yield _waiting(report, now, hotline, language)
        else:
            yield _answered(report, language)
    if voices.confirmations is not None:
        yield _confirmed(voices.confirmations, language)


def _waiting(report: Report, now: datetime, hotline: str, language: Language) -> Voice:
    facts = {
        "fault": fault_of(report, language),
        "how_often": _how_often(report, language),
    }
    if report.is_overdue(now):
        sentence = text("report_voice.overdue", language, **facts, hotline=hotline)
    else:
        sentence = text("report_voice.waiting", language, **facts, due=due(report.due_at, language))
    return Voice("warn", sentence, is_trouble=True)


def _how_often(report: Report, language: Language) -> str:
    last_on = day(in_beijing(report.last_at).date(), language)
    if report.times == 1:
        return last_on
    return text("report_voice.how_often", language, times=report.times, day=last_on)


def _answered(report: Report, language: Language) -> Voice:
    answered_on = in_beijing(report.answered_at or report.last_at).date()
    sentence = text(
        f"report_voice.{report.state}",
        language,
        fault=fault_of(report, language),
        day=day(answered_on, language),
        answer=report.answer or "",
    )
    return Voice("check", sentence)


def _confirmed(confirmations: Confirmations, language: Language) -> Voice:
    sentence = text(
        "report_voice.confirmed",
        language,
        days=CONFIRMED_WITHIN_DAYS,
        times=confirmations.count,
        day=day(confirmations.last_on, language),
    )
    return Voice("verified", sentence)
