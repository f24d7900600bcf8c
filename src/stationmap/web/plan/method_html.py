"""The page of method as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.markup import Markup, element
from stationmap.web.plan import method_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.labels import Language
    from stationmap.services.plan.coverage_answer import CoverageAnswer

PARTS: dict[str, Callable[[CoverageAnswer, Language], list[str]]] = {
    "counted": method_words.counted,
    "measured": method_words.measured,
    "demanded": method_words.demanded,
    "known": method_words.known,
}
"""The parts of the page in their order; the titles are `plan_method.title_<name>`."""


def method_page(answer: CoverageAnswer, language: Language) -> Markup:
    """Return how an answer came about, in sentences."""
    parts = (
        element(
            "section",
            element("h2", text(f"plan_method.title_{name}", language), class_="section"),
            element("ul", *(element("li", said) for said in say(answer, language))),
        )
        for name, say in PARTS.items()
    )
    return element("div", *parts, class_="card method")
