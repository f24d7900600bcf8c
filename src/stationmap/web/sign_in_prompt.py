"""What a page for staff shows to who may not use it: the way to sign in, or whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from stationmap.labels import text
from stationmap.web import shell
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account


def draw_sign_in() -> None:
    """Draw the way to sign in, which leads back here."""
    spoken = shell.language()
    link = element(
        "a",
        text("sign_in.submit", spoken),
        href=sign_in_address(),
        target="_self",
        class_="action primary",
    )
    _card(
        text("sign_in_prompt.title", spoken), element("p", text("sign_in_prompt.why", spoken)), link
    )


def draw_other_role(visitor: Account) -> None:
    """Say that the page is for another role."""
    spoken = shell.language()
    told = text(
        "sign_in_prompt.other",
        spoken,
        name=visitor.name,
        role=text(f"role.{visitor.role}", spoken),
    )
    _card(text("sign_in_prompt.other_title", spoken), element("p", told))


def draw_unknown(who: str) -> None:
    """Say that the provider knows somebody for whom there is no account."""
    spoken = shell.language()
    _card(
        text("sign_in_prompt.unknown_title", spoken),
        element("p", text("sign_in_prompt.unknown", spoken, who=who)),
    )


def sign_in_address() -> str:
    """Return the relative address of the sign-in page, which leads back to this page."""
    name = urlsplit(st.context.url or "").path.rpartition("/")[2]
    here = name if name in shell.PAGE_NAMES else ""
    asked = urlencode(st.query_params.to_dict())
    wanted = f"{here}?{asked}" if asked else here
    return "sign-in?" + urlencode({"lang": shell.language(), "next": wanted})


def _card(title: str, *body: Markup) -> None:
    heading = element("h1", icon("who"), " ", title, class_="page-title")
    st.html(element("section", heading, *body, class_="card"))
