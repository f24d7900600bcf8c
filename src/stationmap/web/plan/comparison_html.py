"""The difference that a scenario makes, as HTML: every figure today and with it, area by area."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stationmap.labels import Language, text
from stationmap.web.markup import Markup, element
from stationmap.web.plan.coverage_view import amount, distance, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.services.plan.comparison import Comparison, Difference

MINUS, PLUS = "\N{MINUS SIGN}", "+"
POINTS = 100
LEAST_SHOWN = 0.05
"""Of demand: less is no change that anybody reads."""


class _Shown(NamedTuple):
    """One figure in words, and whether its change is for the better; None for no change."""

    before: str
    after: str
    change: str
    is_good: bool | None


def figures(comparison: Comparison, language: Language) -> Markup:
    """Return the figures of all demand: today, with the scenario, and the difference."""
    whole, before, after = comparison.whole, comparison.whole.before, comparison.whole.after
    share_change = points(whole.share) + (text("scenario.points", language) if whole.share else "")
    shown = {
        "share": _Shown(
            percent(before.share, language),
            percent(after.share, language),
            share_change,
            _rises(whole.share),
        ),
        "covered": _Shown(
            amount(before.covered),
            amount(after.covered),
            signed(whole.covered),
            _rises(whole.covered),
        ),
        "mean_m": _Shown(
            distance(before.mean_m, language),
            distance(after.mean_m, language),
            metres(whole.mean_m, language),
            _falls(whole.mean_m),
        ),
        "p90_m": _Shown(
            distance(before.p90_m, language),
            distance(after.p90_m, language),
            metres(whole.p90_m, language),
            _falls(whole.p90_m),
        ),
    }
    cards = (_card(figure, one, language) for figure, one in shown.items())
    told = text(
        "scenario.gained_lost",
        language,
        gained=amount(comparison.gained),
        lost=amount(comparison.lost),
    )
    return element(
        "div",
        element("dl", *cards, class_="figures compared"),
        element("p", told, class_="muted basis"),
    )


def area_table(areas: Sequence[Difference], language: Language) -> Markup:
    """Return the difference by area: before, after, and by how much."""
    columns = (
        "area",
        "share_today",
        "share_planned",
        "share_change",
        "covered_change",
        "mean_today",
        "mean_planned",
        "mean_change",
    )
    top = element(
        "tr",
        *(element("th", text(f"scenario.{name}", language), scope="col") for name in columns),
    )
    lines = (_area(one, language) for one in areas)
    table = element("table", element("thead", top), element("tbody", *lines), class_="stations")
    return element("div", table, class_="scroll areas compared-areas", tabindex="0")


def signed(change: float) -> str:
    """Return a change of an amount with its sign."""
    return _signed(change, amount(abs(change)))


def points(change: float | None) -> str:
    """Return a change of a share in percentage points with its sign."""
    if change is None:
        return ""
    return _signed(change * POINTS, f"{abs(change) * POINTS:.2f}")


def metres(change: float | None, language: Language) -> str:
    """Return a change of a distance in metres with its sign."""
    if change is None:
        return ""
    return _signed(change, text("map.metres", language, distance=f"{abs(change):,.0f}"))


def _signed(change: float, told: str) -> str:
    if change == 0:
        return told
    return (MINUS if change < 0 else PLUS) + told


def _rises(change: float | None) -> bool | None:
    return None if not change else change > 0


def _falls(change: float | None) -> bool | None:
    return None if not change else change < 0


def _card(figure: str, shown: _Shown, language: Language) -> Markup:
    mood = {True: "better", False: "worse", None: "same"}[shown.is_good]
    return element(
        "div",
        element("dt", text(f"scenario.figure.{figure}", language)),
        element("dd", shown.after),
        element("dd", text("scenario.before", language, value=shown.before), class_="before"),
        element("dd", shown.change, class_=f"change {mood}"),
        class_=f"figure {figure}",
    )


def _area(one: Difference, language: Language) -> Markup:
    changed = abs(one.covered) >= LEAST_SHOWN
    return element(
        "tr",
        element("th", one.name if language is Language.ZH else one.name_en, scope="row"),
        element("td", percent(one.before.share, language)),
        element("td", percent(one.after.share, language)),
        element("td", points(one.share), class_="changed" if changed else None),
        element("td", signed(one.covered), class_="changed" if changed else None),
        element("td", distance(one.before.mean_m, language)),
        element("td", distance(one.after.mean_m, language)),
        element("td", metres(one.mean_m, language)),
    )
