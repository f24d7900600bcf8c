"""The curve "what the next station adds", drawn as SVG in an image: `st.html` keeps no other."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stationmap.labels import Language

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 80, 16, 14, 50
LINES = 4
MOST_DOTS = 60
STYLE = (
    "text{font:16px system-ui,sans-serif;fill:#5b4c43}.g{stroke:#d9cbbd}.l{fill:none;"
    "stroke:#b5341c;stroke-width:3;stroke-linejoin:round}.d{fill:#b5341c}"
    "@media(prefers-color-scheme:dark){text{fill:#d6c9bc}.g{stroke:#4a3f36}"
    ".l{stroke:#ff9a6b}.d{fill:#ff9a6b}}"
)
"""The colours of the pages, by day and by night; an image knows nothing of the page's style."""


def next_adds(shares: Sequence[float], language: Language) -> Markup:
    """Return the curve of the share covered against the number of sites.

    Parameters
    ----------
    shares
        Before any site, and after each, 0 to 1; at least two.
    """
    low, high = _range(shares)
    count = len(shares) - 1

    def x(place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / count

    def y(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - share) / (high - low)

    points = [(round(x(place), 1), round(y(share), 1)) for place, share in enumerate(shares)]
    drawing = element(
        "svg",
        element("style", Markup(STYLE)),
        *(_level(low + (high - low) * line / LINES, y) for line in range(LINES + 1)),
        *(_tick(place, x) for place in _ticks(count)),
        element("polyline", points=" ".join(f"{one},{other}" for one, other in points), class_="l"),
        *(_dot(*point) for point in (points if count <= MOST_DOTS else points[-1:])),
        _words(text("siting.curve_sites", language), (LEFT + WIDTH) / 2, HEIGHT - 6),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )
    source = "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode("ascii")
    told = text(
        "siting.curve_told",
        language,
        before=f"{shares[0]:.2%}",
        after=f"{shares[-1]:.2%}",
        count=count,
    )
    return element("img", src=source, alt=told, class_="curve")


def _range(shares: Sequence[float]) -> tuple[float, float]:
    """Return the range of the axis: some room around the shares, within 0 and 1."""
    room = max((max(shares) - min(shares)) * 0.08, 0.005)
    return max(0.0, min(shares) - room), min(1.0, max(shares) + room)


def _ticks(count: int) -> range:
    return range(0, count + 1, max(1, -(-count // 10)))


def _level(share: float, y: Callable[[float], float]) -> Markup:
    at = f"{y(share):.1f}"
    line = element("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=at, y2=at, class_="g")
    label = element("text", f"{share:.2%}", x=str(LEFT - 6), y=at, dy="5", text_anchor="end")
    return Markup(line + label)


def _tick(place: int, x: Callable[[float], float]) -> Markup:
    return _words(str(place), x(place), HEIGHT - BOTTOM + 20)


def _dot(x: float, y: float) -> Markup:
    return element("circle", cx=str(x), cy=str(y), r="3.5", class_="d")


def _words(label: str, x: float, y: float) -> Markup:
    return element("text", label, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle")
