"""One's own tokens for programs: made, listed and revoked on the page of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import AccountError
from stationmap.labels import Language, text
from stationmap.services.api_tokens import MOST_DAYS, USUAL_DAYS
from stationmap.web import visit
from stationmap.web.markup import element
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import ApiToken

SAID = "tokens:said"


def draw(language: Language) -> None:
    """Draw the section of whoever visits; a new token is shown in this run alone."""
    st.html(element("h2", text("tokens.title", language), class_="section"))
    st.html(element("p", text("tokens.why", language), class_="muted"))
    _make(language)
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(text(f"tokens.said_{said}", language))
    mine = office().api_tokens.of(visit.actor())
    if not mine:
        st.html(element("p", text("tokens.none", language), class_="muted"))
    for token in mine:
        _row(token, language)


def _make(language: Language) -> None:
    with st.form("tokens:make", border=False):
        name = st.text_input(text("tokens.name", language), max_chars=64, autocomplete="off")
        days = st.number_input(
            text("tokens.days", language), min_value=1, max_value=MOST_DAYS, value=USUAL_DAYS
        )
        if not st.form_submit_button(text("tokens.make", language)):
            return
    try:
        token, _ = office().api_tokens.make(visit.actor(), name, days=int(days))
    except AccountError as error:
        st.error(text(f"account_fault.{error.reason}", language))
        return
    st.html(element("p", text("tokens.once", language), class_="hint"))
    st.code(token, language=None, wrap_lines=True)


def _row(token: ApiToken, language: Language) -> None:
    made, until = f"{token.created_at:%Y-%m-%d}", f"{token.expires_at:%Y-%m-%d}"
    st.html(
        element(
            "p",
            element("strong", token.name),
            " · ",
            element("span", text("tokens.until", language, made=made, until=until), class_="muted"),
        )
    )
    st.button(
        text("tokens.revoke", language, name=token.name),
        key=f"tokens:revoke:{token.digest}",
        on_click=_revoke,
        args=(token.digest,),
    )


def _revoke(digest: str) -> None:
    """Revoke a token; one that is gone already was revoked in another window."""
    try:
        office().api_tokens.revoke(visit.actor(), digest)
    except AccountError:
        return
    st.session_state[SAID] = "revoked"
