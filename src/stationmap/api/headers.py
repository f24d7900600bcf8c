"""Headers of a request that are lists: read as one, however many lines they came in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

_WEIGHT = re.compile(r"[01](?:\.[0-9]*)?")


def listed(request: Request, name: str) -> str:
    """Return all lines of a header with commas between, as RFC 9110 reads them; "" for none."""
    return ", ".join(request.headers.getlist(name))


def weighed(header: str) -> Iterator[tuple[str, float]]:
    """Yield each that a header names in lower case, with its weight `q`; 0 refuses it."""
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(one[2:]) for one in parameters if one.startswith("q=")), 1.0)
        if name:
            yield name, weight


def takes_gzip(header: str) -> bool:
    """Say whether an `Accept-Encoding` names gzip, and does not refuse it by the weight 0."""
    return any(weight > 0 for name, weight in weighed(header) if name == "gzip")


def _weight(text: str) -> float:
    return min(float(text), 1.0) if _WEIGHT.fullmatch(text) else 0.0
