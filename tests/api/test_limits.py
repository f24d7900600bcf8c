"""So many requests a minute from one address, exactly; with several processes, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.api_desk import ApiDesk, api_desk
from stationmap.api.limits import PARTS, WINDOW_S, RequestLimits, Verdict
from stationmap.errors import StoreError
from stationmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

CHANGES = "/api/changes"


class Watch:
    """A stopwatch that a test sets."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class SharedCount:
    """Counts as the store does, by the test's stopwatch; or cannot be asked."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._taken_s: list[float] = []
        self.asked = 0
        self.is_away = False

    def take(self, key: str, *, most: int, window_s: float, at: datetime) -> float:
        del key, at
        self.asked += 1
        if self.is_away:
            raise StoreError("count", "is away")
        now_s = self._watch()
        self._taken_s = [one for one in self._taken_s if one > now_s - window_s]
        if len(self._taken_s) >= most:
            return self._taken_s[0] + window_s - now_s
        self._taken_s.append(now_s)
        return 0.0

    def turn(self, name: str, *, every_s: float) -> float:
        raise NotImplementedError


def ask(limits: RequestLimits, key: str = "somebody") -> Verdict:
    return limits.admit(key) or limits.admit_by_store(key)


def admitted(limits: RequestLimits, times: int, key: str = "somebody") -> int:
    return sum(ask(limits, key).wait_s == 0 for _ in range(times))


def test_the_limit_is_exact_in_every_minute() -> None:
    watch = Watch()
    limits = RequestLimits(10, clock_s=watch)
    assert admitted(limits, 4) == 4
    watch.now_s += 40
    assert admitted(limits, 10) == 6
    assert ask(limits) == Verdict(20.0, 0)
    watch.now_s += 19.999
    assert ask(limits).wait_s > 0
    watch.now_s += 0.001
    assert admitted(limits, 10) == 4
    assert ask(limits) == Verdict(40.0, 0)


def test_one_client_takes_nothing_from_another() -> None:
    limits = RequestLimits(3, clock_s=Watch())
    assert admitted(limits, 5, "a") == admitted(limits, 5, "b") == 3


def test_clients_who_ask_no_more_are_forgotten() -> None:
    watch = Watch()
    limits = RequestLimits(3, clock_s=watch)
    for number in range(500):
        limits.admit(f"{number}")
        watch.now_s += 1
    assert len(limits._clients) <= WINDOW_S + 1  # noqa: SLF001 - what is kept is what it is about


def test_three_processes_share_one_limit_and_ask_the_store_seldom() -> None:
    watch = Watch()
    shared = SharedCount(watch)
    processes = [RequestLimits(100, shared=shared, clock_s=watch) for _ in range(3)]

    through = sum(admitted(processes[turn % 3], 1) for turn in range(600))

    assert through == 100 * (PARTS - 1 + 3) // PARTS
    assert shared.asked <= PARTS - 1 + 3
    watch.now_s += WINDOW_S
    assert sum(admitted(processes[turn % 3], 1) for turn in range(600)) == through


def test_whoever_asks_little_costs_the_store_nothing() -> None:
    watch = Watch()
    shared = SharedCount(watch)
    limits = RequestLimits(100, shared=shared, clock_s=watch)
    assert admitted(limits, 10) == 10
    assert shared.asked == 0


def test_while_the_store_is_away_each_process_counts_alone() -> None:
    watch = Watch()
    shared = SharedCount(watch)
    shared.is_away = True
    limits = RequestLimits(100, shared=shared, clock_s=watch)

    assert admitted(limits, 300) == 100
    assert shared.asked == 1
    assert ask(limits).wait_s == WINDOW_S


def test_a_refusal_says_when_the_store_lets_the_next_one_in() -> None:
    watch = Watch()
    shared = SharedCount(watch)
    first, second = (RequestLimits(100, shared=shared, clock_s=watch) for _ in range(2))
    assert admitted(first, 100) == 100
    watch.now_s += 30
    assert admitted(second, 30) == 10

    wait_s = ask(second).wait_s

    assert wait_s == 30
    watch.now_s += wait_s
    assert ask(second).wait_s == 0


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk(settings=Settings(api_limit=3)) as opened:
        yield opened


def test_too_many_requests_are_told_when_to_come_back(desk: ApiDesk) -> None:
    answers = [desk.client.get(CHANGES) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"] for answer in answers[:3]] == [
        '"address";r=2;t=60',
        '"address";r=1;t=60',
        '"address";r=0;t=60',
    ]
    refused = answers[-1]
    assert refused.headers["ratelimit-policy"] == '"address";q=3;w=60'
    assert refused.headers["content-type"] == "application/problem+json"
    wait_s = refused.json()["retry_after_s"]
    assert 0 < wait_s <= WINDOW_S
    assert 0 <= int(refused.headers["retry-after"]) - wait_s <= 1


def test_a_refusal_may_be_read_by_pages_of_other_origins(desk: ApiDesk) -> None:
    for _ in range(3):
        desk.client.get(CHANGES)
    answer = desk.client.get(CHANGES, headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (429, "*")


def test_what_is_not_there_and_who_is_not_known_count_too(desk: ApiDesk) -> None:
    statuses = [
        desk.client.get("/api/nothing").status_code,
        desk.client.delete("/api/collections/stations/items/hd-1").status_code,
        desk.client.get("/api/changes?since=x").status_code,
        desk.client.get(CHANGES).status_code,
    ]
    assert statuses == [404, 401, 400, 429]


def test_a_limit_of_nought_is_none() -> None:
    with api_desk(settings=Settings(api_limit=0)) as desk:
        answers = [desk.client.get(CHANGES) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {200}
    assert "ratelimit" not in answers[0].headers
