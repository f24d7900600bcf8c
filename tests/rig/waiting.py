"""Waits for what another thread or process brings about."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 30
"""For a busy machine; what does not come about by itself never does."""


def comes_true(is_so: Callable[[], bool]) -> bool:
    """Say whether something comes true before patience ends."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
