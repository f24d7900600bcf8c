"""What stands around a page for staff: their pages and the way out; for others, the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.errors import StoreError
from stationmap.labels import text
from stationmap.upkeep.account import Role
from stationmap.web import shell, store_away, visit
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.sign_in_prompt import sign_in_address
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.upkeep.account import Account

STAFF_PAGES = ("work", "edit", "import_stations", "reports", "plan")
ADMIN_PAGES = ("accounts",)
PLANNER_PAGES = ("plan", "work", "reports")


def draw() -> None:
    """Draw the bar of somebody who is signed in; nothing for anybody else."""
    try:
        visitor = visit.account()
    except StoreError:
        st.html(store_away.hint(shell.language()))
        return
    if visitor is None:
        return
    draw_style("bar")
    with st.container(key="staff-bar", horizontal=True):
        for name in pages_of(visitor):
            linked = shell.page(name)
            st.page_link(linked, label=linked.title, query_params=shell.query())
        st.html(_who(visitor), width="content")


def draw_foot() -> None:
    """Draw the way to sign in below the page, where a courier need not see it."""
    if visit.account_if_known() is not None:
        return
    spoken = shell.language()
    link = element(
        "a", text("sign_in.link", spoken), href=sign_in_address(), target="_self", class_="way-in"
    )
    st.html(link)


def pages_of(visitor: Account) -> list[str]:
    """Return the pages that somebody has use for, of those that there are."""
    useful = {
        Role.STAFF: STAFF_PAGES,
        Role.PLANNER: PLANNER_PAGES,
        Role.ADMIN: STAFF_PAGES + ADMIN_PAGES,
    }[visitor.role]
    return [name for name in useful if name in shell.PAGE_NAMES]


def _who(visitor: Account) -> Markup:
    spoken = shell.language()
    area = office().areas.name(visitor.area, spoken)
    return element(
        "details",
        element("summary", icon("who"), element("span", visitor.name)),
        element(
            "div",
            element("p", f"{text(f'role.{visitor.role}', spoken)} · {area}", class_="muted"),
            element(
                "a",
                text("tokens.open", spoken),
                href=f"accounts?lang={spoken}",
                target="_self",
                class_="action",
            ),
            element(
                "form",
                element("button", text("sign_in.out", spoken), type="submit", class_="action"),
                element(
                    "button",
                    text("sign_in.out_everywhere", spoken),
                    type="submit",
                    name="everywhere",
                    value="1",
                    class_="action",
                ),
                method="post",
                action=f"sign-out?lang={spoken}",
            ),
        ),
        class_="who",
    )
