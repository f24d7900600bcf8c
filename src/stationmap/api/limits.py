"""How often one client may ask the API: counted in this process, and shared where others serve too.

Every request is counted, and each of the last minute. Where several processes serve, each lets a
client have a tenth of the limit without asking anybody; whatever is more it takes from the count
that all share, a tenth at a time. So a client that asks little costs the store nothing, one that
asks much a row for each tenth; and with n processes nobody gets more than 9 + n tenths.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.datastructures import MutableHeaders

from stationmap.api.problems import Problem
from stationmap.errors import StoreError
from stationmap.services.authority import now_utc
from stationmap.services.clients import Clients

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from stationmap.bootstrap import Office
    from stationmap.store.protocol import LimitStore

WINDOW_S = 60.0
PARTS = 10
"""A client's limit is shared out among processes in so many parts."""

STORE_AWAY_S = 2.0
"""So long nobody asks a store again that could not be asked."""

DETAIL = "At most {most} requests a minute are answered for one address. Come back in {wait} s."


@dataclass(slots=True)
class _Client:
    """When a client asked, until when she has which parts, until when the store refuses her."""

    asked_s: deque[float] = field(default_factory=deque)
    parts_until_s: deque[float] = field(default_factory=deque)
    refused_until_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request is answered.

    Attributes
    ----------
    wait_s
        0 if it is, else in how many seconds the next one will be.
    left
        How many more this process knows to be free.
    """

    wait_s: float
    left: int


class RequestLimits:
    """Counts the requests of a minute by client; threads may share it.

    Parameters
    ----------
    most
        Requests in any minute.
    shared
        Where other processes count too; None if there are none.
    """

    def __init__(
        self,
        most: int,
        *,
        shared: LimitStore | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self._shared = shared
        self._clock_s = clock_s
        self._part = most if shared is None else max(1, math.ceil(most / PARTS))
        self._clients: OrderedDict[str, _Client] = OrderedDict()
        self._locked = Lock()
        self._store_away_until_s = 0.0

    def admit(self, key: str) -> Verdict | None:
        """Count a request, or say when the next will be answered; None if the store has to say."""
        with self._locked:
            now_s = self._clock_s()
            client = self._known(key, now_s)
            room = self._part * (1 + len(client.parts_until_s)) - len(client.asked_s)
            if room > 0:
                client.asked_s.append(now_s)
                return Verdict(0.0, room - 1)
            if self._shared is None or now_s < client.refused_until_s:
                return Verdict(self._wait_s(client, now_s), 0)
            if now_s < self._store_away_until_s:
                return self._alone(client, now_s)
            return None

    def admit_by_store(self, key: str) -> Verdict:
        """Ask the count that all processes share for another part; it may take a while."""
        if self._shared is None:
            raise ValueError("nobody shares this count")
        try:
            wait_s = self._shared.take(
                f"api {key}", most=PARTS - 1, window_s=WINDOW_S, at=now_utc()
            )
        except StoreError:
            wait_s = None
        with self._locked:
            now_s = self._clock_s()
            client = self._known(key, now_s)
            if wait_s is None:
                self._store_away_until_s = now_s + STORE_AWAY_S
                return self._alone(client, now_s)
            if wait_s:
                client.refused_until_s = now_s + wait_s
                return Verdict(self._wait_s(client, now_s), 0)
            client.parts_until_s.append(now_s + WINDOW_S)
        return self.admit(key) or Verdict(1.0, 0)

    def _alone(self, client: _Client, now_s: float) -> Verdict:
        """Decide without the store: the whole limit, in this process."""
        if len(client.asked_s) < self.most:
            client.asked_s.append(now_s)
            return Verdict(0.0, self.most - len(client.asked_s))
        return Verdict(self._wait_s(client, now_s), 0)

    def _wait_s(self, client: _Client, now_s: float) -> float:
        """Return when the oldest request in the way leaves the window, or a part is free."""
        room = self._part * (1 + len(client.parts_until_s))
        waits = [client.asked_s[max(0, len(client.asked_s) - room)] + WINDOW_S - now_s]
        if client.refused_until_s > now_s:
            waits.append(client.refused_until_s - now_s)
        return max(min(waits), 0.001)

    def _known(self, key: str, now_s: float) -> _Client:
        """Return a client without what is over; forget those who asked nothing for a minute."""
        client = self._clients.setdefault(key, _Client())
        self._clients.move_to_end(key)
        begin_s = now_s - WINDOW_S
        while client.asked_s and client.asked_s[0] <= begin_s:
            client.asked_s.popleft()
        while client.parts_until_s and client.parts_until_s[0] <= now_s:
            client.parts_until_s.popleft()
        oldest = next(iter(self._clients.values()))
        if oldest is not client and not (oldest.asked_s and oldest.asked_s[-1] > begin_s):
            self._clients.popitem(last=False)
        return client


class LimitMiddleware:
    """Answers 429 to a client that asks too often; addresses are kept as keyed digests alone."""

    def __init__(self, app: ASGIApp, office: Callable[[], Office]) -> None:
        self._app = app
        self._office = office
        self._counted_for: Office | None = None
        self._limits = RequestLimits(0)
        self._clients = Clients()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request and pass it on, or refuse it; a preflight is not counted."""
        limits = self._limits_now() if scope["type"] == "http" else None
        if limits is None or limits.most == 0 or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        key = self._clients.digest(client[0] if client else "")
        verdict = limits.admit(key)
        if verdict is None:
            verdict = await to_thread.run_sync(limits.admit_by_store, key)
        if verdict.wait_s:
            await _refusal(limits.most, verdict.wait_s)(scope, receive, send)
            return

        told = _told(limits.most, verdict.left, WINDOW_S)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _limits_now(self) -> RequestLimits:
        """Return the count; it is made at the first request, when there is an office."""
        office = self._office()
        if self._counted_for is not office:
            key = office.store.shared_key("api")
            self._clients = Clients(key)
            shared = office.store.limits if key else None
            self._limits = RequestLimits(office.settings.api_limit, shared=shared)
            self._counted_for = office
        return self._limits


def _refusal(most: int, wait_s: float) -> ASGIApp:
    wait = math.ceil(wait_s)
    headers = {"Retry-After": f"{wait}", **_told(most, 0, wait_s)}
    detail = DETAIL.format(most=most, wait=wait)
    problem = Problem(HTTPStatus.TOO_MANY_REQUESTS, detail=detail, headers=headers)
    problem.more = {"retry_after_s": round(wait_s, 3)}
    return problem.response()


def _told(most: int, left: int, wait_s: float) -> dict[str, str]:
    """Say the rule and what is left of it, as the IETF's draft has it."""
    return {
        "RateLimit-Policy": f'"address";q={most};w={WINDOW_S:.0f}',
        "RateLimit": f'"address";r={left};t={math.ceil(wait_s)}',
    }
