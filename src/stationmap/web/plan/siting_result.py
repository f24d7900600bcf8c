"""What siting found, drawn: the sites on the map and in order, and the way into a scenario."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.scenario import with_added
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.maps.sites import SitesView
from stationmap.services.plan.siting_stations import stations_of
from stationmap.web import shell, visit
from stationmap.web.map_view import show_sites_map
from stationmap.web.markup import element
from stationmap.web.offered_files import download_link
from stationmap.web.plan import siting_html
from stationmap.web.plan.plan_map import Among
from stationmap.web.plan.plan_writing import may_plan, take_notice, write
from stationmap.web.plan.siting_view import FILES, area_of
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from stationmap.services.plan.siting_answer import Site, SitingAnswer
    from stationmap.upkeep.account import Account

PAGE = "siting"
NEW = ""
INTO, NAME = "siting:into", "siting:into_name"
MAX_NAME = 80


def draw(answer: SitingAnswer, visitor: Account, language: Language) -> None:
    """Draw the answer."""
    st.html(siting_html.came_of_it(answer, language))
    if not answer.sites:
        st.html(element("p", text("siting.nothing_to_add", language), class_="hint"))
        return
    with st.container(key="siting-answer"):
        with st.container(key="siting-map"):
            _draw_map(answer, language)
        with st.container(key="siting-list"):
            st.html(siting_html.table(answer, language))
            st.html(_downloads(answer, language))
    curve = siting_html.curve(answer, language)
    if curve is not None:
        st.html(curve)
    if may_plan(visitor):
        _draw_into(answer, language)


def forget() -> None:
    """Forget what was said of the answer before."""
    take_notice(PAGE)


def _draw_map(answer: SitingAnswer, language: Language) -> None:
    show_sites_map(
        SitesView(
            sites=[site.position for site in answer.sites],
            stations=_that_count(answer),
            subject=f"{hash(answer.question)}:{answer.revision}",
            dark=shell.is_dark(),
            language=language,
        )
    )
    st.html(element("p", text("siting.map", language), class_="small-print"))


def _that_count(answer: SitingAnswer) -> Among | None:
    """Return which stations stay; None where the demand or the scenario was removed meanwhile."""
    try:
        return Among.of(office().plan_coverage.answer(answer.question.coverage).stations)
    except PlanError:
        return None


def _downloads(answer: SitingAnswer, language: Language) -> str:
    links = (
        download_link(
            text(f"siting.download_{suffix}", language),
            partial(build, answer, language),
            file_name=f"sites.{suffix}",
            media_type=media_type,
            key=f"siting:{suffix}",
        )
        for suffix, (media_type, build) in FILES.items()
    )
    return element("div", *links, class_="actions downloads")


def _draw_into(answer: SitingAnswer, language: Language) -> None:
    """Draw the way of the sites into a scenario, a new one or one that there is."""
    names = {NEW: text("siting.into_new", language)}
    names |= {scenario.id: scenario.name for scenario in office().scenarios.all()}
    with st.container(key="siting-into-card"):
        st.html(element("h2", text("siting.into", language), class_="section"))
        notice = take_notice(PAGE)
        if notice is not None:
            st.html(notice)
        chosen = st.selectbox(
            text("siting.into_which", language),
            list(names),
            format_func=lambda one: names.get(one, one),
            key=INTO,
        )
        if chosen == NEW:
            st.text_input(text("siting.into_name", language), key=NAME, max_chars=MAX_NAME)
        st.button(
            text("siting.into", language),
            key="siting:put",
            type="primary",
            on_click=_put,
            args=(answer, language),
        )


def _put(answer: SitingAnswer, language: Language) -> None:
    """Add the sites to the scenario that was chosen."""
    chosen, name = st.session_state.get(INTO, NEW), st.session_state.get(NAME, "")
    added = stations_of(answer, lambda site: _name_of(site, language))

    def put() -> str:
        actor, scenarios = visit.actor(), office().scenarios
        scenario = scenarios.get(chosen) if chosen else scenarios.create(actor, name)
        scenarios.save(actor, with_added(scenario, *added))
        return text("siting.into_done", language, count=len(added), name=scenario.name)

    write(PAGE, put, language)


def _name_of(site: Site, language: Language) -> str:
    return text("siting.site_name", language, rank=site.rank, area=area_of(site, language))
