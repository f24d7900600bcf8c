"""The map of a planner's report that colours areas by how much of their demand is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.labels import Language, text
from stationmap.maps.report_frame import Frame
from stationmap.maps.report_paint import (
    INK,
    WORDS_PX,
    edged,
    filled,
    hatching,
    legend,
    step_sign,
    svg,
    words_at,
)
from stationmap.maps.report_scale import scale_bar
from stationmap.maps.report_svg import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.coverage.areas import AreaSet
    from stationmap.labels.markup import Markup
    from stationmap.maps.report_frame import Bounds

HEIGHT = 450.0
"""So low that the table of districts fits on the same page."""

MOST_NAMES = 24
"""Names of more areas than this would hide each other."""

SHARES = (0.9, 0.75, 0.5, 0.25)
"""Where the colours of areas step; less than half covered is hatched."""


def share_map(
    name: str, areas: AreaSet, shares: Sequence[float | None], language: Language
) -> Markup:
    """Return the map of areas by the share of their demand that is covered, None for no demand."""
    frame = Frame.around(_bounds(areas, shares), width=WIDTH, max_height=HEIGHT)
    hatch = f"{name}-hatch"
    shapes = [
        edged(path, INK, "0.8")
        if share is None
        else filled(path, _share_step(share), hatch, edge=INK)
        for path, share in zip(map(frame.path, areas.outlines), shares, strict=True)
    ]
    signs = [step_sign(step, words, hatch) for step, words in enumerate(_share_words(language))]
    below, height = legend(signs, width=WIDTH, top=frame.height + 10)
    return svg(
        hatching(hatch),
        *shapes,
        *_names(areas, shares, frame, language),
        scale_bar(frame, language),
        below,
        width=WIDTH,
        height=frame.height + 10 + height,
    )


def _bounds(areas: AreaSet, shares: Sequence[float | None]) -> Bounds:
    """Return the bounds of the areas with demand; of all, if none has any."""
    told = [
        outline for outline, share in zip(areas.outlines, shares, strict=True) if share is not None
    ]
    if not told:
        return areas.bounds
    west, south, east, north = shapely.total_bounds(np.array(told, dtype=object)).tolist()
    return west, south, east, north


def _names(
    areas: AreaSet, shares: Sequence[float | None], frame: Frame, language: Language
) -> list[Markup]:
    told = [place for place, share in enumerate(shares) if share is not None]
    if len(told) > MOST_NAMES:
        return []
    names = areas.names if language is Language.ZH else areas.names_en
    middles = shapely.point_on_surface(areas.outlines[told])
    places = frame.places(shapely.get_x(middles), shapely.get_y(middles)).tolist()
    return [
        words_at(x, y + WORDS_PX / 3, names[place], anchor="middle", halo=True)
        for place, (x, y) in zip(told, places, strict=True)
    ]


def _share_step(share: float) -> int:
    return sum(share < least for least in SHARES)


def _share_words(language: Language) -> list[str]:
    tops = ("", *(f"{share:.0%}" for share in SHARES))
    least = [text("plan_report.map.share_from", language, share=f"{one:.0%}") for one in SHARES]
    return [*least, text("plan_report.map.share_below", language, share=tops[-1])]
