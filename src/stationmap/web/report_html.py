"""The card on a station's page in which couriers speak, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element, together
from stationmap.web.voices_view import due

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.services.reports import Receipt
    from stationmap.web.view_models import Freshness
    from stationmap.web.voices_view import Voice


def heading(freshness: Freshness, voices: Iterable[Voice], language: Language) -> Markup:
    """Return the question, how fresh the record is, and what couriers said lately."""
    name, class_ = ("warn", "stale") if freshness.is_stale else ("verified", "fresh")
    lines = [
        element(
            "li",
            icon(voice.icon),
            element("span", dated(voice.sentence)),
            class_="trouble" if voice.is_trouble else None,
        )
        for voice in voices
    ]
    return together(
        element("h2", text("report.title", language), class_="section"),
        element("p", icon(name), " ", dated(freshness.label), class_=class_),
        element("ul", *lines, class_="voices") if lines else None,
    )


def thanks(sentence: str) -> Markup:
    """Return a friendly sentence that a screen reader says at once."""
    return element("p", icon("check"), element("span", sentence), class_="hint good", role="status")


def receipt(taken: Receipt, hotline: str, language: Language) -> Markup:
    """Return what a courier gets for her report: thanks, and by when she is answered."""
    key = "report.received" if taken.is_new else "report.received_again"
    first = text(key, language, times=taken.report.times)
    promise = text("report.promise", language, due=due(taken.due_at, language), hotline=hotline)
    words = element("span", element("strong", first), element("br"), promise)
    return element("div", icon("check"), words, class_="hint good", role="status")


def problem(sentences: Iterable[str]) -> Markup:
    """Return why it was not taken."""
    return element("p", " ".join(sentences), class_="hint problem", role="alert")


def small_print(language: Language) -> Markup:
    """Say that nobody is named."""
    return element("p", text("report.nameless", language), class_="small-print")
