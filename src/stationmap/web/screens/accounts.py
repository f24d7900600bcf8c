"""One's own tokens; for admins the accounts too: who there is, and what is to be changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from stationmap.errors import AccountError
from stationmap.labels import Language, text
from stationmap.upkeep.account import Account, Role
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.relay import relay_taps
from stationmap.web.staff import accounts_html, token_section
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable

ROLES = tuple(Role)
CHOSEN, SAID = "accounts:chosen", "accounts:said"


@st.fragment
def draw(language: Language) -> None:
    """Draw the page as one fragment; accounts are for admins, tokens for everybody."""
    visitor = visit.require(*Role)
    draw_style("accounts")
    if visitor.role is Role.ADMIN:
        _draw_accounts(language)
    with st.container(key="accounts-tokens"):
        token_section.draw(language)


def _draw_accounts(language: Language) -> None:
    accounts = {account.login: account for account in office().accounts.all(visit.actor())}
    chosen = accounts.get(st.session_state.get(CHOSEN, ""))
    with st.container(key="accounts-page"):
        with st.container(key="accounts-list"):
            st.html(element("h1", text("accounts.title", language), class_="page-title"))
            if chosen is not None:
                st.button(text("accounts.new", language), key="accounts:new", on_click=_open)
            st.html(
                accounts_html.account_rows(
                    accounts.values(),
                    office().areas,
                    chosen=chosen.login if chosen else None,
                    language=language,
                )
            )
        with st.container(key="accounts-panel"):
            _say(language)
            if chosen is None:
                _new(language)
            else:
                _one(chosen, language)
    relay_taps(language, key="accounts:relay", on_tap=_take_tap)


def _new(language: Language) -> None:
    with st.form("accounts:add", border=False):
        st.html(element("h2", text("accounts.new", language), class_="section"))
        name = st.text_input(text("set_up.name", language), max_chars=64)
        login = st.text_input(text("sign_in.login", language), max_chars=64, autocomplete="off")
        _hint("set_up.login_hint", language)
        role, area = _role_and_area(Role.STAFF, None, "new", language)
        email = st.text_input(text("accounts.email", language))
        _hint("accounts.email_help", language)
        if st.form_submit_button(text("accounts.add", language), type="primary"):
            _add(login, name, role, area, email, language)


def _add(  # noqa: PLR0913, PLR0917  # the fields of the form
    login: str, name: str, role: Role, area: str | None, email: str, language: Language
) -> None:
    if role is Role.STAFF and area is None:
        st.error(text("accounts.area_missing", language))
        return

    def add() -> None:
        account = office().accounts.add(
            visit.actor(),
            login=login,
            name=name,
            role=role,
            area=area or office().areas.choices()[0],
            email=email or None,
        )
        _open(account.login, "added")

    if _done(add, language):
        st.rerun(scope="fragment")


def _one(account: Account, language: Language) -> None:
    st.html(element("h2", account.name, class_="section"))
    st.html(accounts_html.facts(account, language))
    with st.form(f"accounts:change:{account.login}", border=False):
        name = st.text_input(text("set_up.name", language), value=account.name, max_chars=64)
        role, area = _role_and_area(account.role, account.area, account.login, language)
        if st.form_submit_button(text("accounts.save", language), type="primary"):
            change = partial(office().accounts.change, name=name, role=role, area=area)
            _act(lambda: change(visit.actor(), account.login), account, "saved", language)
    with st.container(horizontal=True, key="accounts-actions"):
        is_link_wanted = _actions(account, language)
    if is_link_wanted:
        _link(account, language)


def _actions(account: Account, language: Language) -> bool:
    """Draw what else can be done; say whether a link is wanted."""
    accounts, login = office().accounts, account.login
    if account.disabled:
        if _button("enable", login, language):
            _act(lambda: accounts.enable(visit.actor(), login), account, "enabled", language)
        return False
    is_link_wanted = _button("link", login, language)
    if _button("end_sessions", login, language):
        _act(lambda: accounts.end_sessions(visit.actor(), login), account, "ended", language)
    if _button("disable", login, language):
        _act(lambda: accounts.disable(visit.actor(), login), account, "disabled", language)
    return is_link_wanted


def _link(account: Account, language: Language) -> None:
    """Show the one-time link, in this run alone."""
    token = office().accounts.password_token(visit.actor(), account.login)
    asked = urlencode({"login": account.login, "token": token, "lang": language})
    st.html(accounts_html.link_note(account.name, language))
    st.code(f"{shell.root_address()}/set-password?{asked}", language=None, wrap_lines=True)


def _role_and_area(
    role: Role, area: str | None, key: str, language: Language
) -> tuple[Role, str | None]:
    areas = office().areas
    codes = areas.choices()
    chosen_role: Role = st.selectbox(
        text("accounts.role", language),
        ROLES,
        index=ROLES.index(role),
        format_func=lambda code: text(f"accounts.role_{code}", language),
        key=f"accounts:role:{key}",
    )
    chosen_area: str | None = st.selectbox(
        text("accounts.area", language),
        codes,
        index=codes.index(area) if area in codes else None,
        format_func=lambda code: areas.name(code, language),
        placeholder=text("accounts.area_placeholder", language),
        key=f"accounts:area:{key}",
    )
    _hint("accounts.area_help", language)
    return chosen_role, chosen_area


def _hint(key: str, language: Language) -> None:
    st.html(element("p", text(key, language), class_="muted"))


def _button(action: str, login: str, language: Language) -> bool:
    return st.button(text(f"accounts.{action}", language), key=f"accounts:{action}:{login}")


def _act(work: Callable[[], object], account: Account, said: str, language: Language) -> None:
    if _done(work, language):
        _open(account.login, said)
        st.rerun(scope="fragment")


def _done(work: Callable[[], object], language: Language) -> bool:
    try:
        work()
    except AccountError as error:
        st.error(text(f"account_fault.{error.reason}", language))
        return False
    return True


def _say(language: Language) -> None:
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(text(f"accounts.said_{said}", language))


def _take_tap(action: str, subject: str) -> None:
    if action == "open":
        _open(subject)


def _open(login: str = "", said: str | None = None) -> None:
    st.session_state[CHOSEN], st.session_state[SAID] = login, said


if __name__ == "__main__":
    draw(shell.language())
