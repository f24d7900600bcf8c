"""How long couriers' programs wait for the nearest while many others ask too."""

from __future__ import annotations

import asyncio

from bench.api_courier import Answers, ask_for, percentiles
from bench.table import BenchRow

COURIERS, ASK_EVERY_S, STEADY_S = 200, 2.0, 30
AT_ONCE, FLAT_OUT_S = 16, 20


def nearest_under_load(api: str, stations: int) -> list[BenchRow]:
    """Ask an API that serves so many stations at a steady pace, and then as fast as it answers."""
    ways = {
        f"{COURIERS} couriers, each asks every {ASK_EVERY_S:.0f} s": (
            _ask(api, STEADY_S, couriers=COURIERS, every_s=ASK_EVERY_S),
            STEADY_S,
        ),
        f"{AT_ONCE} programs, each asks again at once": (
            _ask(api, FLAT_OUT_S, couriers=AT_ONCE, every_s=0.0),
            FLAT_OUT_S,
        ),
    }
    return [
        BenchRow(
            task=f"The 10 nearest of {stations:,} stations by POST, under load",
            way=way,
            measured=f"{len(answers.ms) / seconds:,.0f} answers a second, "
            f"{percentiles(answers.ms)}",
            wrong=f"{len(answers.errors)} errors",
        )
        for way, (answers, seconds) in ways.items()
    ]


def _ask(api: str, seconds: float, *, couriers: int, every_s: float) -> Answers:
    answers = Answers()
    asyncio.run(ask_for(seconds, f"{api}/nearest", answers, couriers=couriers, every_s=every_s))
    return answers
