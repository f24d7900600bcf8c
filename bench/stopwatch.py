"""How long calls take, and how much memory."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def timed(call: Callable[[], Answer], *, rounds: int) -> tuple[float, Answer]:
    """Return the median time of several calls in seconds, and what they answer."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = call()
        seconds.append(time.perf_counter() - started)
    return median(seconds), answer


def median_and_p99_s(
    answer: Callable[[Question], object], questions: Iterable[Question]
) -> tuple[float, float]:
    """Time the answer to each question; return the median and what 99 percent do not exceed."""
    seconds = []
    for question in questions:
        started = time.perf_counter()
        answer(question)
        seconds.append(time.perf_counter() - started)
    middle, slow = np.percentile(seconds, [50, 99])
    return float(middle), float(slow)


def peak_mb() -> float:
    """Return the most memory that this program has held so far, in MiB.

    `ru_maxrss` would be at least what its parent held: it outlives the start of a new program.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
