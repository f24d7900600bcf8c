"""The curve of share against distance, drawn as SVG in an image: `st.html` keeps no other."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import numpy as np

from stationmap.labels import text
from stationmap.web.markup import Markup, element
from stationmap.web.plan.coverage_view import KILOMETRE, distance, percent

if TYPE_CHECKING:
    from stationmap.coverage.curve import Curve
    from stationmap.labels import Language

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 66, 30, 14, 38
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
TOLD_M = (300.0, 500.0, 1000.0, 2000.0, 5000.0)
"""The distances that are told in words; each is a step of the curve."""

STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#5b4c43}.grid{stroke:#e0d3c6}.under{fill:#b5341c22}"
    ".curve{fill:none;stroke:#b5341c;stroke-width:3;stroke-linejoin:round}"
    ".radius{stroke:#2a1f1a;stroke-dasharray:5 5}.at{fill:#b5341c;stroke:#fff;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#d6c9bc}.grid{stroke:#4a3f36}"
    ".under{fill:#ff9a6b33}.curve{stroke:#ff9a6b}.radius{stroke:#f5ece3}"
    ".at{fill:#ff9a6b;stroke:#231c18}}"
    "@media(max-width:420px){text{font-size:23px}}"
)
"""The colours of the pages, by day and by night, since an image knows nothing of the page's style;
and letters that can be read where the image is small."""


def curve_svg(curve: Curve, radius_m: float, share: float | None, language: Language) -> Markup:
    """Return the curve, with a line where the radius is; its words say the same to the ear."""
    farthest_m = float(curve.distances_m[-1])

    def x(metres: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * metres / farthest_m

    def y(part: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - part)

    shares = np.nan_to_num(curve.shares).tolist()
    points = zip(curve.distances_m.tolist(), shares, strict=True)
    line = " ".join(f"{x(metres):.1f},{y(part):.1f}" for metres, part in points)
    area = f"{x(0):.1f},{y(0):.1f} {line} {x(farthest_m):.1f},{y(0):.1f}"
    said = [_said(curve, metres, language) for metres in TOLD_M]
    drawing = element(
        "svg",
        element("style", Markup(STYLE)),
        *(_share_line(part, y(part)) for part in SHARES),
        *(
            _below(x(metres), distance(metres, language))
            for metres in np.arange(0.0, farthest_m + 1, KILOMETRE).tolist()
        ),
        element("polygon", points=area, class_="under"),
        element("polyline", points=line, class_="curve"),
        _radius(x(radius_m), y(share or 0.0)) if radius_m <= farthest_m else None,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    source = "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode("ascii")
    return element(
        "figure",
        element("h2", text("plan.curve", language), class_="section"),
        element("img", src=source, alt=text("plan.and", language).join(said), class_="plan-curve"),
        element("figcaption", *(element("span", one) for one in said)),
        class_="card curve-card",
    )


def _share_line(part: float, y: float) -> Markup:
    ends = {"x1": f"{LEFT}", "x2": f"{WIDTH - RIGHT}", "y1": f"{y:.1f}", "y2": f"{y:.1f}"}
    label = element("text", f"{part:.0%}", x=f"{LEFT - 6}", y=f"{y + 5:.1f}", text_anchor="end")
    return element("g", element("line", **ends, class_="grid"), label)


def _below(x: float, words: str) -> Markup:
    return element("text", words, x=f"{x:.1f}", y=f"{HEIGHT - 10}", text_anchor="middle")


def _radius(x: float, y: float) -> Markup:
    ends = {"x1": f"{x:.1f}", "x2": f"{x:.1f}", "y1": f"{TOP}", "y2": f"{HEIGHT - BOTTOM}"}
    return element(
        "g",
        element("line", **ends, class_="radius"),
        element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="5", class_="at"),
    )


def _said(curve: Curve, metres: float, language: Language) -> str:
    """Say which share lies within a distance that is one of the curve's steps."""
    share = float(curve.shares[np.searchsorted(curve.distances_m, metres)])
    said = percent(share, language)
    return text("plan.curve_said", language, distance=distance(metres, language), share=said)
