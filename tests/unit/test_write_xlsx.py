"""Workbooks that are written read back the same, and run nothing in a spreadsheet."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from rig.stations import station
from stationmap.errors import StationFileError
from stationmap.files.read import inspect_file, read_stations
from stationmap.files.write import write_stations
from stationmap.files.xlsx_write import to_xlsx, workbook
from stationmap.labels import Language
from stationmap.stations.codes import Audience, Entry, Facility, FacilityState, Status

if TYPE_CHECKING:
    from pathlib import Path

LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x","y")',
    "'=1",
    "＝1",
    "'quoted",
]


@pytest.mark.parametrize("language", Language)
def test_a_workbook_reads_back_as_the_same_stations(tmp_path: Path, language: Language) -> None:
    full = station(
        id="007",
        name="甲",
        status=Status.SUSPENDED,
        suspended_until=date(2027, 1, 1),
        facilities={Facility.WATER: FacilityState.WORKING, Facility.AED: FacilityState.BROKEN},
        audience=(Audience.OUTDOOR_WORKERS, Audience.PUBLIC),
        entry=(Entry.QR_CODE,),
        honours=("最美, 驿站", "五星"),
        phone="010-12351",
        capacity=12,
        area_m2=33.5,
        verified_on=date(2026, 11, 20),
        source_position=(116.1, 39.9),
        extra={"n": 1, "t": "=x", "l": [1, "a"]},
    )
    stations = [full, station(id="B", name="乙", opening_hours="24/7")]
    path = tmp_path / "stations.xlsx"

    write_stations(stations, path, language=language)

    assert read_stations(path) == stations


@pytest.mark.parametrize("text", LIVE)
def test_no_text_is_a_formula_and_none_is_changed(tmp_path: Path, text: str) -> None:
    written = station(id="A", name=text.strip(), notes=text.strip(), extra={text: text})
    path = tmp_path / "stations.xlsx"
    write_stations([written], path)

    sheet = load_workbook(path).active
    assert sheet is not None
    types = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    (back,) = read_stations(path)
    assert (back.name, back.notes) == (written.name, written.notes)
    assert back.extra == written.extra


def test_a_control_character_becomes_a_mark() -> None:
    book = load_workbook(BytesIO(workbook(["title"], [["a\x0bb\x1fc"]])))

    assert book.active is not None
    assert book.active["A2"].value == "a\ufffdb\ufffdc"


def test_text_that_no_cell_can_hold_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "stations.xlsx"
    with pytest.raises(StationFileError) as refused:
        write_stations([station(id="A", extra={"long": "x" * 40_000})], path)

    (fault,) = refused.value.faults
    assert (fault.code, fault.number, fault.field) == ("text_too_long", 2, "json:long")
    assert not path.exists()


def test_dates_and_numbers_are_such_in_the_spreadsheet() -> None:
    written = station(id="A", verified_on=date(2026, 11, 20), capacity=5)
    sheet = load_workbook(BytesIO(to_xlsx([written], Language.EN))).active
    assert sheet is not None
    titles, cells = ([cell for cell in row] for row in sheet.iter_rows())  # noqa: C416 - two lists
    by_title = {title.value: cell for title, cell in zip(titles, cells, strict=True)}

    assert by_title["verified_on"].data_type == "d"
    assert by_title["capacity"].value == 5
    assert by_title["lon"].data_type == "n"


def test_an_export_without_stations_is_a_form_to_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "stations.xlsx"
    write_stations([], path)

    assert {fault.code for fault in inspect_file(path).faults} == {"no_records"}
