"""The distances at which the colours of coverage step, on the page's map and on the report's."""

from __future__ import annotations


def breaks_m(radius_m: float) -> tuple[float, float, float, float]:
    """Return the distances at which the colour steps, the second being where coverage ends."""
    return radius_m / 2, radius_m, 2 * radius_m, 4 * radius_m
