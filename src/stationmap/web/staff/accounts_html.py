"""The list of accounts as HTML, and the link that sets a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.upkeep.account_rules import WAITING, is_bound
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.labels import Language
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.area import Areas


def account_rows(
    accounts: Iterable[Account], areas: Areas, *, chosen: str | None, language: Language
) -> Markup:
    """Return one row for each account; a tap opens it."""
    rows = (
        element("li", _row(account, areas, is_chosen=account.login == chosen, language=language))
        for account in accounts
    )
    return element("ul", *rows, class_="rows")


def facts(account: Account, language: Language) -> Markup:
    """Return how somebody signs in, and since when there is the account."""
    return element(
        "p",
        text("accounts.login_is", language, login=account.login),
        " · ",
        _way_in(account, language),
        " · ",
        text("accounts.since", language, day=f"{account.created_at:%Y-%m-%d}"),
        class_="muted",
    )


def link_note(name: str, language: Language) -> Markup:
    """Say what to do with the link below."""
    return element(
        "p",
        icon("share"),
        element("span", text("accounts.link_note", language, name=name)),
        class_="hint",
    )


def _row(account: Account, areas: Areas, *, is_chosen: bool, language: Language) -> Markup:
    role = text(f"role.{account.role}", language)
    what = f"{role} · {areas.name(account.area, language)} · {account.login}"
    disabled = text("accounts.is_disabled", language) if account.disabled else None
    return element(
        "button",
        icon("who"),
        element(
            "span",
            element("strong", account.name),
            element("span", what, class_="muted"),
            element("span", disabled, class_="said closed") if disabled else None,
            class_="row-text",
        ),
        class_="row",
        type="button",
        data_tap=f"open:{account.login}",
        aria_pressed="true" if is_chosen else "false",
    )


def _way_in(account: Account, language: Language) -> str:
    if is_bound(account):
        return text("accounts.by_openid", language)
    if account.subject is not None:
        email = account.subject.removeprefix(WAITING)
        return text("accounts.waits_for", language, email=email)
    return text("accounts.by_password", language)
