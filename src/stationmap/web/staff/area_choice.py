"""The choice of a part of one's area: a district of the city, or a street of a district."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from stationmap.labels import Language, text
from stationmap.upkeep.area import CITY
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.upkeep.account import Account


def choose_area(
    visitor: Account, language: Language, *, key: str, on_change: Callable[[], None] | None = None
) -> str | None:
    """Draw the choice where there is one; return the code, or None for all of the area."""
    codes = parts_of(visitor.area)
    if not codes:
        return None
    chosen: str | None = st.selectbox(
        text("work.where", language),
        codes,
        index=None,
        format_func=lambda code: office().areas.name(code, language),
        placeholder=text("work.any_area", language),
        key=key,
        label_visibility="collapsed",
        on_change=on_change,
    )
    return chosen


def parts_of(area: str) -> list[str]:
    """Return the codes of the areas directly within an area."""
    areas = office().areas
    if area == CITY:
        return [district.adcode for district in areas.districts]
    return [street.code for street in areas.streets if street.district == area]
