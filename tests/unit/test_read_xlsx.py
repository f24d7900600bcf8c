"""Workbooks are read as what they show, and those that would cost too much are refused."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from rig.workbooks import (
    NAMESPACE,
    SHARED_STRINGS,
    SHEET,
    STYLES,
    sheet_xml,
    workbook,
    workbook_with,
)
from stationmap.files.read import inspect_file
from stationmap.files.xlsx_read import grid_from_xlsx
from stationmap.labels import Language
from stationmap.stations.fault_text import fault_text

if TYPE_CHECKING:
    from pathlib import Path

TITLES = ["编号", "名称", "类型", "经度", "纬度", "核实日期", "电话"]
MEMORY_LIMIT_BYTES = 1536 * 1024**2
"""Of address space, most of it libraries that are mapped and hardly used."""

A_LOT = 2_000_000

BOMBS = {
    "claims a million rows": (
        SHEET,
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', dimension="A1:XFD1048576"),
        None,
    ),
    "a cell in the last corner": (
        SHEET,
        sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "file_too_big",
    ),
    "a row beyond all rows": (
        SHEET,
        sheet_xml('<row r="99999999999"><c><v>1</v></c></row>'),
        "file_too_big",
    ),
    "a row without end": (SHEET, sheet_xml(f"<row>{'<c/>' * A_LOT}</row>"), "file_too_big"),
    "rows without end": (SHEET, sheet_xml("<row/>" * A_LOT), "file_too_big"),
    "rows under a prefix": (
        SHEET,
        f"<x:worksheet {NAMESPACE.replace('xmlns', 'xmlns:x')}>{'<x:row/>' * A_LOT}</x:worksheet>",
        "file_too_big",
    ),
    "unpacks to a gigabyte": (SHEET, " " * 1024**3, "file_too_big"),
    "texts without end": (
        SHARED_STRINGS,
        f"<sst {NAMESPACE}>{'<si><t>a</t></si>' * A_LOT}</sst>",
        "file_too_big",
    ),
    "formats without end": (
        STYLES,
        f"<styleSheet {NAMESPACE}>{'<xf/>' * A_LOT}</styleSheet>",
        "file_too_big",
    ),
    "entities that multiply": (
        SHEET,
        sheet_xml("<row/>", prologue='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "not_xlsx",
    ),
    "an entity that reads a file": (
        SHEET,
        sheet_xml("<row/>", prologue='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "not_xlsx",
    ),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "stations.xlsx"
    path.write_bytes(content)
    return path


def test_what_was_merged_downwards_stands_beside_each_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["某市驿站汇总表"],
        ["编号", "区", "名称", "类型", "坐标", None, "电话"],
        [None, None, None, None, "经度", "纬度", None],
        ["a", "海淀区", "甲", "驿站", 116.31, 39.98, "010-1"],
        ["b", None, "乙", None, 116.32, 39.98, None],
        [None] * 7,
        ["c", None, "丙", "驿站", 116.33, 39.98, None],
    ):
        sheet.append(row)
    for cells in ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "B4:B6", "D4:D5"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "list.xlsx")

    report = inspect_file(tmp_path / "list.xlsx")

    assert report.errors == ()
    told = [(one.id, one.district, one.kind, one.phone) for one in report.stations]
    assert told == [
        ("a", "海淀区", "warm_station", "010-1"),
        ("b", "海淀区", "warm_station", None),
        ("c", None, "warm_station", None),
    ]


def test_a_workbook_is_read_as_it_looks(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*TITLES],
        ["A1", "甲", "暖心驿站", 116.4041, 39.9151, date(2026, 11, 20), 13800138000],
        ["A2", "乙", "司机之家", 116.50011, 40, datetime(2026, 11, 19), "010-12351"],  # noqa: DTZ001 - so they come
    ]
    report = inspect_file(written(tmp_path, workbook(rows)))

    assert report.errors == ()
    first, second = report.stations
    assert (first.id, first.name, first.kind) == ("A1", "甲", "warm_station")
    assert (first.position.lon, first.position.lat) == (116.4041, 39.9151)
    assert first.verified_on == date(2026, 11, 20)
    assert first.phone == "13800138000"
    assert (second.position.lat, second.verified_on) == (40.0, date(2026, 11, 19))


def test_titles_above_the_header_are_passed_over_and_rows_keep_their_numbers() -> None:
    grid = grid_from_xlsx(workbook([["暖心驿站一览表"], [], TITLES, [], ["A1", "甲"]]))

    assert (grid.header, grid.header_number) == (TITLES, 3)
    assert [(number, cells[:2]) for number, cells in grid.rows] == [(5, ["A1", "甲"])]


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"  # type: ignore[union-attr]  # a new workbook has one
    book.create_sheet("二").append(TITLES)
    book.create_sheet("三").append(["name"])
    path = tmp_path / "book.xlsx"
    book.save(path)

    assert grid_from_xlsx(path.read_bytes()).sheets == ("二", "三")
    assert grid_from_xlsx(path.read_bytes()).header == TITLES
    assert grid_from_xlsx(path.read_bytes(), "三").header == ["name"]
    assert [fault.code for fault in grid_from_xlsx(path.read_bytes(), "四").faults] == [
        "no_such_sheet"
    ]


def test_an_empty_sheet_is_passed_over_and_those_not_read_are_named() -> None:
    book = Workbook()
    for title, cells in {"东城": TITLES, "西城": ["name"], "空": [None]}.items():
        book.create_sheet(title).append(cells)
    content = BytesIO()
    book.save(content)

    grid = grid_from_xlsx(content.getvalue())
    asked = grid_from_xlsx(content.getvalue(), "西城")

    assert (grid.sheet, grid.header) == ("东城", TITLES)
    assert [(fault.code, fault.value) for fault in grid.faults] == [("sheets_unread", "西城")]
    assert (asked.sheet, asked.header, asked.faults) == ("西城", ["name"], [])


def test_a_number_that_lost_digits_and_a_cell_with_an_error_are_named() -> None:
    grid = grid_from_xlsx(workbook([TITLES, [110108001234567890, "#N/A"]]))

    found = [(fault.code, fault.number, fault.field) for fault in grid.faults]
    assert found == [("digits_lost", 2, "A"), ("cell_error", 2, "B")]


def test_a_formula_counts_as_what_it_showed_when_it_was_saved() -> None:
    xml = sheet_xml(
        '<row><c t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c><f>1+1</f><v>2</v></c></row>'
    )

    assert grid_from_xlsx(workbook_with(SHEET, xml)).header == ["ab", "2"]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_costs_memory(tmp_path: Path, name: str) -> None:
    part, xml, code = BOMBS[name]
    path = written(tmp_path, workbook_with(part, xml))
    script = (
        "import sys; from stationmap.files.read import inspect_file; "
        "print(*[fault.code for fault in inspect_file(sys.argv[1]).errors])"
    )
    limit = (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES)

    done = subprocess.run(
        [sys.executable, "-c", script, path],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
        env={"OPENBLAS_NUM_THREADS": "1"},
    )

    assert done.returncode == 0, done.stderr
    assert (code is None) or (code in done.stdout.split())


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"not a zip", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_is_named_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    (fault, *_) = inspect_file(written(tmp_path, content)).errors

    assert fault.code in {"not_xlsx", "old_excel"}
    assert ".xlsx" in fault_text(fault, Language.ZH)


def test_a_damaged_workbook_never_crashes_the_reader() -> None:
    sound = workbook([TITLES, ["A1", "甲", "暖心驿站", 116.4, 39.9, date(2026, 11, 20), 1]])
    chance = random.Random(1)  # noqa: S311  # the same damage each time
    for _ in range(300):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        grid_from_xlsx(bytes(damaged))


def test_an_export_of_another_program_keeps_ids_with_leading_zeros(tmp_path: Path) -> None:
    path = written(
        tmp_path, workbook([["编号", "名称", "经度", "纬度"], ["007", "甲", 116.4, 39.9]])
    )
    book = load_workbook(path)
    book.save(path)

    assert inspect_file(path).stations[0].id == "007"
