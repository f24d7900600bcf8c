"""What an account must be: its login, its name, the area of its role, its e-mail address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stationmap.errors import AccountError
from stationmap.upkeep.account import SYSTEM, Account, Operator, Role
from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from datetime import datetime

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
"""Two to 64 characters that every keyboard has; an e-mail address is one, too."""
RESERVED = frozenset({Operator().name, SYSTEM})
"""What stands for others than accounts beside a change."""
LONGEST_NAME = 64
EMAIL = re.compile(r"[^\s@|]+@[^\s@|]+\.[^\s@|]+")
LONGEST_EMAIL = 254

WAITING = "email:"
"""With an address behind it, the subject of who has not signed in with OpenID yet. A subject that
a provider gave has its issuer, an address that begins with `http`, in front."""


def tidy_login(login: str) -> str:
    """Return a login as it is kept, or an empty text if it cannot be one."""
    tidy = login.strip().lower()
    return tidy if LOGIN.fullmatch(tidy) else ""


def new_account(  # noqa: PLR0913  # an account is that much
    *,
    login: str,
    name: str,
    role: Role,
    area: str = CITY,
    email: str | None = None,
    created_at: datetime,
) -> Account:
    """Return an account as it is kept.

    Raises
    ------
    AccountError
        If its login, name or e-mail address cannot be so. That the area exists is for `Areas`.
    """
    tidy = tidy_login(login)
    if not tidy or tidy in RESERVED:
        raise AccountError(login, "login_shape")
    return Account(
        login=tidy,
        name=tidy_name(name, login=tidy),
        role=role,
        area=area_of_role(role, area),
        subject=waiting_subject(email, login=tidy) if email else None,
        created_at=created_at,
    )


def tidy_name(name: str, *, login: str) -> str:
    """Return the name that colleagues see, without needless spaces.

    Raises
    ------
    AccountError
        If it is empty, too long or not printable.
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise AccountError(login, "name_shape")
    return tidy


def area_of_role(role: Role, area: str) -> str:
    """Return the area of an account: staff have one, planners and admins the whole city."""
    return area if role is Role.STAFF else CITY


def waiting_subject(email: str, *, login: str) -> str:
    """Return the subject of an account that waits for its first sign-in with OpenID.

    Raises
    ------
    AccountError
        If this is no e-mail address.
    """
    tidy = email.strip().lower()
    if not EMAIL.fullmatch(tidy) or len(tidy) > LONGEST_EMAIL:
        raise AccountError(login, "email_shape")
    return WAITING + tidy


def is_bound(account: Account) -> bool:
    """Say whether somebody at an OpenID provider owns the account already."""
    return account.subject is not None and not account.subject.startswith(WAITING)
