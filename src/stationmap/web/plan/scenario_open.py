"""One scenario, open: the difference it makes, its map, its changes, and what becomes of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.labels import Language, text
from stationmap.maps.sites import SitesView
from stationmap.services.plan.comparison import compare
from stationmap.web import shell
from stationmap.web.map_view import show_sites_map
from stationmap.web.markup import Markup, element
from stationmap.web.offered_files import download_link
from stationmap.web.plan import (
    comparison_html,
    question_fields,
    scenario_edit,
    scenario_ends,
    scenario_html,
    scenario_state,
)
from stationmap.web.plan.plan_map import Among, bounds_of
from stationmap.web.plan.plan_writing import may_plan
from stationmap.web.plan.scenario_view import (
    change_lines,
    comparison_file,
    differences,
    planned_csv,
    planned_geojson,
)
from stationmap.web.staff.import_html import problem
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from stationmap.coverage.scenario import Scenario
    from stationmap.services.plan.comparison import Comparison
    from stationmap.upkeep.account import Account


def draw(scenario: Scenario, visitor: Account, language: Language) -> None:
    """Draw the scenario beside today."""
    question = question_fields.draw(language)
    st.html(scenario_html.head(scenario, language))
    try:
        comparison = compare(office().plan_coverage, question)
    except PlanError as error:
        st.html(problem(problem_text(error, language)))
        return
    st.html(comparison_html.figures(comparison, language))
    if question.counting.verified_within_days is not None:
        st.html(element("p", text("scenario.unverified", language), class_="hint"))
    with st.container(key="scenario-desk"):
        with st.container(key="scenario-map"):
            _draw_map(scenario, comparison, language)
        with st.container(key="scenario-changes"):
            if may_plan(visitor):
                scenario_edit.draw(scenario, language)
            lines = change_lines(scenario, services().by_id, language)
            st.html(scenario_html.changes(lines, language, may_plan=may_plan(visitor)))
    st.html(
        element(
            "div",
            element("h2", text("scenario.by_area", language), class_="section"),
            comparison_html.area_table(differences(comparison), language),
            _downloads(scenario, comparison, language),
        )
    )
    scenario_ends.draw(scenario, visitor, language)


def _draw_map(scenario: Scenario, comparison: Comparison, language: Language) -> None:
    by_id = services().by_id
    gained, lost = comparison.changed_cells()
    show_sites_map(
        SitesView(
            sites=[station.position for station in scenario.added],
            stations=Among.of(comparison.before.stations),
            closed=[by_id[one].position for one in scenario.closed if one in by_id],
            moved=[
                (by_id[one].position, position)
                for one, position in scenario.moved.items()
                if one in by_id
            ],
            gained=gained,
            lost=lost,
            pin=scenario_state.pin(),
            bounds=bounds_of(comparison.before),
            subject=f"{scenario.id}:{comparison.before.question.within or ''}",
            dark=shell.is_dark(),
            language=language,
        ),
        on_tap=scenario_state.put_pin,
    )
    st.html(scenario_html.legend(language))


def _downloads(scenario: Scenario, comparison: Comparison, language: Language) -> Markup:
    """Return the links to the planned stations and to the figures as files."""
    stations = office().scenarios.planned_stations(scenario)
    files = {
        "planned_geojson": ("planned.geojson", "application/geo+json", planned_geojson),
        "planned_csv": ("planned.csv", "text/csv", planned_csv),
    }
    links = [
        download_link(
            text(f"scenario.download.{name}", language),
            partial(build, stations),
            file_name=file_name,
            media_type=media_type,
            key=f"scenario:{name}",
        )
        for name, (file_name, media_type, build) in files.items()
        if stations
    ]
    figures = download_link(
        text("scenario.download.figures", language),
        partial(comparison_file, comparison, language),
        file_name="scenario.csv",
        media_type="text/csv",
        key="scenario:figures",
    )
    return element("div", figures, *links, class_="actions downloads")
