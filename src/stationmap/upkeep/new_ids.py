"""Ids for new stations: short, easy to read out, and never given twice."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TO_BE_GIVEN = "new"
"""The id of a station that has none yet; `add` gives it one."""

PREFIX = "yz-"
"""For the Chinese word for a station; ids say nothing of the city."""

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""Without 0, 1, i, l, o and u: nothing is misread, and no word comes about by chance."""

LENGTH = 6
"""30**6 is 729 million: among 200,000 stations one draw in 3,600 must be repeated."""


def new_id(is_taken: Callable[[str], bool], *, length: int = LENGTH) -> str:
    """Return an id that nobody has; it says nothing of the station, for all else may change.

    Parameters
    ----------
    is_taken
        Says whether a station has or ever had an id.
    length
        How many letters follow the prefix.
    """
    while True:
        drawn = PREFIX + "".join(secrets.choice(LETTERS) for _ in range(length))
        if not is_taken(drawn):
            return drawn
