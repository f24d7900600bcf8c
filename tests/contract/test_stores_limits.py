"""One suite over every store: how often what may happen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rig.stores import NOON, account
from stationmap.errors import UnstorableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.store.protocol import Store


def at(seconds: float) -> timedelta:
    """Return a moment of the tests, from noon on."""
    return timedelta(seconds=seconds)


def take(store: Store, seconds: float, *, key: str = "k", most: int = 2) -> float:
    """Count one more within ten seconds."""
    return store.limits.take(key, most=most, window_s=10.0, at=NOON + at(seconds))


def test_what_fits_into_the_window_is_admitted_and_the_rest_told_when(store: Store) -> None:
    assert take(store, 0) == 0.0
    assert take(store, 4) == 0.0
    assert take(store, 5) == 5.0
    assert take(store, 9.999) == pytest.approx(0.001)


def test_the_window_moves_and_its_far_edge_is_out_of_it(store: Store) -> None:
    for seconds in (0, 4):
        assert take(store, seconds) == 0.0

    assert take(store, 10) == 0.0
    assert take(store, 10) == 4.0
    assert take(store, 14) == 0.0
    assert take(store, 14) == 6.0


def test_what_was_refused_does_not_count(store: Store) -> None:
    for _ in range(2):
        take(store, 0)
    for seconds in range(1, 10):
        assert take(store, seconds) == 10 - seconds
    assert take(store, 10) == 0.0


def test_keys_are_counted_apart_whatever_they_are(store: Store) -> None:
    for key in ("a", "b", "", "a'; --", "驿站 %s :k", "A"):
        assert [take(store, 0, key=key, most=1), take(store, 1, key=key, most=1)] == [0.0, 9.0]


def test_a_limit_that_was_lowered_waits_for_as_many_as_are_too_many(store: Store) -> None:
    for seconds in (0, 1, 2):
        take(store, seconds, most=3)

    assert take(store, 3, most=1) == 9.0


def test_nothing_is_admitted_where_nothing_may_happen(store: Store) -> None:
    assert take(store, 0, most=0) == 10.0


def test_of_threads_that_come_at_once_as_many_are_admitted_as_may(store: Store) -> None:
    with ThreadPoolExecutor(8) as workers:
        waits = list(workers.map(lambda _: take(store, 1, most=5), range(40)))

    assert waits.count(0.0) == 5
    assert set(waits) == {0.0, 10.0}


def test_what_was_counted_in_a_transaction_stays_counted_if_it_fails(store: Store) -> None:
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012 - all of it is taken back
        store.accounts.save(account("li"))
        take(store, 0, most=1)
        raise KeyError

    assert store.accounts.get("li") is None
    assert take(store, 1, most=1) == 9.0


def test_a_key_that_cannot_be_kept_is_refused(store: Store) -> None:
    for key in ("NUL \x00", "half a pair \ud83d"):
        with pytest.raises(UnstorableError):
            take(store, 0, key=key)
        with pytest.raises(UnstorableError):
            store.limits.turn(key, every_s=1.0)


def test_a_queue_gives_each_who_asks_a_later_place(store: Store) -> None:
    waits = [store.limits.turn("geocoder", every_s=1000.0) for _ in range(3)]

    assert waits[0] == 0.0
    assert [round(wait / 1000.0) for wait in waits] == [0, 1, 2]
    assert store.limits.turn("another", every_s=1000.0) == 0.0


def test_of_threads_that_queue_at_once_no_two_have_the_same_place(store: Store) -> None:
    with ThreadPoolExecutor(8) as workers:
        waits = sorted(
            workers.map(lambda _: store.limits.turn("geocoder", every_s=1000.0), range(8))
        )

    assert [round(wait / 1000.0) for wait in waits] == list(range(8))


def test_a_place_that_nobody_took_in_time_is_not_saved_up(store: Store) -> None:
    for _ in range(3):
        assert store.limits.turn("quick", every_s=0.0) == 0.0


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pauses=st.lists(st.sampled_from([0.0, 0.000001, 1.0, 3.0, 9.999999, 10.0]), max_size=12),
    most=st.integers(1, 3),
    key=st.uuids().map(str),
)
def test_no_window_ever_holds_more_than_may(
    store: Store, pauses: Sequence[float], most: int, key: str
) -> None:
    admitted: list[timedelta] = []
    now = at(0)
    for pause in pauses:
        now += at(pause)
        within = [moment for moment in admitted if moment > now - at(10)]
        wait = store.limits.take(key, most=most, window_s=10.0, at=NOON + now)

        if len(within) < most:
            assert wait == 0.0
            admitted.append(now)
        else:
            assert wait == (within[-most] + at(10) - now).total_seconds()
