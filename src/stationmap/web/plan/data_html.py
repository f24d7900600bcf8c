"""The demand and the areas that there are, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.plan.coverage_view import amount
from stationmap.web.plan.question_choices import name_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.labels import Language
    from stationmap.services.plan.library_heads import AreaSetHead, SurfaceHead


def surfaces(
    heads: Iterable[SurfaceHead], asked: str | None, language: Language, *, may_write: bool
) -> Markup:
    """Return the surfaces of demand: name, source, date, points and total."""
    rows = (
        _row(
            name_of(head.id, head.name, language),
            (
                text(
                    "plan_data.surface",
                    language,
                    points=f"{head.points:,}",
                    total=amount(head.total),
                ),
                _origin(head, language),
            ),
            _actions(head.id, asked, language) if may_write and head.upload else None,
        )
        for head in heads
    )
    return _list("plan_data.surfaces", list(rows), language)


def area_sets(
    heads: Iterable[AreaSetHead], asked: str | None, language: Language, *, may_write: bool
) -> Markup:
    """Return the sets of areas: name, and how many there are."""
    rows = (
        _row(
            name_of(head.id, head.name, language),
            (text("plan_data.areas", language, count=f"{head.count:,}"),),
            _actions(head.id, asked, language) if may_write and head.upload else None,
        )
        for head in heads
    )
    return _list("plan_data.area_sets", list(rows), language)


def news(words: str) -> Markup:
    """Return what was just done."""
    return element("div", icon("check"), element("span", words), class_="hint good", role="status")


def _origin(head: SurfaceHead, language: Language) -> str:
    source = source_of(head.id, head.source, language)
    date = head.as_of or text("plan_method.unknown", language)
    said = text("plan_method.source", language, source=source, date=date)
    if head.upload is None:
        return said
    return f"{said} {text('plan_data.by', language, who=head.upload.owner)}"


def _list(title: str, rows: Sequence[Markup], language: Language) -> Markup:
    heading = element("h2", text(title, language), class_="section")
    return element("div", heading, element("ul", *rows, class_="rows held"))


def _row(name: str, lines: Iterable[str], actions: Markup | None) -> Markup:
    said = (element("span", line, class_="muted") for line in lines)
    words = element("span", element("strong", name), *said, class_="row-text")
    return element("li", element("div", words, actions, class_="row"))


def _actions(own_id: str, asked: str | None, language: Language) -> Markup:
    """Return the way to remove what was brought: a tap, and another to confirm it."""
    if own_id != asked:
        return _button(f"ask_remove:{own_id}", text("plan_data.remove", language))
    return element(
        "span",
        _button(f"remove:{own_id}", text("plan_data.remove_really", language)),
        _button("keep:", text("plan_data.remove_not", language)),
        class_="actions",
    )


def _button(tap: str, words: str) -> Markup:
    return element("button", element("span", words), class_="action", type="button", data_tap=tap)
