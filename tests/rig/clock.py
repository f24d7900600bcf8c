"""A clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.now

    def go_on(self, **by: float) -> None:
        """Let time pass: `go_on(minutes=15)`."""
        self.now += timedelta(**by)
