"""What the pictures of a report are drawn with: colours, hatching, marks, words and a legend.

The colours are told apart by their lightness alone, and what is not covered is hatched as well,
so they read in grey, in print, and for eyes that see no red or green.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.labels.markup import Markup, element, together
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = ("#ffffcc", "#fed976", "#fd8d3c", "#d7301f", "#7f0000")
"""Near to far, or well covered to badly: as the map of the page by day, after ColorBrewer."""

HATCHED_FROM = 2
"""The steps from this one on are hatched: they are not covered."""

INK, PALE, BLUE = "#1c1c1c", "#7a8691", "#0b4f8a"
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
WORDS_PX, LINE_PX = 12.0, 20.0
SWATCH_PX = 16.0
WIDE_FROM = 0x2E80
"""Chinese characters and punctuation begin here; they are drawn as wide as high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An entry of a legend: a small drawing, 16 wide and 12 high, and what it means."""

    drawn: Markup
    words: str


def svg(*children: Markup | None, width: float, height: float) -> Markup:
    """Return a whole picture."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        font_family=FONT,
        font_size=f"{WORDS_PX:g}",
        fill=INK,
    )


def hatching(name: str) -> Markup:
    """Return the definition of a hatching, light beside dark, that is seen on every colour.

    Parameters
    ----------
    name
        No two pictures of one page may use the same.
    """
    lines = together(
        element("path", d="M0 0V5", stroke="#fff", stroke_width="1.1", stroke_opacity="0.8"),
        element("path", d="M1.1 0V5", stroke="#000", stroke_width="0.7", stroke_opacity="0.75"),
    )
    pattern = element(
        "pattern",
        lines,
        id=name,
        width="5",
        height="5",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def filled(path: str, step: int, hatch: str, *, edge: str | None = None) -> Markup:
    """Return a shape in the colour of a step, hatched if the step is; with an edge if asked."""
    shape = {"d": path, "fill_rule": "evenodd"}
    drawn = element("path", fill=STEPS[step], **shape)
    lines = element("path", fill=f"url(#{hatch})", **shape) if step >= HATCHED_FROM else None
    around = None if edge is None else edged(path, edge, "0.8")
    return together(drawn, lines, around)


def edged(path: str, colour: str, width: str) -> Markup:
    """Return the edge of a shape."""
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width)


def words_at(
    x: float, y: float, words: str, *, anchor: str = "start", halo: bool = False, **more: str
) -> Markup:
    """Return words whose baseline begins, ends or has its middle there."""
    around: dict[str, str] = {}
    if halo:
        around = {"stroke": "#fff", "stroke_width": "3", "stroke_linejoin": "round"}
        around["paint_order"] = "stroke"
    said = printable(words)
    return element("text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, **around, **more)


def dots(places: Sequence[Sequence[float]], radius: float = 2.2) -> Markup:
    """Return the marks of stations: all of them are one path of points with round ends."""
    # A length of nothing has no ends to be round in some programs.
    path = "".join(f"M{x:g} {y:g}h.01" for x, y in places)
    return together(
        *(
            element(
                "path",
                d=path,
                fill="none",
                stroke=colour,
                stroke_width=f"{2 * size:g}",
                stroke_linecap="round",
            )
            for colour, size in (("#fff", radius + 0.6), (BLUE, radius))
        )
    )


def badge(x: float, y: float, number: str) -> Markup:
    """Return the mark of a gap: its number in a white disc."""
    disc = element(
        "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="8.5", fill="#fff", stroke=INK, stroke_width="1.4"
    )
    return together(disc, _number(x, y, number, INK))


def diamond(x: float, y: float, number: str = "") -> Markup:
    """Return the mark of a proposed site: its number in a blue diamond."""
    size = 10.5 if number else 6.0
    path = f"M{x:.1f} {y - size:.1f}l{size} {size}l{-size} {size}l{-size} {-size}Z"
    drawn = element("path", d=path, fill=BLUE, stroke="#fff", stroke_width="1.2")
    return together(drawn, _number(x, y, number, "#fff") if number else None)


def _number(x: float, y: float, number: str, colour: str) -> Markup:
    size = "10" if len(number) < 3 else "7.5"  # noqa: PLR2004 - three digits are as wide as the mark
    return words_at(
        x, y + 3.5, number, anchor="middle", fill=colour, font_size=size, font_weight="bold"
    )


def step_sign(step: int, words: str, hatch: str) -> Sign:
    """Return the sign of a step of the colours."""
    path = f"M0 0H{SWATCH_PX:g}V12H0Z"
    edge = element("path", d=path, fill="none", stroke=PALE, stroke_width="0.8")
    return Sign(drawn=together(filled(path, step, hatch), edge), words=words)


def legend(signs: Sequence[Sign], *, width: float, top: float) -> tuple[Markup, float]:
    """Return the signs in as few lines as they need, and how high these are together."""
    x, y, drawn = 0.0, top, []
    for sign in signs:
        needs = SWATCH_PX + 6 + _width(sign.words) + 16
        if x and x + needs > width:
            x, y = 0.0, y + LINE_PX
        moved = element("g", sign.drawn, transform=f"translate({x:.1f} {y:.1f})")
        drawn += [moved, words_at(x + SWATCH_PX + 6, y + 10.5, sign.words)]
        x += needs
    return together(*drawn), y - top + LINE_PX


def _width(words: str) -> float:
    """Return about how wide words are drawn: Chinese as wide as high, the rest over half that."""
    return sum(WORDS_PX if ord(letter) >= WIDE_FROM else WORDS_PX * 0.58 for letter in words)
