"""Writing of planners: who may, and what is said of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import NotAllowedError, NotSignedInError, PlanError
from stationmap.labels import text
from stationmap.upkeep.account import Role
from stationmap.web.icons import icon
from stationmap.web.markup import element
from stationmap.web.staff.import_html import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.labels import Language
    from stationmap.upkeep.account import Account
    from stationmap.web.markup import Markup

PLANNERS = frozenset({Role.PLANNER, Role.ADMIN})


def may_plan(visitor: Account) -> bool:
    """Say whether the account writes scenarios."""
    return visitor.role in PLANNERS


def write(page: str, call: Callable[[], str], language: Language) -> bool:
    """Do something that writes, keep the sentence about it for the next drawing, say if it worked.

    Parameters
    ----------
    page
        Where the sentence will be drawn.
    call
        Writes, and returns what to say.
    """
    try:
        said = done(call())
    except PlanError as error:
        said, worked = problem(problem_text(error, language)), False
    except NotSignedInError:
        said, worked = problem(text("work.session_ended", language)), False
    except NotAllowedError:
        said, worked = problem(text("work.not_allowed", language)), False
    else:
        worked = True
    st.session_state[_key(page)] = said
    return worked


def done(words: str) -> Markup:
    """Return a sentence about what was done."""
    return element("div", icon("check"), element("span", words), class_="hint good", role="status")


def take_notice(page: str) -> Markup | None:
    """Return what there is to say on a page, once."""
    said: Markup | None = st.session_state.pop(_key(page), None)
    return said


def _key(page: str) -> str:
    return f"{page}:notice"
