"""What came of an import, and of rolling one back, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.dates import dated
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.upkeep.outcome import RolledBack

SHOWN_IDS = 10


def result(title: str, counts: str) -> Markup:
    """Return what an import did."""
    return element(
        "div",
        element("h2", icon("check"), " ", title, class_="page-title"),
        element("p", counts),
        class_="card",
        role="status",
    )


def earlier(line: str, *, is_rolled_back: bool, language: Language) -> Markup:
    """Return one earlier import."""
    mark = element("span", text("import.is_rolled_back", language), class_="muted")
    return element("p", dated(line), " ", mark if is_rolled_back else None)


def rolled_back(outcome: RolledBack, language: Language) -> Markup:
    """Return what came of rolling an import back."""
    left = outcome.kept_since_changed
    others = text(
        "import.rolled_back_but", language, count=len(left), names=", ".join(left[:SHOWN_IDS])
    )
    return element(
        "div",
        element("p", text("import.rolled_back", language, count=len(outcome.undone))),
        element("p", others) if left else None,
        class_="hint problem",
        role="status",
    )
