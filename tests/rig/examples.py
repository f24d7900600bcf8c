"""How many examples the property tests try; `make torture` tries many more."""

from __future__ import annotations

import os

TIMES = float(os.environ.get("STATIONMAP_EXAMPLES", "0.5"))
"""`STATIONMAP_EXAMPLES=10` tries twenty times as many as an ordinary run."""

EACH = 100


def tries(count: int = EACH) -> int:
    """Return how many of so many examples are tried."""
    return max(1, round(count * TIMES))
