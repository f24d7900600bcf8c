"""All stations: one map, filtered, with a table that can be sorted and downloaded."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

import streamlit as st

from stationmap.labels import Language, text
from stationmap.maps.views import AllStationsView
from stationmap.stations.codes import Facility, StationKind, Status
from stationmap.stations.filter import StationFilter
from stationmap.web import all_html, all_view, shell
from stationmap.web.downloads import FILES
from stationmap.web.map_view import show_all_map
from stationmap.web.markup import element
from stationmap.web.offered_files import download_link
from stationmap.web.relay import relay_taps
from stationmap.web.search_box import MAX_QUERY
from stationmap.web.wiring import services

Code = TypeVar("Code", StationKind, Facility, Status)

ORDER, PAGE, OPENED = "all:order", "all:page", "all:opened_station"
TABLE = "all:table"


@st.fragment
def draw(language: Language) -> None:
    """Draw the page as one fragment."""
    if OPENED in st.session_state:
        shell.open_station(st.session_state.pop(OPENED))
    with st.container(key="all-page"):
        shown = _shown(language)
        found = all_view.shown_stations(shown)
        st.html(all_html.count_line(len(found), len(services().stations), language))
        with st.container(key="all-map"):
            everything = shown == all_view.Shown()
            show_all_map(
                AllStationsView(
                    where=None if everything else shown, dark=shell.is_dark(), language=language
                ),
                on_station=_open,
            )
        with st.container(key="all-table"):
            _downloads(shown, language)
            if st.toggle(text("all.table", language), key=TABLE, persist_state="session"):
                _table(shown, language)
    relay_taps(language, key="all:relay", on_tap=_take_tap)


def _shown(language: Language) -> all_view.Shown:
    with st.container(key="all-filters", horizontal=True):
        words = st.text_input(
            text("all.words", language),
            key="all:words",
            placeholder=text("all.words_hint", language),
            persist_state="session",
            max_chars=MAX_QUERY,
            live=True,
            on_change=_to_first_page,
        )
        kinds = _choices("kind", StationKind, language)
        adcode = st.selectbox(
            text("all.district", language),
            [district.adcode for district in services().districts],
            index=None,
            format_func=lambda adcode: all_view.district_name(adcode, language),
            placeholder=text("all.any", language),
            key="all:district",
            persist_state="session",
        )
        facilities = _choices("facility", Facility, language)
        statuses = _choices("status", Status, language)
    return all_view.Shown(
        where=StationFilter(
            kinds=frozenset(kinds), working=frozenset(facilities), statuses=frozenset(statuses)
        ),
        adcode=adcode,
        words=words.strip(),
    )


def _choices(field: str, codes: type[Code], language: Language) -> list[Code]:
    return st.multiselect(
        text(f"all.{field}", language),
        list(codes),
        format_func=lambda code: text(f"{field}.{code}", language),
        placeholder=text("all.any", language),
        key=f"all:{field}",
        persist_state="session",
        select_all=False,
        on_change=_to_first_page,
    )


def _table(shown: all_view.Shown, language: Language) -> None:
    order = st.session_state.get(ORDER, all_view.Order())
    number = st.session_state.get(PAGE, 1)
    st.html(
        all_html.table_html(all_view.table_page(shown, order, number, language), order, language)
    )


def _downloads(shown: all_view.Shown, language: Language) -> None:
    """Offer the shown stations as files, which are made only when asked for."""
    links = (
        download_link(
            text(f"all.download_{suffix}", language),
            partial(build, shown, language),
            file_name=f"stations.{suffix}",
            media_type=media_type,
            key=f"all:download_{suffix}",
        )
        for suffix, (media_type, build) in FILES.items()
    )
    st.html(element("div", *links, class_="actions"))


def _take_tap(action: str, subject: str) -> None:
    if action == "station":
        _open(subject)
    elif action == "page" and subject.isdecimal():
        st.session_state[PAGE] = int(subject)
    elif action == "sort" and subject in frozenset(all_view.Column):
        order = st.session_state.get(ORDER, all_view.Order())
        st.session_state[ORDER] = order.after_tap_on(all_view.Column(subject))
        _to_first_page()


def _open(station_id: str) -> None:
    st.session_state[OPENED] = station_id


def _to_first_page() -> None:
    st.session_state[PAGE] = 1


if __name__ == "__main__":
    draw(shell.language())
