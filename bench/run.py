"""Runs every benchmark in one run, prints one table, and keeps it in docs/benchmarks.md."""

from __future__ import annotations

from pathlib import Path

from bench import (
    browser,
    country_grid,
    courier_load,
    coverage_cells,
    import_rows,
    live_changes,
    nearest_bulk,
    nearest_single,
    plan_page,
    plan_store,
    siting,
    store_load,
)
from bench.table import as_markdown, print_rows

COMMAND = "make bench"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BENCHES = (
    nearest_bulk,
    nearest_single,
    import_rows,
    live_changes,
    browser,
    courier_load,
    siting,
    store_load,
    plan_page,
    plan_store,
    coverage_cells,
    country_grid,
)


def main() -> None:
    """Measure, print and write."""
    rows = [row for bench in BENCHES for row in bench.rows()]
    print_rows(rows)
    PAGE.write_text(as_markdown(rows, COMMAND), encoding="utf-8")


if __name__ == "__main__":
    main()
