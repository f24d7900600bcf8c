"""The curves of a planner's report, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.figures import in_percent
from stationmap.labels.markup import Markup, element
from stationmap.maps.report_paint import BLUE, INK, PALE, svg, words_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

WIDTH, HEIGHT = 680.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 16.0, 18.0, 40.0
STEPS, MARK_PX = 6, 18.0
"""About how many ticks stand along the axis, and how far apart the lines of words are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place along the axis that is named in the chart, such as a target."""

    x: float
    words: str


def share_chart(
    xs: ArrayLike, shares: ArrayLike, *, axis: str, marks: Sequence[Mark] = (), dots: bool = False
) -> Markup:
    """Return the curve of shares, from 0 to 1, over what the axis says.

    Parameters
    ----------
    xs, shares
        Ascending and finite, each of shape (n,), n at least 1.
    dots
        Whether each value has a dot of its own, where there is nothing between them; the chart
        then begins and ends near the shares, since it is their rise that is to be seen.
    """
    x, y = np.asarray(xs, dtype=float), np.asarray(shares, dtype=float)
    low, high = _near(float(y.min()), float(y.max())) if dots else (0.0, 1.0)
    last = max(float(x[-1]), float(x[0]) + 1.0)
    plot = _Plot(first=float(x[0]), last=last, low=low, high=high)
    corners = [f"{plot.x(one):.1f} {plot.y(share):.1f}" for one, share in zip(x, y, strict=True)]
    line = element("path", d="M" + "L".join(corners), fill="none", stroke=BLUE, stroke_width="2.2")
    points = [_dot(plot.x(one), plot.y(share)) for one, share in zip(x, y, strict=True)]
    return svg(
        *_grid(plot, axis),
        line,
        *(points if dots else ()),
        *_marked(plot, marks, x, y),
        width=WIDTH,
        height=HEIGHT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    first: float
    last: float
    low: float
    high: float

    def x(self, value: float) -> float:
        part = (value - self.first) / (self.last - self.first)
        return LEFT + float(part) * (WIDTH - LEFT - RIGHT)

    def y(self, share: float) -> float:
        part = (share - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - float(part) * (HEIGHT - TOP - BOTTOM)


def _grid(plot: _Plot, axis: str) -> list[Markup]:
    parts = []
    for share in np.linspace(plot.low, plot.high, 5).tolist():
        y = plot.y(share)
        parts.append(_line((LEFT, y), (WIDTH - RIGHT, y), PALE if share > plot.low else INK, "0.6"))
        parts.append(words_at(LEFT - 6, y + 4, f"{share:.0%}", anchor="end"))
    for value in _ticks(plot.first, plot.last):
        x = plot.x(value)
        parts.append(_line((x, plot.y(plot.low)), (x, plot.y(plot.low) + 4), INK, "0.8"))
        parts.append(words_at(x, plot.y(plot.low) + 17, f"{value:,.0f}", anchor="middle"))
    parts.append(words_at(WIDTH - RIGHT, HEIGHT - 6, axis, anchor="end"))
    return parts


def _near(least: float, most: float) -> tuple[float, float]:
    """Return whole per cents around the shares that four equal steps part."""
    low = np.floor(least * 100) / 100
    high = low + 0.04 * max(np.ceil((most - low) * 25), 1)
    return float(low - max(high - 1, 0)), float(min(high, 1))


def _ticks(first: float, last: float) -> list[float]:
    """Return round values along the axis."""
    rough = (last - first) / STEPS
    size = 10.0 ** np.floor(np.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    step = max(step, 1.0)
    ticks: list[float] = np.arange(np.ceil(first / step) * step, last + step / 1e6, step).tolist()
    return ticks


def _marked(plot: _Plot, marks: Sequence[Mark], xs: ArrayLike, shares: ArrayLike) -> list[Markup]:
    """Return a dashed line at each mark, and their words under each other right of the last."""
    parts: list[Markup] = []
    beside = max((plot.x(mark.x) for mark in marks), default=0.0) + 8
    for number, mark in enumerate(marks):
        share = float(np.interp(mark.x, np.asarray(xs), np.asarray(shares)))
        x = plot.x(mark.x)
        top, foot = (x, plot.y(plot.high)), (x, plot.y(plot.low))
        line = _line(foot, top, INK, "1", stroke_dasharray="4 3")
        y = plot.y(plot.low) - 10 - (len(marks) - 1 - number) * MARK_PX
        words = words_at(beside, y, f"{mark.words} {in_percent(share)}", halo=True)
        parts += [line, _dot(x, plot.y(share)), words]
    return parts


def _dot(x: float, y: float) -> Markup:
    return element(
        "circle",
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r="3.2",
        fill=BLUE,
        stroke="#fff",
        stroke_width="1",
    )


def _line(
    start: tuple[float, float], end: tuple[float, float], colour: str, width: str, **more: str
) -> Markup:
    path = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width, **more)
