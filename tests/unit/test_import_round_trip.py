"""Exported, edited in a spreadsheet and imported again: just what was edited changes."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from rig.edit_desk import ADMIN
from rig.import_desk import ImportDesk, table
from rig.sample import part_of_sample
from rig.stations import station
from stationmap.files.write import to_csv
from stationmap.files.xlsx_write import to_xlsx
from stationmap.geo.position import Position
from stationmap.labels import Language
from stationmap.stations.codes import Facility, FacilityState, Status
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stationmap.stations.station import Station

STATIONS = (
    station(
        id="00071",
        name="知春路驿站",
        position=Position(116.340123456789, 39.976987654321),
        source_datum="gcj02",
        source_position=(116.346277, 39.978302),
        position_precision_m=12.5,
        phone="010-62000001",
        opening_hours="Mo-Fr 08:30-17:30; PH off",
        facilities={"water": "working", "wifi": "broken"},
        facility_expiry={"first_aid": "2027-01-31"},
        audience=["outdoor_workers", "public"],
        capacity=12,
        area_m2=35.5,
        verified_on="2026-03-01",
        notes="=1+1\n第二行",
        related_ids=["123456789012345678"],
        extra={"联系人": "'李", "楼层": 3, "json:x": None},
    ),
    station(
        id="123456789012345678",
        name="学院路驿站",
        kind="nursing_room",
        position=Position(116.35, 39.99),
        status="suspended",
        suspended_until="2026-12-31",
        phone="13800138000",
        honours=["五星, 2025", "a|b"],
        self_entry_hours="24/7",
    ),
)


@pytest.fixture
def desk() -> ImportDesk:
    desk = ImportDesk()
    keep(desk, STATIONS)
    return desk


def keep(desk: ImportDesk, stations: tuple[Station, ...]) -> None:
    """Put stations into the store."""
    change = Change(action=Action.FILLED, who="test", at=desk.now)
    desk.store.save_all([(one, 0) for one in stations], change)


@pytest.mark.parametrize(
    ("name", "export"),
    [
        ("list.csv", lambda stations: to_csv(stations).encode("utf-8-sig")),
        ("chinese.xlsx", lambda stations: to_xlsx(stations, Language.ZH)),
        ("english.xlsx", lambda stations: to_xlsx(stations, Language.EN)),
    ],
)
def test_an_export_that_nobody_edited_changes_nothing(
    desk: ImportDesk, name: str, export: Callable[[tuple[Station, ...]], bytes]
) -> None:
    content = export(STATIONS)

    file = desk.imports.examine(content, name)
    plan = desk.plan(edited(content, {}) if name.endswith("xlsx") else content, name)

    assert file.is_own_export
    assert [(row.number, row.differences) for row in plan.changed] == []
    assert (len(plan.unchanged), plan.new, plan.faulty, plan.candidates) == (2, (), (), ())


def test_stations_of_every_sort_come_back_as_they_are() -> None:
    desk, stations = ImportDesk(), part_of_sample()
    keep(desk, stations)

    plan = desk.plan(to_csv(stations).encode("utf-8-sig"))

    assert (len(plan.unchanged), plan.changed, plan.new) == (len(stations), (), ())
    assert (plan.faulty, plan.candidates, plan.samples) == ((), (), ())


def test_just_what_was_edited_changes(desk: ImportDesk) -> None:
    content = to_xlsx(STATIONS, Language.ZH)
    edits = {
        ("电话", 2): 12351,
        ("核实日期", 2): datetime(2026, 11, 21),  # noqa: DTZ001  # as a spreadsheet holds a day
        ("备注", 2): None,
        ("容纳人数", 2): 20,
        ("设施：无线网络", 2): "可用",
        ("状态", 3): "使用中",
    }

    done = desk.put(edited(content, edits), "list.xlsx")

    first, second = STATIONS
    assert desk.listed() == {
        first.id: first.model_copy(
            update={
                "phone": "12351",
                "verified_on": date(2026, 11, 21),
                "notes": None,
                "capacity": 20,
                "facilities": {
                    Facility.WATER: FacilityState.WORKING,
                    Facility.WIFI: FacilityState.WORKING,
                },
            }
        ),
        second.id: second.model_copy(update={"status": Status.OPEN}),
    }
    desk.edit.roll_back(ADMIN, done.batch or "")
    assert desk.listed() == {first.id: first, second.id: second}


def test_a_moved_station_forgets_where_its_old_position_came_from(desk: ImportDesk) -> None:
    content = to_xlsx(STATIONS, Language.EN)

    desk.put(edited(content, {("lon", 2): 116.35}), "list.xlsx")

    moved = desk.listed()["00071"]
    assert moved.position == Position(116.35, 39.976988)
    assert (moved.source_datum, moved.source_position) == (None, None)


def test_a_spreadsheet_that_rewrites_what_it_is_not_asked_to_changes_nothing(
    desk: ImportDesk,
) -> None:
    """Saved as CSV by a spreadsheet: ids and dates as it likes them."""
    rows = list(csv.reader(StringIO(to_csv(STATIONS))))
    titles = {title: place for place, title in enumerate(rows[0])}
    rows[1][titles["id"]] = "71"
    rows[1][titles["verified_on"]] = "2026/3/1"
    rows[2][titles["id"]] = "1.23457E+17"
    rows[2][titles["phone"]] = "1.38E+10"

    plan = desk.plan(table(*rows))

    assert (len(plan.unchanged), plan.changed, plan.faulty) == (2, (), ())


def edited(content: bytes, edits: Mapping[tuple[str, int], Any]) -> bytes:
    """Return a workbook with these cells edited, by title and row, as a spreadsheet saves it."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.active
    assert sheet is not None
    columns = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    for (title, row), value in edits.items():
        sheet.cell(row, columns[title]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()
