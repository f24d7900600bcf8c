"""The four steps from the sample to real stations, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language

STEPS = ("file", "check", "serve", "done")
COMMANDS = {
    "check": "stationmap check stations.csv --datum gcj02",
    "serve": "STATIONMAP_STATIONS=stations.csv STATIONMAP_STATIONS_DATUM=gcj02 stationmap serve",
}


def steps(language: Language) -> Markup:
    """Return the page: what to write, how to check it, how to serve it."""
    return element(
        "section",
        element("h1", text("data_help.title", language), class_="page-title"),
        element("p", text("data_help.why", language)),
        element("ol", *(_step(name, language) for name in STEPS), class_="steps"),
        class_="card",
    )


def _step(name: str, language: Language) -> Markup:
    command = text("data_help.example", language) if name == "file" else COMMANDS.get(name)
    return element(
        "li",
        element("h2", text(f"data_help.{name}.title", language), class_="section"),
        element("p", text(f"data_help.{name}.how", language)),
        element("pre", element("code", command)) if command else None,
    )
