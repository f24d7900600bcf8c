"""Rows of the benchmark table, and how people see them: on the terminal and in the docs."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("way", "measured", "times ours", "wrong", "wanted")
SHOWN_VERSIONS = (
    "numpy",
    "scipy",
    "shapely",
    "pyproj",
    "geopandas",
    "scikit-learn",
    "streamlit",
    "folium",
    "streamlit-folium",
    "sqlalchemy",
    "pysqlite3",
    "highspy",
    "spopt",
    "distributed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One way of doing one thing, measured.

    Attributes
    ----------
    task
        What is done; the rows of one task stand together.
    way
        By what; one of the ways of each task is ours.
    measured
        The figure with its unit.
    times_ours
        How many times as long, or as much, as ours; None where there is nothing to compare.
    wrong
        The share of wrong answers, and how it was found.
    wanted
        What was promised, where something was.
    """

    task: str
    way: str
    measured: str
    times_ours: float | None = None
    wrong: str = ""
    wanted: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return what stands under `COLUMNS`."""
        ratio = "" if self.times_ours is None else f"{self.times_ours:,.1f}"
        return self.way, self.measured, ratio, self.wrong, self.wanted


def print_rows(rows: Sequence[BenchRow]) -> None:
    """Print a table for each task."""
    for task, of_task in groupby(rows, key=lambda row: row.task):
        table = Table(*COLUMNS, title=task, title_justify="left")
        for row in of_task:
            table.add_row(*row.cells)
        Console().print(table)


def as_markdown(rows: Sequence[BenchRow], *, title: str, command: str) -> str:
    """Return the page of the docs: when, where and how it was measured, and all tables."""
    lines = [f"# {title}", "", f"Written by `{command}` on {datetime.now(UTC):%Y-%m-%d}.", ""]
    lines += [f"- {fact}" for fact in machine()]
    for task, of_task in groupby(rows, key=lambda row: row.task):
        lines += ["", f"## {task}", "", _line(COLUMNS), _line(("---",) * len(COLUMNS))]
        lines += [_line(row.cells) for row in of_task]
    return "\n".join(lines) + "\n"


def machine() -> list[str]:
    """Say on what was measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    return [
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        f"Load average of the last five minutes: {os.getloadavg()[1]:.1f}",
        f"Python {platform.python_version()}, {versions}",
    ]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
