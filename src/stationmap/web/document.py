"""What the document says of itself to who listens: its title, its language, where she is."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language

BARS = "shell-bar", "staff-bar"
"""The keys of the containers whose links say which of them leads to this page."""


def title_of(subject: str | None, language: Language) -> str:
    """Return the title of a page about something; of the first page that is the app's name."""
    name = text("shell.name", language)
    return f"{subject} · {name}" if subject else name


def call_page(subject: str, language: Language) -> None:
    """Let the title of this page name what it shows."""
    st.set_page_config(page_title=title_of(subject, language))


def draw_document(here: str | None, language: Language, *, first: str) -> None:
    """Say it to the browser; it takes no room.

    Parameters
    ----------
    here
        The name of the page to which a link of the bars leads, if this is one of those.
    first
        The name of the page at the root.
    """
    _component()(
        key="shell:document",
        data={
            "language": language.tag,
            "here": here,
            "first": first,
            "bars": _links_in(BARS),
            "map": text("shell.map", language),
        },
    )


def _links_in(keys: Sequence[str]) -> str:
    return ", ".join(f".st-key-{key} .stPageLink a" for key in keys)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "stationmap.document",
        html="<span hidden></span>",
        js=(files("stationmap.web") / "components" / "document.js").read_text(encoding="utf-8"),
        isolate_styles=False,  # so that the style sheet finds that there is nothing to see
    )
