"""The eight points of the compass."""

from __future__ import annotations

from enum import StrEnum


class CompassPoint(StrEnum):
    """Where something lies, clockwise from north."""

    N = "n"
    NE = "ne"
    E = "e"
    SE = "se"
    S = "s"
    SW = "sw"
    W = "w"
    NW = "nw"


_POINTS = tuple(CompassPoint)


def compass_point(bearing_deg: float) -> CompassPoint:
    """Return the point nearest to a bearing in degrees clockwise from north."""
    return _POINTS[round(bearing_deg * len(_POINTS) / 360) % len(_POINTS)]
