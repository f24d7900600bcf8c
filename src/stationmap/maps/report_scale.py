"""The bar that says how long a kilometre is on a map of a report, and metres in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.labels.markup import Markup, element, together
from stationmap.maps.report_paint import INK, words_at

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.maps.report_frame import Frame

SCALE_M = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
SCALE_PART = 0.25
"""The bar of the scale is at most so long, of the map's width."""


def scale_bar(frame: Frame, language: Language) -> Markup:
    """Return a bar of a round length, in the lower left corner."""
    most_m = frame.width * SCALE_PART * frame.metres_per_px
    length_m = max((metres for metres in SCALE_M if metres <= most_m), default=SCALE_M[0])
    length, y = length_m / frame.metres_per_px, frame.height - 8
    bar = element(
        "path", d=f"M8 {y - 4:.1f}V{y:.1f}H{8 + length:.1f}V{y - 4:.1f}", fill="none", stroke=INK
    )
    return together(
        bar, words_at(8 + length + 5, y + 1, metres_words(length_m, language), halo=True)
    )


def metres_words(metres: float, language: Language) -> str:
    """Return a distance, in kilometres from 1 km on where that is short."""
    if metres >= 1000 and metres % 100 == 0:  # noqa: PLR2004 - from here on in kilometres
        return text("plan_report.map.km", language, km=f"{metres / 1000:g}")
    return text("plan_report.map.m", language, m=f"{metres:,.0f}")
