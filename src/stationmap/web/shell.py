"""What stands around every page: its setup, the bar at the top, the banner, the failure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from stationmap.errors import StoreError
from stationmap.labels import Language, text
from stationmap.settings import Settings
from stationmap.web import store_away
from stationmap.web.cards import calls
from stationmap.web.document import draw_document, title_of
from stationmap.web.icons import icon
from stationmap.web.markup import element
from stationmap.web.style import draw_style
from stationmap.web.wiring import services

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

SCREENS = Path(__file__).resolve().parent / "screens"
PAGE_ICON = Path(__file__).resolve().parent / "page_icon.png"
LANGUAGES = frozenset(Language)
LANGUAGE_KEY = "shell:chosen_language"
PAGE_NAMES = (
    "find",
    "all_stations",
    "data_help",
    "reports",
    "work",
    "plan",
    "import_stations",
    "accounts",
    "edit",
    "history",
)
"""The files of `screens` with an address of their own; the first is at the root, where `?station=`
names one station instead."""


HAS_NO_HEADING = frozenset({"find", "all_stations"})
"""The pages that begin with what there is to do: their heading is the app's name."""


OF_A_STATION = frozenset({"find", "edit"})
"""The pages that are another one's with `?station=`."""


def page_config(name: str) -> dict[str, Any]:
    """Return the arguments of `st.set_page_config` for a page."""
    return {
        "page_title": page_title(name, language()),
        "page_icon": str(PAGE_ICON),
        "layout": "wide",
        "initial_sidebar_state": "collapsed",
    }


def language() -> Language:
    """Return the language of this visit: what the address says, else what was chosen before."""
    for wanted in (st.query_params.get("lang"), st.session_state.get(LANGUAGE_KEY)):
        if wanted in LANGUAGES:
            return Language(wanted)
    return _first_language()


def pages() -> list[StreamlitPage]:
    """Return the pages; the first is at the root."""
    return [page(name) for name in PAGE_NAMES]


def page(name: str) -> StreamlitPage:
    """Return one page, to run or to link to."""
    return st.Page(
        SCREENS / f"{name}.py",
        title=text(f"shell.{name}", language()),
        url_path=name,
        default=name == PAGE_NAMES[0],
    )


def page_title(name: str, language: Language) -> str:
    """Return the title of a page, which may name later what it shows."""
    subject = None if name == PAGE_NAMES[0] else text(f"shell.{name}", language)
    return title_of(subject, language)


def name_of(page: StreamlitPage) -> str:
    """Return the name of a page; the one at the root has no path."""
    return page.url_path or PAGE_NAMES[0]


def query(**more: str) -> dict[str, str]:
    """Return the parameters that a link to another page carries: the language and what is new."""
    return {"lang": language().value, **more}


def is_dark() -> bool:
    """Say whether the night theme is on."""
    return st.context.theme.type == "dark"


def open_station(station_id: str) -> NoReturn:
    """Leave this page for the one of a station; the browser's back button leads here again."""
    st.switch_page(page(PAGE_NAMES[0]), query_params=query(station=station_id))


def this_address() -> str:
    """Return the full address of what is shown at the root, for a link that leaves the app."""
    return f"{root_address()}/?{urlencode(st.query_params.to_dict())}"


def root_address() -> str:
    """Return the full address of the first page, without a slash at the end."""
    public_url = services().settings.public_url
    if public_url:
        return public_url.rstrip("/")
    here = (st.context.url or "").split("?", 1)[0].rstrip("/")
    root, _, name = here.rpartition("/")
    return root if name in PAGE_NAMES else here


def back_link() -> None:
    """Draw the way back to the first page."""
    first = page(PAGE_NAMES[0])
    with st.container(key="shell-back"):
        st.page_link(first, label=text("shell.back", language()), query_params=query())


def draw(name: str) -> None:
    """Draw what stands above the page with this name."""
    st.session_state[LANGUAGE_KEY] = language()
    draw_style()
    # With a station in the address it is the page of that station, to which no bar leads.
    here = None if "station" in st.query_params and name in OF_A_STATION else name
    _bar(here)
    draw_document(here, language(), first=PAGE_NAMES[0])
    if services().has_samples:
        _sample_banner()


@cache
def _first_language() -> Language:
    return Language(Settings().language)


def _bar(here: str | None) -> None:
    spoken = language()
    named = element("span", text("shell.name", spoken), **_heading(here))
    with st.container(key="shell-bar", horizontal=True):
        st.html(
            element("div", icon("home"), named, class_="brand"),
            width="stretch",
        )
        for name in ("find", "all_stations"):
            linked = page(name)
            st.page_link(linked, label=linked.title, query_params=query())
        st.button(
            text("shell.other_language", spoken),
            key="shell:language",
            type="tertiary",
            on_click=_switch_language,
        )


def _heading(here: str | None) -> dict[str, str]:
    return {"role": "heading", "aria_level": "1"} if here in HAS_NO_HEADING else {}


def _switch_language() -> None:
    other = Language.EN if language() is Language.ZH else Language.ZH
    st.session_state[LANGUAGE_KEY] = other
    st.query_params["lang"] = other.value


def _sample_banner() -> None:
    spoken = language()
    link = element("a", text("shell.sample_link", spoken), href=f"data_help?lang={spoken}")
    st.html(
        element(
            "div",
            icon("warn"),
            element("span", text("shell.sample", spoken), " ", link),
            class_="banner",
            role="note",
        )
    )


def _has_begun() -> bool:
    """Say whether this run has drawn anything, which Streamlit alone knows."""
    run = get_script_run_ctx()
    return run is not None and bool(run.cursors)


def explain_failure(error: Exception) -> bool:
    """Say in the visitor's words that a page failed; the log has the traceback.

    What a button was to do runs before anything is drawn: then the bar is not there yet.

    Returns
    -------
    bool
        True: Streamlit need not say it again.
    """
    spoken = language()
    if not _has_begun():
        draw_style()
        _bar(None)
        draw_document(None, spoken, first=PAGE_NAMES[0])
    if isinstance(error, StoreError):
        st.html(store_away.failed_page(spoken))
        return True
    st.html(
        element(
            "div",
            element("h1", text("failure.title", spoken), class_="page-title"),
            element("p", text("failure.advice", spoken)),
            calls(None, Settings().hotline, spoken),
            class_="card",
            role="alert",
        )
    )
    return True
