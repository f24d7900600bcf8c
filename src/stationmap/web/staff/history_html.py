"""The history of a station as HTML: a card for each revision, with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web import cards
from stationmap.web.dates import dated
from stationmap.web.markup import Markup, element, together
from stationmap.web.staff.history_who import name_of, said_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.labels import Language
    from stationmap.upkeep.change import Revision
    from stationmap.web.staff.history_words import ChangedLine


def revision_card(revision: Revision, changed: Sequence[ChangedLine], language: Language) -> Markup:
    """Return who did what, when and why, and what it changed."""
    change = revision.change
    undoes = text("history.undoes", language, number=change.undoes) if change.undoes else None
    return element(
        "article",
        element(
            "p",
            element("strong", text(f"action.{change.action}", language), class_="tag"),
            " ",
            dated(
                text(
                    "history.by",
                    language,
                    who=name_of(change.who, language),
                    when=said_at(change.at, language),
                )
            ),
        ),
        element("p", text("history.why", language, why=change.why)) if change.why else None,
        change_list(changed, language, is_new=revision.before is None) if revision.after else None,
        _left(revision, language) if revision.after is None else None,
        element(
            "p",
            text("history.number", language, number=revision.number, version=revision.version),
            f" {undoes}" if undoes else None,
            class_="small-print",
        ),
        class_="card revision",
        id=f"revision-{revision.number}",
    )


def change_list(
    changed: Sequence[ChangedLine], language: Language, *, is_new: bool = False
) -> Markup:
    """Return what was changed, field by field: what it was, struck out, and what it became.

    Of a station that is new, what it is alone: it was nothing before.
    """
    if not changed:
        return element("p", text("history.no_change", language), class_="muted")
    return element("ul", *(_line(line, is_new=is_new) for line in changed), class_="changes")


def _line(line: ChangedLine, *, is_new: bool) -> Markup:
    before = None if is_new else together(element("del", line.before), " → ")
    return element(
        "li",
        element("span", line.label, class_="muted"),
        element("span", before, element("ins", line.after), class_="change"),
    )


def _left(revision: Revision, language: Language) -> Markup:
    """Say that the station left the list, and where its id leads to."""
    if revision.successor is None:
        return element("p", text("history.left", language))
    return element(
        "p",
        text("history.merged_into", language, id=revision.successor),
        " ",
        element(
            "a",
            text("history.open_successor", language),
            href=cards.station_address(revision.successor, language),
            target="_self",
            class_="text-button",
        ),
    )
