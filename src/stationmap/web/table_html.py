"""What the tables of several pages have in common: heads that sort, and pages to turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.web.markup import Child

HALF_TURN_DEG = 180.0


def sorting_head(name: str, *words: Child, is_sorted: bool, descending: bool) -> Markup:
    """Return the head of a column, with these words on its button; a tap on it sorts by `name`."""
    arrow = icon("arrow", turned_deg=HALF_TURN_DEG if descending else 0.0)
    return element(
        "th",
        element(
            "button",
            *words,
            arrow if is_sorted else None,
            type="button",
            data_tap=f"sort:{name}",
        ),
        scope="col",
        aria_sort=("descending" if descending else "ascending") if is_sorted else None,
    )


def pager(number: int, pages: int, label: str, language: Language) -> Markup | None:
    """Return the buttons to the pages beside this one, if it is not the only one.

    The label says what is turned.
    """
    if pages <= 1:
        return None
    return element(
        "nav",
        _turn(number - 1, "all.previous", language, is_there=number > 1),
        element("span", text("all.page", language, number=number, pages=pages)),
        _turn(number + 1, "all.next", language, is_there=number < pages),
        class_="pager",
        aria_label=label,
    )


def _turn(number: int, key: str, language: Language, *, is_there: bool) -> Markup:
    return element(
        "button",
        element("span", text(key, language)),
        class_="action",
        type="button",
        disabled=not is_there,
        data_tap=f"page:{number}",
    )
