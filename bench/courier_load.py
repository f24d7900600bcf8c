"""A hundred couriers at once, each with a session of her own and a tap every five seconds."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import psutil

from bench.courier_session import CourierSession, RunFailedError
from bench.recorded_tap import record_tap
from bench.table import BenchRow, print_rows
from rig.chromium import chromium
from rig.served_app import serve

if TYPE_CHECKING:
    from streamlit.proto.BackMsg_pb2 import BackMsg

SESSIONS = 100
TAP_EVERY_S = 5.0
TAPS = 12
"""A minute of taps."""
AROUND = (116.40, 39.92)
WITHIN_DEG = 0.15
RUN_WITHIN_S = 60
SEED = 2026


@dataclass(slots=True)
class Load:
    """What the couriers waited, and what it cost the server.

    Attributes
    ----------
    sessions
        How many couriers there were.
    tap_ms, tap_bytes, tap_at_s
        Of each tap: from the message sent until the script has finished, what came back, and when
        that was, by the monotonic clock.
    errors
        Runs that failed or did not come back within a minute.
    before_mb, after_mb
        Memory of the server before the first courier and after the last tap.
    """

    sessions: int
    tap_ms: list[float] = field(default_factory=list)
    tap_bytes: list[int] = field(default_factory=list)
    tap_at_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    before_mb: float = 0.0
    after_mb: float = 0.0

    def percentile_ms(self, percent: float) -> float:
        """Return the waiting time that so many percent of the taps did not exceed."""
        return float(np.percentile(self.tap_ms, percent))


def measure(sessions: int = SESSIONS, taps: int = TAPS) -> Load:
    """Serve the sample in a process of its own, and let the couriers loose on it."""
    load = Load(sessions)
    with serve() as app:
        with chromium() as browser:
            tap = record_tap(browser, app.url)
        load.before_mb = memory_mb(app.pid)
        asyncio.run(all_couriers(app.url, tap, load, taps=taps))
        load.after_mb = memory_mb(app.pid)
    return load


async def all_couriers(url: str, tap: BackMsg, load: Load, *, taps: int) -> None:
    """Let all couriers of this load tap so many times."""
    couriers = (_courier(number, url, tap, load, taps=taps) for number in range(load.sessions))
    await asyncio.gather(*couriers)


async def _courier(number: int, url: str, tap: BackMsg, load: Load, *, taps: int) -> None:
    """Arrive, then tap at a steady pace that no answer delays, out of step with the others."""
    draws = random.Random(SEED + number)
    # Arrivals are spread over the pace of the taps twice over: nobody is measured arriving.
    await asyncio.sleep(number / load.sessions * TAP_EVERY_S * 2)
    session = await CourierSession.open(url)
    try:
        await session.arrive()
        started = time.perf_counter() + 2 * TAP_EVERY_S
        for turn in range(taps):
            due = started + turn * TAP_EVERY_S
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            lon, lat = (middle + draws.uniform(-WITHIN_DEG, WITHIN_DEG) for middle in AROUND)
            async with asyncio.timeout(RUN_WITHIN_S):
                run = await session.tap(tap, lon=lon, lat=lat)
            load.tap_ms.append(run.ms)
            load.tap_bytes.append(run.received_bytes)
            load.tap_at_s.append(time.monotonic())
    except (RunFailedError, TimeoutError, OSError) as error:
        load.errors.append(f"courier {number}: {error!r}")
    finally:
        await session.close()


def memory_mb(pid: int) -> float:
    """Return what a process and its children hold, in 2**20 bytes."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return float(sum(member.memory_info().rss for member in family)) / 2**20


def rows() -> list[BenchRow]:
    """Measure a hundred sessions."""
    load = measure()
    p50, p95, p99 = (load.percentile_ms(percent) for percent in (50, 95, 99))
    figures = {
        "a tap to its script's end": f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms",
        "answers": f"{len(load.tap_ms)} taps, {len(load.errors)} errors",
        "received a tap": f"{np.median(load.tap_bytes) / 1000:.1f} kB",
        "memory of the server": f"{load.before_mb:.0f} MB before, {load.after_mb:.0f} MB after",
    }
    task = f"{load.sessions} courier sessions at once, a tap each {TAP_EVERY_S:.0f} s"
    wanted = dict.fromkeys(figures, "") | {"a tap to its script's end": "p95 under 100 ms"}
    return [
        BenchRow(task=task, way=way, measured=figure, wanted=wanted[way])
        for way, figure in figures.items()
    ]


if __name__ == "__main__":
    print_rows(rows())
