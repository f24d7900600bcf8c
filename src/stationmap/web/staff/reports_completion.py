"""How many reports each part of an area answered in time, as a table that folds away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.services.answer_reports import LOOKED_BACK
from stationmap.upkeep.completion import Completion
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stationmap.upkeep.area import Areas

COUNTS = ("waiting", "overdue", "in_time", "late", "share")


def completion_table(
    area: str,
    parts: Sequence[str],
    completion: Mapping[str, Completion],
    areas: Areas,
    language: Language,
) -> Markup:
    """Return the table: the area as a whole, then its parts that had any report."""
    whole = _within(area, completion, areas)
    told = [(areas.name(part, language), _within(part, completion, areas)) for part in parts]
    rows = [(text("reports.whole", language), whole), *told]
    heads = [text(f"reports.{name}", language) for name in ("place", *COUNTS)]
    return element(
        "details",
        element("summary", text("reports.completion", language, days=LOOKED_BACK.days)),
        element(
            "div",
            element(
                "table",
                element("thead", element("tr", *(element("th", head) for head in heads))),
                element(
                    "tbody",
                    *(_row(name, one, language) for name, one in rows if one != Completion()),
                ),
                class_="stations completion",
            ),
            class_="scroll",
        ),
        class_="card",
    )


def _within(area: str, completion: Mapping[str, Completion], areas: Areas) -> Completion:
    own = (one for code, one in completion.items() if areas.within(area, code))
    return sum(own, start=Completion())


def _row(name: str, one: Completion, language: Language) -> Markup:
    share = one.share_in_time
    said = text("reports.none_due", language) if share is None else f"{share:.0%}"
    counts = (one.waiting, one.overdue, one.answered_in_time, one.answered_late)
    return element(
        "tr",
        element("th", name, scope="row"),
        *(element("td", str(count)) for count in counts),
        element("td", said),
    )
