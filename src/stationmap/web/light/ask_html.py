"""What the light page asks with: locate, search, how one goes, a district; and its warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from stationmap.geo.travel import TravelMode
from stationmap.labels import Language, text
from stationmap.web.icons import icon
from stationmap.web.locate import LocateProblem
from stationmap.web.markup import Markup, element
from stationmap.web.search_box import MAX_QUERY
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.web.light.asked import Asked


def link(folder: str, language: Language, **query: str) -> str:
    """Return the address of the page with some parameters."""
    return f"{folder}?{urlencode({**query, 'lang': language})}"


def notice(name: str, said: str, class_: str = "hint") -> Markup:
    """Return what the script shows when there is reason to."""
    return element(
        "p",
        icon("warn"),
        element("span", said),
        class_=class_,
        role="status",
        data_notice=name,
        hidden=True,
    )


def ask(asked: Asked, folder: str) -> Markup:
    """Return the button, the search and what they may have to say."""
    language = asked.language
    hotline = office().settings.hotline
    problems = (
        element(
            "div",
            element("strong", text(f"locate.{problem}.title", language)),
            element("p", text(f"locate.{problem}.advice", language)),
            element("p", text("light.without_location", language)),
            class_="hint problem",
            role="alert",
            data_notice=problem,
            hidden=True,
        )
        for problem in LocateProblem
    )
    locate = element(
        "button",
        icon("locate"),
        element("span", text("locate.button", language)),
        class_="locate",
        id="locate",
        type="button",
        data_waiting=text("locate.waiting", language),
    )
    search = element(
        "form",
        element("input", type="hidden", name="lang", value=language),
        element(
            "input",
            type="search",
            name="q",
            value=asked.query or None,
            maxlength=str(MAX_QUERY),
            autocomplete="off",
            placeholder=text("light.search_hint", language),
            aria_label=text("find.search", language),
        ),
        element("button", icon("search"), element("span", text("light.search", language))),
        _modes(asked),
        id="search",
        role="search",
        method="post",
        action=f"{folder}search",
    )
    return element(
        "section",
        locate,
        element("noscript", element("p", text("light.no_script", language), class_="hint")),
        *problems,
        notice("failed", text("light.failed", language, hotline=hotline), "hint problem"),
        search,
        element("div", id="places"),
        class_="ask",
    )


def _modes(asked: Asked) -> Markup:
    return element(
        "fieldset",
        element("legend", text("find.mode", asked.language)),
        *(
            element(
                "label",
                element("input", type="radio", name="mode", value=mode, checked=mode is asked.mode),
                element("span", text(f"travel.{mode}", asked.language)),
            )
            for mode in TravelMode
        ),
    )


def districts(folder: str, language: Language, *, is_open: bool) -> Markup:
    """Return the districts, each a link to its stations."""
    links = (
        element(
            "a",
            district.name_zh if language is Language.ZH else district.name_en,
            href=link(folder, language, district=district.adcode),
        )
        for district in office().districts
    )
    return element(
        "details",
        element("summary", text("light.districts", language)),
        element("div", *links, class_="choices"),
        class_="districts",
        open=is_open,
    )
