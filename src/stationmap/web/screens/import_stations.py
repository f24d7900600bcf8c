"""Import of a file by staff: choose it, check what was understood, dry run, import, roll back."""

from __future__ import annotations

import streamlit as st

from stationmap.labels import Language, text
from stationmap.upkeep.account import Role
from stationmap.web import shell, visit
from stationmap.web.markup import element
from stationmap.web.staff import import_accept, import_asked, import_dry_run, import_earlier
from stationmap.web.staff.style import draw_style
from stationmap.web.wiring import office


def draw(language: Language) -> None:
    """Draw as many of the steps as the answers so far allow."""
    visitor = visit.require(Role.STAFF, Role.ADMIN)
    draw_style("import")
    with st.container(key="import-page"):
        area = office().areas.name(visitor.area, language)
        st.html(
            element(
                "div",
                element("h1", text("import.title", language), class_="page-title"),
                element("p", text("import.how", language)),
                element("p", text("import.area", language, area=area), class_="muted"),
            )
        )
        done = import_accept.draw_result(language)
        if done is None:
            _steps(language)
        import_earlier.draw(language, but=done)


def _steps(language: Language) -> None:
    asked = import_asked.draw(language)
    if asked is None:
        return
    plan = import_dry_run.draw(asked, language)
    if plan is not None:
        import_accept.draw(plan, language)


if __name__ == "__main__":
    draw(shell.language())
