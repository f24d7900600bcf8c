"""The work list as HTML: what kinds of work there are, and a page of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.upkeep.work import SETTLED_BY_VERIFYING, WorkKind
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.staff.parts_html import page_link, station_link
from stationmap.web.staff.work_words import reason
from stationmap.web.table_html import pager

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.labels import Language
    from stationmap.services.work_list import WorkPage
    from stationmap.upkeep.work import WorkItem

URGENT = frozenset({WorkKind.REPORT_OVERDUE, WorkKind.EXPIRED})
REPORTS = frozenset({WorkKind.REPORT_OVERDUE, WorkKind.REPORT_WAITING})
EVERY_KIND = "all"


def kind_chips(
    counts: Mapping[WorkKind, int], chosen: WorkKind | None, language: Language
) -> Markup:
    """Return a button for each kind of work that there is, with how much of it."""
    everything = _chip(
        EVERY_KIND, text("work.all", language), sum(counts.values()), is_on=chosen is None
    )
    kinds = (
        _chip(kind, text(f"work.kind.{kind}", language), count, is_on=kind is chosen)
        for kind, count in counts.items()
    )
    return element("div", everything, *kinds, class_="kinds", role="group")


def work_list(page: WorkPage, language: Language, *, may_edit: bool) -> Markup:
    """Return a page of work: each item with its reason, and what can be done about it here."""
    rows = (_row(item, language, may_edit=may_edit) for item in page.items)
    is_bulk = may_edit and any(item.kind in SETTLED_BY_VERIFYING for item in page.items)
    return element(
        "div",
        element("p", text("work.found", language, count=page.found), class_="count", role="status"),
        _bulk_bar(language) if is_bulk else None,
        element("ul", *rows, class_="rows work"),
        pager(page.number, page.pages, text("work.pages", language), language),
    )


def nothing(language: Language, *, is_narrowed: bool) -> Markup:
    """Say that there is no work, and whether that is because of what was asked."""
    key = "work.nothing_fits" if is_narrowed else "work.nothing"
    return element("div", text(key, language), class_="card", role="status")


def notice(sentence: str) -> Markup:
    """Say what became of what was asked for."""
    return element("p", icon("check"), element("span", sentence), class_="hint", role="status")


def _row(item: WorkItem, language: Language, *, may_edit: bool) -> Markup:
    station = item.station
    settles = may_edit and item.kind in SETTLED_BY_VERIFYING
    where = station.address or station.district
    about = [text(f"kind.{station.kind}", language), *([where] if where else [])]
    tag = "tag urgent" if item.kind in URGENT else "tag"
    return element(
        "li",
        _pick(item, language) if settles else None,
        element(
            "div",
            station_link(station, language),
            element("span", " · ".join(about), class_="muted"),
            element(
                "span",
                element("span", text(f"work.kind.{item.kind}", language), class_=tag),
                " ",
                dated(reason(item, language)),
            ),
            class_="row-text",
        ),
        element(
            "div",
            _verify(item, language) if settles else None,
            _open(item, language) if may_edit or item.kind in REPORTS else None,
            class_="do",
        ),
        class_="work-row",
    )


def _pick(item: WorkItem, language: Language) -> Markup:
    box = element(
        "input",
        type="checkbox",
        data_pick=item.station.id,
        aria_label=text("work.pick", language, name=item.station.name),
    )
    return element("label", box, class_="pick")


def _verify(item: WorkItem, language: Language) -> Markup:
    return element(
        "button",
        icon("verified"),
        element("span", text("work.verify", language)),
        class_="action",
        type="button",
        data_tap=f"verify:{item.station.id}",
    )


def _open(item: WorkItem, language: Language) -> Markup:
    """Return the link to where an item is mended."""
    name, label, query = _mended_at(item)
    return page_link(text(f"work.{label}", language), name, language, **query)


def _mended_at(item: WorkItem) -> tuple[str, str, dict[str, str]]:
    """Return the page, what its link says, and its query."""
    if item.kind in REPORTS:
        return "reports", "answer", {"station": item.station.id}
    query = {"station": item.station.id}
    if item.other is not None:
        return "edit", "compare", {**query, "merge": item.other.id}
    return "edit", "open", query


def _bulk_bar(language: Language) -> Markup:
    return element(
        "div",
        element(
            "label",
            element("input", type="checkbox", data_pick_all=True),
            element("span", text("work.pick_page", language)),
            class_="pick",
        ),
        element(
            "button",
            icon("verified"),
            element("span", text("work.verify_picked", language)),
            class_="action",
            type="button",
            data_tap="verify_picked:",
            data_with_picked=True,
        ),
        class_="bulk",
    )


def _chip(subject: str, label: str, count: int, *, is_on: bool) -> Markup:
    return element(
        "button",
        element("span", label),
        element("b", str(count)),
        class_="kind",
        type="button",
        aria_pressed="true" if is_on else "false",
        data_tap=f"kind:{subject}",
    )
