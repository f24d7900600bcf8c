"""The first tab of the page of work: the list, narrowed, with one tap or many to verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import streamlit as st

from stationmap.errors import NotAllowedError, NotSignedInError, StoreError
from stationmap.labels import Language, text
from stationmap.services.work_list import Wanted
from stationmap.upkeep.work import WorkKind
from stationmap.web import shell, store_away, visit
from stationmap.web.staff import links, work_html
from stationmap.web.staff.area_choice import choose_area
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.upkeep.account import Account

KIND, PAGE, NOTICE = "work:kind", "work:page", "work:notice"


def draw(visitor: Account, language: Language) -> None:
    """Draw what there is to do."""
    if NOTICE in st.session_state:
        st.html(work_html.notice(st.session_state.pop(NOTICE)))
    chips = st.container()
    with st.container(key="work-filters", horizontal=True):
        with st.container(key="work-search"):
            words = st.text_input(
                text("work.search", language),
                key="work:words",
                placeholder=text("work.search", language),
                label_visibility="collapsed",
                on_change=_to_first_page,
            )
        area = choose_area(visitor, language, key="work:area", on_change=_to_first_page)
    wanted = Wanted(kind=st.session_state.get(KIND), area=area, words=words)
    page = office().work_list.page(visitor, wanted, st.session_state.get(PAGE, 1))
    chips.html(work_html.kind_chips(page.counts, wanted.kind, language))
    if page.items:
        st.html(work_html.work_list(page, language, may_edit=visitor.may_edit))
    else:
        is_narrowed = bool(page.counts) or area is not None or bool(words.strip())
        st.html(work_html.nothing(language, is_narrowed=is_narrowed))


def take_tap(action: str, subject: str) -> None:
    """Do what a tap asks for; its subject comes from a browser."""
    if action == "go":
        links.keep_tapped(subject)
    elif action == "kind":
        st.session_state[KIND] = WorkKind(subject) if subject in frozenset(WorkKind) else None
        _to_first_page()
    elif action == "page" and subject.isdecimal():
        st.session_state[PAGE] = int(subject)
    elif action == "verify":
        _verify([subject])
    elif action == "verify_picked":
        _verify(_ids(subject))


def _verify(ids: Sequence[str]) -> None:
    st.session_state[NOTICE] = _verified(ids, shell.language())


def _verified(ids: Sequence[str], language: Language) -> str:
    """Verify stations, and say what became of it."""
    if not ids:
        return text("work.none_picked", language)
    try:
        verified = office().edit.verify(visit.actor(), ids)
    except NotSignedInError:
        return text("work.session_ended", language)
    except NotAllowedError:
        return text("work.not_allowed", language)
    except StoreError:
        return store_away.not_saved(language)
    said = [text("work.verified", language, count=len(verified.done))] if verified.done else []
    if verified.refused:
        said.append(text("work.refused", language, count=len(verified.refused)))
    return " ".join(said)


def _ids(subject: str) -> list[str]:
    """Read the list of ids that a browser sent."""
    try:
        sent = orjson.loads(subject)
    except orjson.JSONDecodeError:
        return []
    return [one for one in sent if isinstance(one, str)] if isinstance(sent, list) else []


def _to_first_page() -> None:
    st.session_state[PAGE] = 1
