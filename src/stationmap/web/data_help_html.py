"""The four steps from the sample to real stations, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language

STEPS = ("file", "import", "plan", "done")
COMMAND = "stationmap import stations.csv --datum gcj02 --dry-run"


def steps(language: Language) -> Markup:
    """Return the page: what to write, where to import it, how to try it first."""
    return element(
        "section",
        element("h1", text("data_help.title", language), class_="page-title"),
        element("p", text("data_help.why", language)),
        element("ol", *(_step(name, language) for name in STEPS), class_="steps"),
        class_="card",
    )


def _step(name: str, language: Language) -> Markup:
    return element(
        "li",
        element("h2", text(f"data_help.{name}.title", language), class_="section"),
        element("p", text(f"data_help.{name}.how", language)),
        _beside(name, language),
    )


def _beside(name: str, language: Language) -> Markup | None:
    """Return what stands below the words of a step: an example, the way there, a command."""
    if name == "import":
        address = f"import_stations?lang={language}"
        return element(
            "a", text("data_help.import.link", language), href=address, class_="text-button"
        )
    shown = {"file": text("data_help.example", language), "plan": COMMAND}.get(name)
    return element("pre", element("code", shown)) if shown else None
