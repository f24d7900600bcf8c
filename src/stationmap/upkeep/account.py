"""Accounts, what their roles may do, and on whose behalf something is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.upkeep.area import CITY

if TYPE_CHECKING:
    from datetime import datetime


SYSTEM = "system"
"""Who changed what the program itself did: the first filling of a store."""


class Role(StrEnum):
    """What an account is for; couriers need none.

    Staff add and edit stations and answer reports within their area. Planners read everything and
    write nothing of the list; scenarios, demand and areas are theirs. Admins do all that staff do,
    everywhere, and keep the accounts.
    """

    STAFF = "staff"
    PLANNER = "planner"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who works with the list.

    Attributes
    ----------
    login
        What she signs in with: lower case, unique, never reused.
    name
        What colleagues see beside her changes.
    area
        The code of the area in which she may write: `CITY`, a district's adcode or a street's code.
    subject
        Who she is for the OpenID provider (`issuer|sub`), if she signs in there.
    disabled
        Whether she may sign in no longer; the account stays, since her changes name it.
    """

    login: str
    name: str
    role: Role
    area: str = CITY
    subject: str | None = None
    disabled: bool = False
    created_at: datetime

    @property
    def may_edit(self) -> bool:
        """Whether the role may change stations and answer reports, within the area."""
        return self.role in {Role.STAFF, Role.ADMIN}

    @property
    def may_plan(self) -> bool:
        """Whether the role keeps scenarios, demand and areas."""
        return self.role in {Role.PLANNER, Role.ADMIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """What a program holds that works for an account; only its digest is kept.

    Attributes
    ----------
    name
        What its owner calls it, so that she knows which to take away.
    """

    digest: str
    login: str
    name: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The digest of what a browser holds; whoever has it acts for the account of that session."""

    digest: str


@dataclass(frozen=True, slots=True)
class TokenBearer:
    """The digest of a program's token; it writes for the account that made it, and keeps none."""

    digest: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs commands on the server itself, and needs no account for it."""

    name: str = "operator"


Actor = SessionKey | TokenBearer | Operator
"""On whose behalf something is done; looked up in the store at the moment of each write."""
