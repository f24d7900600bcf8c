"""A courier's program that asks the API: one connection, nothing but what HTTP needs.

A whole HTTP client would take more of the two cores than the server that is measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

AROUND = (116.40, 39.92)
WITHIN_DEG = 0.15
K = 10
ANSWER_WITHIN_S = 60
OK = 200
SEED = 2026


@dataclass(slots=True)
class Answers:
    """What couriers were answered.

    Attributes
    ----------
    ms, at_s
        Of each answer: how long it took, and when it came, by the monotonic clock.
    errors
        What was no answer, or another status than 200.
    """

    ms: list[float] = field(default_factory=list)
    at_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def between(self, begin_s: float, end_s: float) -> list[float]:
        """Return how long the answers took that came in a span of time."""
        pairs = zip(self.at_s, self.ms, strict=True)
        return [ms for at_s, ms in pairs if begin_s <= at_s < end_s]


@dataclass(frozen=True, slots=True)
class Pace:
    """When a courier asks first, how often, and until when by the monotonic clock."""

    first_s: float
    every_s: float
    end_s: float


def percentiles(ms: Iterable[float]) -> str:
    """Say what half and what 99 of a hundred did not exceed."""
    p50, p99 = np.percentile(list(ms), (50, 99))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"


async def ask_for(
    seconds: float, url: str, answers: Answers, *, couriers: int, every_s: float
) -> None:
    """Let couriers ask for the nearest for a time, each at her own steady pace.

    With an `every_s` of 0 each asks again as soon as she is answered.
    """
    end = time.monotonic() + seconds
    # Couriers are out of step with each other: the first questions are spread over the pace.
    each = (
        _courier(number, url, answers, pace=Pace(every_s * number / couriers, every_s, end))
        for number in range(couriers)
    )
    await asyncio.gather(*each)


async def _courier(number: int, url: str, answers: Answers, *, pace: Pace) -> None:
    draws = random.Random(SEED + number)
    parts = urlsplit(url)
    due = time.monotonic() + pace.first_s
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while due < pace.end_s:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            lon, lat = (middle + draws.uniform(-WITHIN_DEG, WITHIN_DEG) for middle in AROUND)
            question = {"position": [round(lon, 6), round(lat, 6)], "k": K}
            started = time.monotonic()
            writer.write(_request(parts.netloc, parts.path, question, address=_address(number)))
            async with asyncio.timeout(ANSWER_WITHIN_S):
                status = await _status(reader)
            answers.at_s.append(now := time.monotonic())
            answers.ms.append((now - started) * 1e3)
            if status != OK:
                answers.errors.append(f"courier {number}: {status}")
            due = due + pace.every_s if pace.every_s else now
        writer.close()
    except (OSError, EOFError, TimeoutError) as error:
        answers.errors.append(f"courier {number}: {error!r}")


def _address(number: int) -> str:
    """Return the address that a proxy would tell: each courier has her own."""
    return f"198.18.{number // 250}.{number % 250 + 1}"


def _request(host: str, path: str, question: dict[str, Any], *, address: str) -> bytes:
    body = json.dumps(question).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {address}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _status(reader: asyncio.StreamReader) -> int:
    """Read one answer whole; return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    await reader.readexactly(int(headers["content-length"]))
    return int(first.split()[1])
