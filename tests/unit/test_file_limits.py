"""Files that are made to cost memory or time are refused before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stationmap.files.limits import MAX_COLUMNS, MAX_LINE, MAX_RECORDS, MAX_STRUCTURES
from stationmap.files.read import inspect_file

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "id,name,kind,lon,lat\n"

HOSTILE = {
    "lists without end.geojson": ("[" + "[]," * MAX_STRUCTURES + "[]]", "file_too_big"),
    "features without end.geojson": (
        '{"type":"FeatureCollection","features":[' + "0," * MAX_RECORDS + "0]}",
        "file_too_big",
    ),
    "empty lines without end.csv": (HEADER + "\n" * 10_000_000, "file_too_big"),
    "columns without end.csv": ("a," * (MAX_COLUMNS + 1) + "\n", "file_too_big"),
    "cells without end.csv": (HEADER + "a," * MAX_LINE + "\n", "bad_csv"),
    "a cell without end.csv": (HEADER + '"' + "\n" * 10_000_000, "bad_csv"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_never_ends_is_refused(tmp_path: Path, name: str) -> None:
    text, code = HOSTILE[name]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    report = inspect_file(path)

    assert report.stations == ()
    assert code in {fault.code for fault in report.errors}


def test_a_station_with_every_cell_full_is_within_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "full.csv"
    titles = [f"column {n}" for n in range(30)]
    row = "A1,驿站,暖心驿站,116.4041,39.9151," + ",".join(["长" * 2000] * len(titles))
    path.write_text(HEADER.strip() + "," + ",".join(titles) + "\n" + row, encoding="utf-8")

    report = inspect_file(path)

    assert report.faults == ()
    assert len(report.stations[0].extra) == len(titles)
