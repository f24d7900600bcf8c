"""What people are told while the store cannot be reached: what still works, and what does not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import text
from stationmap.settings import Settings
from stationmap.web import notices
from stationmap.web.cards import calls
from stationmap.web.markup import element

if TYPE_CHECKING:
    from typing import NoReturn

    from stationmap.errors import StoreError
    from stationmap.labels import Language
    from stationmap.web.markup import Markup


_log = logging.getLogger(__name__)


def end_page(error: StoreError, language: Language) -> NoReturn:
    """Say in place of a page why it is not shown; in the log that is one line."""
    _log.warning("a page was not shown, for the store cannot be used: %s", error)
    st.html(failed_page(language))
    st.stop()


def hint(language: Language) -> Markup:
    """Say that what is shown is from before, and that nothing can be saved."""
    return notices.hint("warn", text("store_away.from_before", language))


def not_saved(language: Language) -> str:
    """Say that what was sent is probably not kept; what was typed still stands there."""
    return text("store_away.not_saved", language)


def failed_page(language: Language) -> Markup:
    """Return what stands in place of a page that nothing can be shown of."""
    return element(
        "div",
        element("h1", text("store_away.title", language), class_="page-title"),
        element("p", text("store_away.no_page", language)),
        calls(None, Settings().hotline, language),
        class_="card",
        role="alert",
    )
