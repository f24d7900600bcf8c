"""The offsets that map services in mainland China add to WGS-84: GCJ-02, and BD-09 upon it.

The formulas and constants are the published ones: "eviltransform" (googollee, MIT) and
"coordtransform" (wandergis, MIT) agree on them. They know nothing of where they apply;
`stationmap.geo.datum` does.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

KRASOVSKY_A_M = 6378245.0
KRASOVSKY_E2 = 0.00669342162296594323
ORIGIN_LON, ORIGIN_LAT = 105.0, 35.0

BD09_STEP = np.pi * 3000.0 / 180.0
BD09_OFFSET_LON, BD09_OFFSET_LAT = 0.0065, 0.006

INVERSE_STEPS = 8
"""Each step divides the error by 40 or more; eight leave less than 1e-12 degree of 0.02."""


def wgs84_to_gcj02(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """Add the GCJ-02 offset to WGS-84 degrees; arrays of one shape, not at a pole."""
    x, y = lons - ORIGIN_LON, lats - ORIGIN_LAT
    ripple = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    north_m = (
        -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
        + (ripple + _waves(y, (20, 1), (40, 3)) + _waves(y, (160, 12), (320, 30))) * 2 / 3
    )  # fmt: skip
    east_m = (
        300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
        + (ripple + _waves(x, (20, 1), (40, 3)) + _waves(x, (150, 12), (300, 30))) * 2 / 3
    )  # fmt: skip
    phi = np.radians(lats)
    w2 = 1 - KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian_radius_m = KRASOVSKY_A_M * (1 - KRASOVSKY_E2) / w2**1.5
    parallel_radius_m = KRASOVSKY_A_M / np.sqrt(w2) * np.cos(phi)
    return (
        lons + np.degrees(east_m / parallel_radius_m),
        lats + np.degrees(north_m / meridian_radius_m),
    )


def wgs84_to_bd09(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """Add both the GCJ-02 and the BD-09 offset to WGS-84 degrees."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lons, lats))


def gcj02_to_bd09(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """Add Baidu's offset to GCJ-02 degrees."""
    radius = np.hypot(lons, lats) + 0.00002 * np.sin(lats * BD09_STEP)
    angle = np.arctan2(lats, lons) + 0.000003 * np.cos(lons * BD09_STEP)
    return radius * np.cos(angle) + BD09_OFFSET_LON, radius * np.sin(angle) + BD09_OFFSET_LAT


def inverted(shift: Shift, lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """Return the degrees that `shift` turns into these, by fixed-point iteration.

    The published one-step inverses err by up to 4.8 m; this one by less than 1e-9 degree (0.1 mm).
    """
    found_lons, found_lats = lons, lats
    for _ in range(INVERSE_STEPS):
        shifted_lons, shifted_lats = shift(found_lons, found_lats)
        found_lons = found_lons + lons - shifted_lons
        found_lats = found_lats + lats - shifted_lats
    return found_lons, found_lats


def _waves(value: Degrees, *waves: tuple[int, int]) -> Degrees:
    """Sum amplitude times sin(pi * value / divisor) over (amplitude, divisor)."""
    return sum(
        (amplitude * np.sin(np.pi * value / divisor) for amplitude, divisor in waves),
        start=np.zeros_like(value),
    )
