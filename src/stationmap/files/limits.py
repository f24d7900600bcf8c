"""How much one file may hold, so that none costs more memory than a few of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from stationmap.errors import Fault

MAX_RECORDS = 100_000
MAX_COLUMNS = 1_000
MAX_LINE = 500_000
"""Characters in one line of a CSV; the longest that a station can fill has some 70,000."""

MAX_STRUCTURES = 1_000_000
"""Lists and objects of JSON: a station has six, and an empty one takes 20 times its text."""


class TooBigError(ValueError):
    """A file that would cost more than a limit allows; `limit` says which."""

    def __init__(self, limit: str) -> None:
        self.limit = limit
        super().__init__(f"more than {limit}")


def too_big(limit: str) -> Fault:
    """Return the fault of a file that holds more than a limit."""
    return WHOLE_FILE.error("file_too_big", value=limit, expected=f"at most {limit}")
