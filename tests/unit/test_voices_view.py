"""What a courier reads of what others said: never their words, and never that it is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rig.stations import station
from stationmap.labels import Language
from stationmap.services.reports import Voices
from stationmap.stations.codes import Facility
from stationmap.upkeep.freshness import freshness
from stationmap.upkeep.report import Confirmations, Report, ReportedFault, ReportState
from stationmap.web.voices_view import freshness_label, voice_lines

FILED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def report(**facts: Any) -> Report:
    known: dict[str, Any] = {
        "id": 1,
        "station_id": "1",
        "fault": ReportedFault.CLOSED,
        "texts": ("张三 13800000000",),
        "filed_at": FILED,
        "last_at": FILED,
        "due_at": FILED + timedelta(hours=24),
    }
    return Report(**{**known, **facts})


def said(voices: Voices, *, hours_later: float = 1, language: Language = Language.ZH) -> list[str]:
    now = FILED + timedelta(hours=hours_later)
    lines = voice_lines(voices, now=now, hotline="12351", language=language)
    return [line.sentence for line in lines]


@pytest.mark.parametrize(
    ("told", "hours_later", "sentence"),
    [
        (
            report(),
            1,
            "有人反映「关门了、不开了」（11月20日）。工会将在 11月21日 18:00 前答复。",
        ),
        (
            report(fault=ReportedFault.FACILITY_BROKEN, facility=Facility.MICROWAVE, times=3),
            24,
            "有人反映「微波炉坏了」（3 次，最近 11月20日）。工会将在 11月21日 18:00 前答复。",
        ),
        (
            report(fault=ReportedFault.USED_UP, facility=Facility.FIRST_AID),
            25,
            "有人反映「药箱用完了」（11月20日）。答复晚了，可以打 12351 催一催。",
        ),
        (
            report(
                state=ReportState.MENDED, answer="换了新的", answered_by="li", answered_at=FILED
            ),
            1,
            "「关门了、不开了」解决了。工会 11月20日 答复：换了新的",
        ),
        (
            report(
                state=ReportState.NOT_SO, answer="照常开放", answered_by="li", answered_at=FILED
            ),
            1,
            "「关门了、不开了」核对过，不是这样。工会 11月20日 答复：照常开放",
        ),
    ],
)
def test_reports_are_told_with_their_deadline_or_answer(
    told: Report, hours_later: float, sentence: str
) -> None:
    assert said(Voices(reports=(told,)), hours_later=hours_later) == [sentence]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("state", list(ReportState))
def test_what_couriers_wrote_and_who_answered_stays_at_the_desk(
    state: ReportState, language: Language
) -> None:
    told = report(state=state, answer="好了", answered_by="li.na", answered_at=FILED)

    (sentence,) = said(Voices(reports=(told,)), language=language)

    assert "张三" not in sentence
    assert "li.na" not in sentence


def test_confirmations_are_told_by_the_day() -> None:
    voices = Voices(confirmations=Confirmations(count=4, last_on=TODAY))

    assert said(voices) == ["近 30 天有 4 人次说开着，最近 11月21日。"]


@pytest.mark.parametrize(
    ("verified_on", "confirmed", "reports", "label"),
    [
        (None, None, (), "还没有核实过"),
        ("2026-11-01", None, (), "2026-11-01 核实"),
        ("2025-01-01", None, (), "超过 180 天没有核实（上次 2025-01-01）"),
        ("2025-01-01", 2, (), "近来 2 人次说开着，最近 11月21日"),
        ("2026-11-01", 2, (report(),), "有人反映「关门了、不开了」，还没核实"),
    ],
)
def test_every_level_of_trust_has_its_words(
    verified_on: str | None, confirmed: int | None, reports: tuple[Report, ...], label: str
) -> None:
    confirmations = None if confirmed is None else Confirmations(count=confirmed, last_on=TODAY)
    trust = freshness(
        station(verified_on=verified_on), confirmations, reports, TODAY, stale_after_days=180
    )

    assert freshness_label(trust, Language.ZH) == label
