"""One suite over every store: what couriers report and confirm."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rig.stores import HOUR, NOON, report
from stationmap.errors import UnstorableError
from stationmap.stations.codes import Facility
from stationmap.upkeep.report import Confirmations, ReportedFault, ReportState

if TYPE_CHECKING:
    from stationmap.store.protocol import Store

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
UNSTORABLE = ["NUL \x00", "half a pair \ud83d"]


def test_a_report_comes_back_as_it_was_filed_with_an_id(store: Store) -> None:
    whole = report(
        "驿站",
        fault=ReportedFault.FACILITY_BROKEN,
        facility=Facility.WATER,
        texts=("没有热水 🏠", "'; --"),
        times=3,
    )
    first = store.reports.add(whole)
    second = store.reports.add(report())

    assert first == replace(whole, id=first.id)
    assert 0 < first.id < second.id
    assert store.reports.get(first.id) == first
    assert store.reports.get(second.id + 1) is None


def test_an_answer_is_kept(store: Store) -> None:
    filed = store.reports.add(report())
    answered = replace(
        filed,
        state=ReportState.MENDED,
        answer="已修好",
        answered_by="li",
        answered_at=NOON + HOUR,
    )

    assert store.reports.save(answered, was=ReportState.WAITING)
    assert store.reports.get(filed.id) == answered


def test_a_report_that_was_answered_meanwhile_is_left_alone(store: Store) -> None:
    filed = store.reports.add(report())
    store.reports.save(replace(filed, state=ReportState.MENDED), was=ReportState.WAITING)

    late = replace(filed, state=ReportState.NOT_SO)

    assert not store.reports.save(late, was=ReportState.WAITING)
    assert not store.reports.save(replace(late, id=filed.id + 7), was=ReportState.WAITING)
    kept = store.reports.get(filed.id)
    assert kept is not None
    assert kept.state is ReportState.MENDED


def test_reports_are_found_by_station_state_and_day_the_one_due_first_first(store: Store) -> None:
    late = store.reports.add(report("a", due_at=NOON + 9 * HOUR))
    soon = store.reports.add(report("b", due_at=NOON + HOUR))
    same = store.reports.add(report("a", due_at=NOON + HOUR, filed_at=NOON - HOUR))
    store.reports.save(replace(late, state=ReportState.NOT_SO), was=ReportState.WAITING)

    def found(**asked: object) -> list[int]:
        return [one.id for one in store.reports.find(**asked)]  # type: ignore[arg-type]

    assert found() == [soon.id, same.id, late.id]
    assert found(station_ids=["a", "x"]) == [same.id, late.id]
    assert found(station_ids=[]) == []
    assert found(state=ReportState.WAITING) == [soon.id, same.id]
    assert found(filed_since=NOON) == [soon.id, late.id]
    assert found(station_ids=["a"], state=ReportState.WAITING, filed_since=NOON) == []
    assert found(station_ids=[str(number) for number in range(40_000)]) == []


def test_confirmations_are_counted_by_day(store: Store) -> None:
    for station_id, day in (("a", MONDAY), ("a", MONDAY), ("a", TUESDAY), ("b", MONDAY)):
        store.reports.confirm(station_id, day=day)

    assert store.reports.confirmations(since=MONDAY) == {
        "a": Confirmations(count=3, last_on=TUESDAY),
        "b": Confirmations(count=1, last_on=MONDAY),
    }
    assert store.reports.confirmations(since=TUESDAY) == {
        "a": Confirmations(count=1, last_on=TUESDAY)
    }
    assert store.reports.confirmations(since=MONDAY, station_ids=["b", "x"]) == {
        "b": Confirmations(count=1, last_on=MONDAY)
    }
    assert store.reports.confirmations(since=MONDAY, station_ids=[]) == {}
    assert store.reports.confirmations(since=date(2027, 1, 1)) == {}


def test_threads_that_confirm_together_are_all_counted(store: Store) -> None:
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: store.reports.confirm("a", day=MONDAY), range(80)))

    assert store.reports.confirmations(since=MONDAY)["a"].count == 80


@pytest.mark.parametrize("text", UNSTORABLE)
def test_a_text_that_one_store_cannot_hold_no_store_takes(store: Store, text: str) -> None:
    with pytest.raises(UnstorableError):
        store.reports.add(report(texts=(text,)))
    with pytest.raises(UnstorableError):
        store.reports.confirm(text, day=MONDAY)
    filed = store.reports.add(report())
    with pytest.raises(UnstorableError):
        store.reports.save(replace(filed, answer=text), was=ReportState.WAITING)

    assert store.reports.find() == [filed]
