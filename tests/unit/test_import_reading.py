"""How an import reads a file: encodings, columns, datum, what spreadsheets do, faulty rows back."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import numpy as np
import openpyxl
import pytest

from rig.edit_desk import ADMIN
from rig.import_desk import ImportDesk, table
from stationmap.files.column_guess import KEEP_ASIDE, LEAVE_OUT, Confidence
from stationmap.files.spreadsheet_habits import as_date, is_rewritten, whole_number
from stationmap.geo.datum import Datum, from_wgs84
from stationmap.labels import Language
from stationmap.services.import_examined import Answers
from stationmap.services.import_words import evidence_lines, faulty_file
from stationmap.stations.codes import Facility

HEAD = ["名称", "经度", "纬度"]


@pytest.fixture
def desk() -> ImportDesk:
    return ImportDesk()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(desk: ImportDesk, encoding: str) -> None:
    content = table(HEAD, ["知春路驿站", 116.34, 39.976]).decode().encode(encoding)

    file = desk.imports.examine(content, "list.csv")

    assert (file.seen.encoding, file.seen.titles) == (encoding, HEAD)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_found_without_its_mark_whatever_letter_comes_first(
    desk: ImportDesk, encoding: str
) -> None:
    content = table(HEAD, ["一店", 116.34, 39.976]).decode().encode(encoding)

    file = desk.imports.examine(content, "list.csv")

    assert (file.seen.encoding, file.seen.titles) == (encoding, HEAD)


def test_an_encoding_that_is_not_found_may_be_chosen(desk: ImportDesk) -> None:
    content = table(["名稱", "經度"], ["臺北", 1]).decode().encode("big5")

    found = desk.imports.examine(content, "list.csv")
    chosen = desk.imports.examine(content, "list.csv", Answers(encoding="big5"))

    assert found.seen.encoding != "big5"
    assert chosen.seen.titles == ["名稱", "經度"]


def test_a_file_that_cannot_be_read_says_why(desk: ImportDesk) -> None:
    for name, content in (("a.pdf", b"%PDF"), ("a.csv", b"  "), ("a.geojson", b"[]")):
        file = desk.imports.examine(content, name)

        assert not file.seen.is_readable
        assert file.seen.faults
        assert not desk.imports.plan(ADMIN, file, datum=Datum.WGS84).is_possible


def test_columns_are_recognised_guessed_or_kept_aside(desk: ImportDesk) -> None:
    titles = ["序号", "驿站名称", "高德经度", "驿站详细地址", "联系人电话", "建设时间", "nmae"]

    guesses = desk.imports.examine(table(titles, ["?"] * 7), "list.csv").guesses

    assert [(one.target, one.confidence) for one in guesses] == [
        (LEAVE_OUT, Confidence.LIKELY),
        ("name", Confidence.SURE),
        ("lon", Confidence.SURE),
        ("address", Confidence.LIKELY),
        ("phone", Confidence.LIKELY),
        (KEEP_ASIDE, Confidence.NONE),
        (KEEP_ASIDE, Confidence.NONE),
    ]
    assert guesses[2].datum is Datum.GCJ02


def test_a_title_is_likely_what_it_says_without_its_remark(desk: ImportDesk) -> None:
    titles = ["站点名称（全称）", "具体地址（到门牌号）", "饮水（有/无）", "服务时间（工作日）"]

    content = table(titles, ["甲", "某路1号", "有", "8:00-20:00"])
    guesses = desk.imports.examine(content, "list.csv").guesses

    assert [(one.title, one.target, one.confidence) for one in guesses] == [
        (titles[0], "name", Confidence.LIKELY),
        (titles[1], "address", Confidence.LIKELY),
        (titles[2], "facilities.water", Confidence.LIKELY),
        (titles[3], KEEP_ASIDE, Confidence.NONE),
    ]


def test_a_column_called_like_a_facility_that_says_yes_and_no_is_that_facility(
    desk: ImportDesk,
) -> None:
    titles = [*HEAD, "热水", "空调", "wifi"]
    content = table(titles, ["甲", 116.34, 39.976, "有", "2台", "否"])

    planned = desk.plan(content)

    guesses = desk.imports.examine(content, "list.csv").guesses
    assert [(one.target, one.confidence) for one in guesses[3:]] == [
        ("facilities.water", Confidence.LIKELY),
        (KEEP_ASIDE, Confidence.NONE),
        ("facilities.wifi", Confidence.LIKELY),
    ]
    after = planned.new[0].after
    assert after.facilities == {Facility.WATER: "working", Facility.WIFI: "absent"}
    assert after.extra == {"空调": "2台"}


def test_two_columns_for_one_property_are_a_fault_until_a_person_chooses(
    desk: ImportDesk,
) -> None:
    content = table([*HEAD, "地址", "详细地址"], ["甲", 116.34, 39.976, "海淀", "知春路 1 号"])

    refused = desk.plan(content)
    chosen = desk.plan(content, mapping={3: LEAVE_OUT})

    assert [fault.code for fault in refused.file_faults][:1] == ["duplicate_column"]
    assert chosen.new[0].after.address == "知春路 1 号"


def test_the_datum_is_suspected_with_its_evidence_and_never_assumed(desk: ImportDesk) -> None:
    """Positions 300 m inside the edges of districts lie outside them in the wrong datum."""
    draws = np.random.default_rng(2026)
    rows = []
    for district in desk.areas.districts:
        edge = district.outline.buffer(-0.003).boundary
        for share in draws.random(8):
            point = edge.interpolate(share, normalized=True)
            (lon,), (lat,) = from_wgs84([point.x], [point.y], Datum.GCJ02)
            rows.append(["驿站", lon, lat, district.name_zh])

    file = desk.imports.examine(table([*HEAD, "所在区"], *rows), "list.csv")

    evidence = file.evidence
    assert evidence.suspected is Datum.GCJ02
    assert (evidence.stated, evidence.in_stated[Datum.GCJ02]) == (len(rows), len(rows))
    assert evidence.in_stated[Datum.WGS84] < len(rows)
    assert f"{len(rows)} 行的位置落在所写的区" in " ".join(evidence_lines(file, Language.ZH))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("46347", "2026-11-21"),
        ("46347.5", "2026-11-21"),
        ("2026/11/21 0:00", "2026/11/21"),
        ("2026-11-21 00:00:00", "2026-11-21"),
        ("20261121", "20261121"),
        ("去年冬天", "去年冬天"),
    ],
)
def test_a_date_is_taken_out_of_what_a_spreadsheet_made_of_it(cell: str, day: str) -> None:
    assert as_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1.3800138000E+10", "13800138000"),
        ("1.38E+10", "1.38E+10"),
        ("13800138000.0", "13800138000"),
        ("010-62000001", "010-62000001"),
    ],
)
def test_a_number_comes_back_only_with_all_its_digits(cell: str, text: str) -> None:
    assert whole_number(cell) == text


@pytest.mark.parametrize(
    ("kept", "cell", "is_same"),
    [
        ("007", "7", True),
        ("007", "8", False),
        ("13800138000", "1.38E+10", True),
        ("13900138000", "1.38E+10", False),
        ("123456789012345678", "123456789012345000", True),
        ("123456789012345678", "123456789012346000", False),
        ("one\r\ntwo", "one\ntwo", True),
        ("5", "5.0", True),
        ("甲", "乙", False),
    ],
)
def test_what_a_spreadsheet_rewrote_is_told_from_what_a_person_did(
    kept: str, cell: str, *, is_same: bool
) -> None:
    assert is_rewritten(kept, cell) is is_same


@pytest.mark.parametrize("as_workbook", [False, True])
def test_faulty_rows_come_back_harmless_and_can_be_given_again(
    desk: ImportDesk, *, as_workbook: bool
) -> None:
    rows = [
        ["=1+1", "东经", 39.9],
        ["好驿站", 116.34, 39.976],
        ["@SUM(A1)", 999, 39.9],
    ]
    file = desk.imports.examine(table(HEAD, *rows), "list.csv")
    plan = desk.imports.plan(ADMIN, file, datum=Datum.WGS84)

    content = faulty_file(file, plan, Language.ZH, as_workbook=as_workbook)

    cells = _cells(content, as_workbook=as_workbook)
    assert cells[0] == [*HEAD, "不能导入的原因"]
    assert [row[1] for row in cells[1:]] == ["东经", "999"]
    assert "「经度」要写成十进制的度" in cells[1][-1]
    if not as_workbook:
        assert [row[0] for row in cells[1:]] == ["'=1+1", "'@SUM(A1)"]
    name = "faulty.xlsx" if as_workbook else "faulty.csv"
    again = desk.plan(content, name, mapping={1: "lon"})
    assert [row.number for row in again.faulty] == [2, 3]
    assert desk.imports.examine(content, name).guesses[-1].target == LEAVE_OUT


def _cells(content: bytes, *, as_workbook: bool) -> list[list[str]]:
    if not as_workbook:
        return list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    return [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
