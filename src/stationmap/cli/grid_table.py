"""Counts of cells as a table, for people, and as JSON, for programs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import orjson
from rich.console import Console
from rich.table import Table

from stationmap.labels import text

if TYPE_CHECKING:
    from stationmap.coverage.grid.country import GridCount
    from stationmap.labels import Language


def print_table(counted: GridCount, stations: int, language: Language) -> None:
    """Print how many cells are at most so far away, and what they were counted of."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(text("grid.distance", language))
    for column in ("cells", "area", "share"):
        table.add_column(text(f"grid.{column}", language), justify="right", no_wrap=True)
    for edge_m, cells in zip(counted.edges_m, counted.within, strict=True):
        table.add_row(
            text("grid.to_edge", language, metres=f"{edge_m:,.6g}"),
            f"{cells:,}",
            f"{counted.area_km2(cells):,.1f}",
            f"{cells / counted.cells:.2%}" if counted.cells else "",
        )
    Console(highlight=False).print(table)
    Console(highlight=False).print(
        text(
            "grid.counted",
            language,
            stations=f"{stations:,}",
            side=f"{counted.cell_m:g}",
            cells=f"{counted.cells:,}",
            measured=f"{counted.measured:,}",
        ),
        soft_wrap=True,
    )


def as_json(counted: GridCount, stations: int, area: str) -> str:
    """Return the counts as one document."""
    document = {
        "area": area,
        "cell_m": counted.cell_m,
        "radius_m": counted.edges_m[-1],
        "stations": stations,
        "cells": counted.cells,
        "measured": counted.measured,
        "covered": counted.covered,
        "share": counted.share,
        "covered_km2": counted.area_km2(counted.covered),
        "histogram": [
            {"above_m": above_m, "at_most_m": at_most_m, "cells": cells}
            for (above_m, at_most_m), cells in zip(
                pairwise((0.0, *counted.edges_m)), counted.histogram, strict=True
            )
        ],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
