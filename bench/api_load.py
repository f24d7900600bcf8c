"""Two hundred couriers' programs at the API, and fifty sessions at the pages of the same server.

`PYTHONPATH=tests:scripts:. .venv/bin/python bench/api_load.py --minutes 1` asks for one minute;
`make bench` for ten. Who asks shares the two cores with who answers.
"""

from __future__ import annotations

import argparse
import asyncio
import time

from bench.api_courier import Answers, ask_for, percentiles
from bench.courier_load import TAP_EVERY_S, Load, all_couriers, memory_mb
from bench.recorded_tap import record_tap
from bench.table import BenchRow, print_rows
from rig.chromium import chromium
from rig.served_app import serve

COURIERS, ASK_EVERY_S = 200, 2.0
SESSIONS = 50
MINUTES = 10.0
MINUTE_S = 60.0
ARRIVAL_S = 2 * TAP_EVERY_S * 2
"""In so long all sessions have arrived and begun to tap."""


def rows(minutes: float = MINUTES) -> list[BenchRow]:
    """Let couriers and sessions at one server; compare the first minute with the last."""
    answers, load = Answers(), Load(SESSIONS)
    with serve(api_limit="0") as app:
        with chromium() as browser:
            tap = record_tap(browser, app.url)
        seconds = minutes * MINUTE_S
        memory = [memory_mb(app.pid)]

        async def watch(begin_s: float) -> None:
            """Weigh the server when the first minute and when the last has passed."""
            for end_s in (MINUTE_S, seconds):
                await asyncio.sleep(max(0.0, begin_s + end_s - time.monotonic()))
                memory.append(memory_mb(app.pid))

        async def all_at_once() -> float:
            taps = round((seconds + ARRIVAL_S) / TAP_EVERY_S)
            tapping = asyncio.create_task(all_couriers(app.url, tap, load, taps=taps))
            await asyncio.sleep(ARRIVAL_S)
            begin_s = time.monotonic()
            asked = ask_for(
                seconds, f"{app.url}/api/nearest", answers, couriers=COURIERS, every_s=ASK_EVERY_S
            )
            await asyncio.gather(asked, watch(begin_s))
            await tapping
            return begin_s

        begin_s = asyncio.run(all_at_once())
    return _rows_of(answers, load, memory, begin_s=begin_s, minutes=minutes)


def _rows_of(
    answers: Answers, load: Load, memory: list[float], *, begin_s: float, minutes: float
) -> list[BenchRow]:
    task = (
        f"{COURIERS} couriers at the API, one question each {ASK_EVERY_S:.0f} s, and {SESSIONS} "
        f"sessions at the pages, a tap each {TAP_EVERY_S:.0f} s, for {minutes:g} minutes"
    )
    end_s = begin_s + minutes * MINUTE_S
    taps = Answers(ms=load.tap_ms, at_s=load.tap_at_s, errors=load.errors)
    spans = {
        "the first minute": (begin_s, begin_s + MINUTE_S),
        "the last minute": (end_s - MINUTE_S, end_s),
    }
    rows = [
        BenchRow(
            task=task,
            way=f"{who}, {span}",
            measured=f"{len(ms) / MINUTE_S:,.0f} answers a second, {percentiles(ms)}",
        )
        for who, of_all in (("the API", answers), ("the pages", taps))
        for span, (first_s, last_s) in spans.items()
        for ms in (of_all.between(first_s, last_s),)
    ]
    before, after_one, after_all = memory
    errors = len(answers.errors), len(load.errors)
    return [
        *rows,
        BenchRow(
            task=task,
            way="errors",
            measured=f"{errors[0]} of {len(answers.ms):,} answers of the API, "
            f"{errors[1]} of {len(load.tap_ms):,} taps",
            wanted="none",
        ),
        BenchRow(
            task=task,
            way="memory of the server",
            measured=f"{before:.0f} MB before, {after_one:.0f} MB after one minute, "
            f"{after_all:.0f} MB after {minutes:g}",
        ),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long, 1 at least")
    print_rows(rows(parser.parse_args().minutes))
