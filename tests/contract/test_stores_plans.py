"""One suite over every store: what planners keep."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from rig.scenarios import scenario, upload
from rig.stores import HOUR, NOON, change, shop
from stationmap import Position
from stationmap.errors import UnstorableError
from stationmap.store.plan_protocol import UploadKind

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.store.protocol import Store

UNSTORABLE = ["NUL \x00", "half a pair \ud83d"]
THERE = Position(116.3 + 2**-46, -39.8)
WHOLE = scenario(
    id="'; --",
    name="海淀 2027 🏠",
    owner="李",
    created_at=NOON.astimezone(timezone(timedelta(hours=8))),
    changed_at=NOON + timedelta(microseconds=1),
    version=1,
    added=(
        shop(
            "n", status="planned", extra={"费用": [1, 2.5, None]}, facilities={"water": "working"}
        ),
        shop("m", status="planned"),
    ),
    closed=("a", "驿"),
    moved={"b": THERE, "": THERE},
    hours={"c": (None, "24/7"), "d": (None, None)},
    note="两行\n'; --",
)


# ---- scenarios ---------------------------------------------------------------------------------


def test_a_scenario_comes_back_as_it_was_saved(store: Store) -> None:
    assert store.plans.save_scenario(WHOLE, was=0)

    assert store.plans.scenario(WHOLE.id) == WHOLE
    assert store.plans.scenarios() == [WHOLE]
    assert store.plans.scenario("s") is None


def test_a_scenario_is_saved_over_the_version_it_was_made_from(store: Store) -> None:
    store.plans.save_scenario(scenario(version=1), was=0)
    later = scenario(version=2, name="2028", owner="wang", changed_at=NOON + HOUR, closed=("a",))

    assert store.plans.save_scenario(later, was=1)
    assert store.plans.scenarios() == [later]


@pytest.mark.parametrize("was", [0, 1, 3])
def test_a_scenario_that_was_saved_meanwhile_is_left_alone(store: Store, was: int) -> None:
    store.plans.save_scenario(scenario(version=1), was=0)
    newest = scenario(version=2, note="hers")
    store.plans.save_scenario(newest, was=1)

    assert not store.plans.save_scenario(scenario(version=was + 1, note="mine"), was=was)
    assert store.plans.scenario("s") == newest


def test_a_scenario_that_never_was_has_no_version_to_save_over(store: Store) -> None:
    assert not store.plans.save_scenario(scenario(version=2), was=1)
    assert store.plans.scenarios() == []


def test_of_many_who_save_at_once_one_succeeds(store: Store) -> None:
    store.plans.save_scenario(scenario(version=1), was=0)

    def save(number: int) -> bool:
        return store.plans.save_scenario(scenario(version=2, note=f"{number}"), was=1)

    with ThreadPoolExecutor(8) as threads:
        saved = list(threads.map(save, range(16)))

    kept = store.plans.scenario("s")
    assert kept is not None
    assert [kept.note] == [f"{number}" for number in range(16) if saved[number]]


def test_scenarios_come_by_name_and_then_by_id(store: Store) -> None:
    for one, name in (("3", "b"), ("2", "驿"), ("1", "b"), ("4", "B")):
        store.plans.save_scenario(scenario(id=one, name=name, version=1), was=0)

    assert [one.id for one in store.plans.scenarios()] == ["4", "1", "3", "2"]


def test_a_removed_scenario_is_gone_and_does_not_come_back(store: Store) -> None:
    """Somebody may still have it open; her save must not make it anew."""
    store.plans.save_scenario(scenario(version=1), was=0)

    assert store.plans.remove_scenario("s")
    assert not store.plans.remove_scenario("s")
    assert store.plans.scenario("s") is None
    assert store.plans.scenarios() == []
    for was in (0, 1, 2):
        assert not store.plans.save_scenario(scenario(version=was + 1), was=was)
    assert store.plans.scenarios() == []


@pytest.mark.parametrize("text", UNSTORABLE)
@pytest.mark.parametrize("field", ["id", "name", "owner", "note"])
def test_text_that_cannot_be_kept_is_refused(store: Store, field: str, text: str) -> None:
    with pytest.raises(UnstorableError):
        store.plans.save_scenario(scenario(version=1, **{field: text}), was=0)

    assert store.plans.scenarios() == []
    assert store.plans.scenario(text) is None
    assert not store.plans.remove_scenario(text)


@pytest.mark.parametrize("text", UNSTORABLE)
def test_ids_and_hours_that_cannot_be_kept_are_refused(store: Store, text: str) -> None:
    refused: list[Scenario] = [
        scenario(closed=(text,)),
        scenario(moved={text: THERE}),
        scenario(hours={text: (None, None)}),
        scenario(hours={"a": (None, text)}),
        scenario(added=(shop("n", extra={"x": text}),)),
    ]
    for one in refused:
        with pytest.raises(UnstorableError):
            store.plans.save_scenario(replace(one, version=1), was=0)

    assert store.plans.scenarios() == []


# ---- uploads -----------------------------------------------------------------------------------


def test_an_upload_comes_back_as_it_was_kept(store: Store) -> None:
    whole = upload(
        "'; --",
        name="订单 🏠",
        source="平台",
        as_of="2026-10",
        points=2**40,
        total=1e9 / 3,
        created_at=NOON + timedelta(microseconds=1),
    )
    body = bytes(range(256)) * 5000

    assert store.plans.keep_upload(whole, body)
    assert store.plans.upload(whole.id) == whole
    assert store.plans.uploads() == [whole]
    assert store.plans.upload_body(whole.id) == body


def test_uploads_come_the_oldest_first(store: Store) -> None:
    late = upload("a", created_at=NOON + HOUR, kind=UploadKind.AREAS)
    first, second = upload("b"), upload("c")
    for one in (late, second, first):
        store.plans.keep_upload(one, b"")

    assert store.plans.uploads() == [first, second, late]


def test_what_is_kept_is_never_changed(store: Store) -> None:
    store.plans.keep_upload(upload(), b"first")

    assert not store.plans.keep_upload(upload(name="other"), b"second")
    assert store.plans.upload("u") == upload()
    assert store.plans.upload_body("u") == b"first"


def test_a_removed_upload_is_gone(store: Store) -> None:
    store.plans.keep_upload(upload(), b"body")

    assert store.plans.remove_upload("u")
    assert not store.plans.remove_upload("u")
    assert store.plans.upload("u") is None
    assert store.plans.upload_body("u") is None
    assert store.plans.uploads() == []


@pytest.mark.parametrize("text", UNSTORABLE)
@pytest.mark.parametrize("field", ["upload_id", "name", "owner", "source", "as_of"])
def test_text_of_an_upload_that_cannot_be_kept_is_refused(
    store: Store, field: str, text: str
) -> None:
    with pytest.raises(UnstorableError):
        store.plans.keep_upload(upload(**{field: text}), b"")

    assert store.plans.uploads() == []
    assert store.plans.upload(text) is None
    assert store.plans.upload_body(text) is None
    assert not store.plans.remove_upload(text)


def test_a_total_that_is_no_number_is_refused(store: Store) -> None:
    with pytest.raises(UnstorableError):
        store.plans.keep_upload(upload(total=float("nan")), b"")

    assert store.plans.uploads() == []


# ---- together ----------------------------------------------------------------------------------


def test_a_transaction_that_fails_keeps_nothing_of_it(store: Store) -> None:
    store.plans.save_scenario(scenario(version=1), was=0)
    store.plans.save_scenario(scenario(id="other", version=1), was=0)
    store.plans.keep_upload(upload(), b"body")

    with pytest.raises(KeyError), store.transaction():  # noqa: PT012 - all of it is undone
        store.save(shop("a"), change(), version=0)
        store.plans.save_scenario(scenario(version=2, note="x"), was=1)
        store.plans.remove_scenario("other")
        store.plans.remove_upload("u")
        store.plans.keep_upload(upload("v"), b"")
        raise KeyError

    assert store.revision() == 0
    assert store.plans.scenario("s") == scenario(version=1)
    assert store.plans.scenario("other") is not None
    assert store.plans.uploads() == [upload()]
    assert store.plans.save_scenario(scenario(id="other", version=2), was=1)


def test_plans_are_no_revisions(store: Store) -> None:
    store.plans.save_scenario(scenario(version=1), was=0)
    store.plans.keep_upload(upload(), b"body")

    assert store.revision() == 0
