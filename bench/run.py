"""Runs the benchmarks, all or those of the pages that are named, and keeps their tables in docs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import (
    api_load,
    api_rivals,
    browser,
    country_grid,
    courier_load,
    coverage_cells,
    import_rows,
    light_page,
    live_changes,
    nearest_bulk,
    nearest_single,
    plan_page,
    plan_store,
    siting,
    store_load,
)
from bench.table import as_markdown, print_rows

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES: dict[str, tuple[str, tuple[ModuleType, ...]]] = {
    "benchmarks": (
        "Benchmarks",
        (
            nearest_bulk,
            nearest_single,
            import_rows,
            live_changes,
            browser,
            light_page,
            courier_load,
            store_load,
        ),
    ),
    "benchmarks-planning": (
        "Benchmarks of planning",
        (coverage_cells, country_grid, siting, plan_page, plan_store),
    ),
    "benchmarks-api": ("Benchmarks of the API", (api_rivals, api_load)),
}
"""By the name of its page: the title, and what is measured in one run."""


def main(names: list[str]) -> None:
    """Measure, print and write."""
    for name in names or list(PAGES):
        title, benches = PAGES[name]
        rows = [row for bench in benches for row in bench.rows()]
        print_rows(rows)
        page = as_markdown(rows, title=title, command=f"make bench BENCH={name}")
        (DOCS / f"{name}.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
