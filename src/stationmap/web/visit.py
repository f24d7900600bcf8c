"""Who visits: the account behind this browser, looked up in the store at every run of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import NotSignedInError, SignInRefusedError, StoreError
from stationmap.services.openid_sign_in import Claims
from stationmap.services.tokens import session_key
from stationmap.web import shell, sign_in_prompt, store_away
from stationmap.web.session_cookie import SESSION_COOKIE
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account, Role, SessionKey


def actor() -> SessionKey:
    """Return on whose behalf this visit acts.

    Raises
    ------
    NotSignedInError
        If this browser has no session that is open now.
    SignInRefusedError
        If an OpenID provider has signed somebody in for whom there is no account.
    """
    token = st.context.cookies.get(SESSION_COOKIE)
    if token:
        key = session_key(token)
        office().authority.account(key)
        return key
    if st.user.get("is_logged_in"):
        return office().openid.admit(Claims.of(st.user.to_dict()))
    raise NotSignedInError


def account() -> Account | None:
    """Return the account of this visit, or None if it has no open session now."""
    try:
        return office().authority.account(actor())
    except (NotSignedInError, SignInRefusedError):
        return None


def account_if_known() -> Account | None:
    """Return the account of this visit; None also while the store is away.

    It is for what only adds to a page that couriers read on.
    """
    try:
        return account()
    except StoreError:
        return None


def require(*roles: Role) -> Account:
    """Return the account of this visit if it has one of these roles.

    Otherwise draw what to do instead, and end the run of the page.
    """
    try:
        visitor = account()
    except StoreError as error:
        store_away.end_page(error, shell.language())
    if visitor is None:
        _draw_way_in()
        st.stop()
    if visitor.role not in roles:
        sign_in_prompt.draw_other_role(visitor)
        st.stop()
    return visitor


def _draw_way_in() -> None:
    """Draw the way to sign in; for somebody without an account, whom to ask for one."""
    try:
        actor()
    except SignInRefusedError:
        who = st.user.get("email") or st.user.get("name") or st.user.get("sub")
        sign_in_prompt.draw_unknown(str(who))
    except NotSignedInError:
        sign_in_prompt.draw_sign_in()
