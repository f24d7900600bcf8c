"""Scenarios as HTML: the list, the open one, what it changes, the marks of its map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.labels import text
from stationmap.stations.calendar import in_beijing
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.plan.scenario_view import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.coverage.scenario import Scenario
    from stationmap.labels import Language
    from stationmap.web.plan.scenario_view import ChangeLine


def scenario_list(scenarios: Sequence[Scenario], language: Language) -> Markup:
    """Return all scenarios, each to be opened by a tap."""
    if not scenarios:
        return element("p", text("scenario.none", language), class_="muted")
    return element("ul", *(_row(one, language) for one in scenarios), class_="rows scenarios")


def head(scenario: Scenario, language: Language) -> Markup:
    """Return the name of the open scenario, who made it, and the ways to share and to leave it."""
    address = "plan?" + urlencode({"scenario": scenario.id, "lang": language.value})
    return element(
        "div",
        element("h2", scenario.name, class_="page-title"),
        element("p", _made(scenario, language), class_="muted"),
        element(
            "div",
            element(
                "button",
                icon("back"),
                element("span", text("scenario.leave", language)),
                class_="action",
                type="button",
                data_tap="leave:",
            ),
            element(
                "button",
                icon("share"),
                element("span", text("scenario.share", language)),
                class_="action",
                type="button",
                data_share=address,
            ),
            class_="actions scenario-ways",
        ),
    )


def changes(lines: Sequence[ChangeLine], language: Language, *, may_plan: bool) -> Markup:
    """Return what the scenario changes, each with the way to take it back."""
    title = element("h2", text("scenario.changes", language, count=len(lines)), class_="section")
    if not lines:
        return element("div", title, element("p", text("scenario.empty", language), class_="muted"))
    rows = (_change(line, language, may_plan=may_plan) for line in lines)
    return element("div", title, element("ul", *rows, class_="rows scenario-changes"))


def legend(language: Language) -> Markup:
    """Return what the marks of the map mean."""
    marks = ("new", "closed", "moved", "gained", "lost", "today")
    items = (
        element(
            "li",
            element("span", class_=f"swatch {mark}", aria_hidden="true"),
            text(f"scenario.legend.{mark}", language),
        )
        for mark in marks
    )
    return element("div", element("ul", *items), class_="legend")


def _change(line: ChangeLine, language: Language, *, may_plan: bool) -> Markup:
    what = text(f"scenario.did.{line.what}", language)
    mark = str(line.number) if line.number else icon(_ICONS[line.what])
    undo = element(
        "button",
        element("span", text("scenario.undo", language)),
        class_="action",
        type="button",
        data_tap=f"undo:{line.station_id}",
        aria_label=text("scenario.undo_what", language, name=line.name),
    )
    return element(
        "li",
        element("span", mark, class_=f"number {line.what}"),
        element(
            "span",
            element("strong", line.name),
            element("span", " · ".join(filter(None, [what, line.told])), class_="muted"),
            class_="row-text",
        ),
        undo if may_plan else None,
        class_="change-row",
    )


def _row(scenario: Scenario, language: Language) -> Markup:
    count = len(scenario.named)
    told = text("scenario.count", language, count=count, who=scenario.owner, when=_when(scenario))
    return element(
        "li",
        element(
            "button",
            element(
                "span",
                element("strong", scenario.name),
                element("span", told, class_="muted"),
                class_="row-text",
            ),
            class_="row",
            type="button",
            data_tap=f"open:{scenario.id}",
        ),
    )


def _made(scenario: Scenario, language: Language) -> str:
    return text("scenario.made", language, who=scenario.owner, when=_when(scenario))


def _when(scenario: Scenario) -> str:
    return f"{in_beijing(scenario.changed_at):%Y-%m-%d %H:%M}"


_ICONS = {What.ADD: "place", What.CLOSE: "close", What.MOVE: "next", What.HOURS: "clock"}
