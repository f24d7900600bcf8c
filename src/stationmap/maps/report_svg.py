"""The maps of a planner's report, as SVG without script or anything from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.hexagons import joined
from stationmap.labels import text
from stationmap.labels.markup import Markup, element, together
from stationmap.maps.report_frame import Frame
from stationmap.maps.report_paint import (
    INK,
    PALE,
    STEPS,
    Sign,
    badge,
    diamond,
    dots,
    edged,
    filled,
    hatching,
    legend,
    step_sign,
    svg,
)
from stationmap.maps.report_scale import metres_words, scale_bar
from stationmap.maps.steps import breaks_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.cells import Cells
    from stationmap.coverage.gaps import Gap
    from stationmap.labels import Language
    from stationmap.maps.report_frame import Bounds

    Floats = NDArray[np.float64]

WIDTH, HEIGHT = 680.0, 640.0
SMALL = 220.0
"""How wide, and at most how high, maps are; small ones are square at most."""

MOST_DOTS, MANY_DOTS, DOT_PX = 1500, 300, 2.2
"""More stations than that would hide what lies below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMap:
    """What a map shows.

    Attributes
    ----------
    name
        Letters and digits that no other picture of the page has.
    cells
        To be coloured by distance, in steps of the radius.
    lons, lats
        Of the stations that count.
    sites
        Longitude and latitude of each proposed site, in their order.
    """

    name: str
    bounds: Bounds
    areas: AreaSet
    cells: Cells | None
    radius_m: float
    lons: Floats
    lats: Floats
    gaps: Sequence[Gap] = ()
    sites: Sequence[tuple[float, float]] = ()


def coverage_map(drawn: ReportMap, language: Language) -> Markup:
    """Return the map of distances, with stations, numbered gaps and sites, and its legend."""
    frame = Frame.around(drawn.bounds, width=WIDTH, max_height=HEIGHT)
    hatch = f"{drawn.name}-hatch"
    below, height = legend(_signs(drawn, hatch, language), width=WIDTH, top=frame.height + 10)
    return svg(
        hatching(hatch),
        _ground(drawn, frame, hatch),
        *(badge(*frame.place(gap.lon, gap.lat), str(gap.rank)) for gap in drawn.gaps),
        *_sites(drawn, frame),
        scale_bar(frame, language),
        below,
        width=WIDTH,
        height=frame.height + 10 + height,
    )


def detail_map(drawn: ReportMap, language: Language) -> Markup:
    """Return a small square map of one gap, in the colours that the large one explains."""
    frame = Frame.around(drawn.bounds, width=SMALL, max_height=SMALL)
    hatch = f"{drawn.name}-hatch"
    return svg(
        hatching(hatch),
        _ground(drawn, frame, hatch),
        *_sites(drawn, frame),
        scale_bar(frame, language),
        width=SMALL,
        height=frame.height,
    )


def _ground(drawn: ReportMap, frame: Frame, hatch: str) -> Markup:
    """Return the cells by step, the outlines of areas and gaps, and the stations."""
    parts: list[Markup] = []
    if drawn.cells is not None and len(drawn.cells):
        near = _near(frame, drawn.cells)
        steps = np.searchsorted(breaks_m(drawn.radius_m), drawn.cells.mean_m, side="left")
        for step in range(len(STEPS)):
            ids = drawn.cells.ids[near & (steps == step)]
            if len(ids):
                parts.append(filled(frame.path(joined(ids)), step, hatch))
    outlines = "".join(frame.path(outline) for outline in drawn.areas.outlines)
    parts.append(edged(outlines, PALE, "0.8"))
    gap_px = "1.1" if len(drawn.gaps) > 1 else "1.8"
    parts += [edged(frame.path(gap.outline), INK, gap_px) for gap in drawn.gaps]
    parts.append(_stations(frame, drawn))
    clip = element(
        "clipPath",
        element("path", d=f"M0 0H{frame.width:g}V{frame.height:g}H0Z"),
        id=f"{drawn.name}-clip",
    )
    return together(
        element("defs", clip), element("g", *parts, clip_path=f"url(#{drawn.name}-clip)")
    )


def _near(frame: Frame, cells: Cells) -> NDArray[np.bool_]:
    """Say which cells may be seen: their centres are within a third of the picture around it."""
    x, y = frame.places(cells.lons, cells.lats).T
    out_x, out_y = frame.width / 3, frame.height / 3
    across = (x > -out_x) & (x < frame.width + out_x)
    near: NDArray[np.bool_] = across & (y > -out_y) & (y < frame.height + out_y)
    return near


def _stations(frame: Frame, drawn: ReportMap) -> Markup:
    """Return the stations as dots; where they stand close, some of them and smaller."""
    if not len(drawn.lons):
        return together()
    places = frame.places(drawn.lons, drawn.lats)
    inside = (places >= 0).all(axis=1) & (places <= [frame.width, frame.height]).all(axis=1)
    apart, kept = 1.0, places[inside]
    while True:
        _, first = np.unique(np.floor(kept / apart), axis=0, return_index=True)
        if len(first) <= MOST_DOTS:
            break
        apart += 1.0
    shown = np.round(kept[np.sort(first)], 1).tolist()
    return dots(shown, DOT_PX if len(shown) < MANY_DOTS else DOT_PX / 2)


def _sites(drawn: ReportMap, frame: Frame) -> list[Markup]:
    return [
        diamond(*frame.place(lon, lat), str(number))
        for number, (lon, lat) in enumerate(drawn.sites, start=1)
        if frame.shows(lon, lat)
    ]


def _signs(drawn: ReportMap, hatch: str, language: Language) -> list[Sign]:
    ends = [metres_words(metres, language) for metres in breaks_m(drawn.radius_m)]
    words = [text("plan_report.map.within", language, end=end) for end in ends]
    words.append(text("plan_report.map.beyond", language, start=ends[-1]))
    signs = [step_sign(step, one, hatch) for step, one in enumerate(words)]
    signs.append(Sign(drawn=dots([(8.0, 6.0)]), words=text("plan_report.map.station", language)))
    if drawn.gaps:
        mark = element("g", badge(10, 8, "1"), transform="scale(0.78)")
        signs.append(Sign(drawn=mark, words=text("plan_report.map.gap", language)))
    if drawn.sites:
        signs.append(Sign(drawn=diamond(8, 6), words=text("plan_report.map.site", language)))
    return signs
