"""Boxes: the `bbox` parameter."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from stationmap.api.parameters import NUMBER
from stationmap.api.problems import BadParameter

if TYPE_CHECKING:
    from stationmap.api.crs import Crs

FLAT, SOLID = 4, 6
"""How many numbers a box has: without heights, and with them."""


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees in WGS-84; the edges belong to it. If west is east of east, it spans 180°."""

    west: float
    south: float
    east: float
    north: float


def box_from(text: str, crs: Crs) -> Box:
    """Return the box that four numbers mean, or six: stations have no height, so any one fits.

    Raises
    ------
    BadParameter
        If there are not so many finite numbers, or the south is north of the north.
    """
    parts = text.split(",")
    numbers = [float(part) for part in parts] if all(map(NUMBER.fullmatch, parts)) else []
    if len(numbers) not in (FLAT, SOLID) or not all(map(isfinite, numbers)):
        raise BadParameter(
            "bbox", f"bbox is 4 or 6 numbers with commas between, not {text[:80]!r}."
        )
    half = len(numbers) // 2
    if half == SOLID // 2 and numbers[2] > numbers[5]:
        raise BadParameter("bbox", "The lowest height of a bbox is not above its highest.")
    low, high = numbers[:2], numbers[half : half + 2]
    if crs.has_latitude_first:
        low.reverse()
        high.reverse()
    if low[1] > high[1]:
        raise BadParameter("bbox", "The south of a bbox is not north of its north.")
    return Box(low[0], low[1], high[0], high[1])
