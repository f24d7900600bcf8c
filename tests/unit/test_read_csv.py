"""CSV as people export it: headers, delimiters, lists, dates and row numbers."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stationmap.files.read import inspect_file, read_stations
from stationmap.stations.codes import Audience, Facility, FacilityState, StationKind

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.stations.station import Station

ZHENGZHOU = "zhengzhou_82_real_union_stations_gcj02_wgs84.csv"


def written(folder: Path, text: str) -> Path:
    path = folder / "stations.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def only(folder: Path, header: str, row: str, **options: str) -> Station:
    (station,) = read_stations(written(folder, f"{header}\n{row}\n"), **options)
    return station


@pytest.mark.parametrize(
    "header",
    [
        "id,name,kind,lon,lat,phone",
        "编号,名称,类型,经度,纬度,电话",
        "序号,驿站名称,类别,东经,北纬,联系电话",
        "Station ID,Station Name,Type,Longitude,Latitude,Tel",
        "ID,NAME,KIND,X,Y,Phone_Number",
        "编号,名称,类型,经度（WGS-84）,纬度（WGS-84）,电话",
        "编号,名称,类型,wgs_lng,wgs_lat,电话",
    ],
)
def test_a_header_may_be_chinese_or_english(tmp_path: Path, header: str) -> None:
    station = only(tmp_path, header, "A1,测试驿站,司机之家,116.404,39.915,010-12351")

    assert (station.id, station.name) == ("A1", "测试驿站")
    assert station.kind is StationKind.DRIVER_HOME
    assert (station.position.lon, station.position.lat) == (116.404, 39.915)
    assert station.phone == "010-12351"


@pytest.mark.parametrize(
    "header",
    [
        "编号*,名称（必填）,类型(必填),经度*,纬度*,电话（选填）",
        "*编号,★名称,类型【必填】,经度[必填项],纬度 必填,电话 选填",
        "id,name (required),kind*,lon,lat,phone [optional]",
    ],
)
def test_the_marks_of_a_form_do_not_hide_what_a_title_says(tmp_path: Path, header: str) -> None:
    station = only(tmp_path, header, "A1,测试驿站,司机之家,116.404,39.915,010-12351")

    assert (station.id, station.name, station.phone) == ("A1", "测试驿站", "010-12351")
    assert station.kind is StationKind.DRIVER_HOME


def test_a_remark_in_brackets_does_not_hide_what_a_title_says(tmp_path: Path) -> None:
    header = "编号,站点名称（全称）,站点类型,经度（E）,纬度（N）,联系方式（座机或手机）"
    station = only(tmp_path, header, "A1,测试驿站,司机之家,116.404,39.915,010-12351")

    assert (station.name, station.phone) == ("测试驿站", "010-12351")
    assert (station.position.lon, station.position.lat) == (116.404, 39.915)


@pytest.mark.parametrize(
    "titles", ["服务时间（工作日）", "开放时间(周末),开放时间(平日)", "电话（白天）,电话（夜间）"]
)
def test_a_remark_that_parts_what_a_title_says_is_part_of_it(tmp_path: Path, titles: str) -> None:
    told = ",".join(["08:00-20:00"] * len(titles.split(",")))
    station = only(tmp_path, f"id,name,kind,lon,lat,{titles}", f"A1,甲,驿站,116.4,39.9,{told}")

    assert (station.opening_hours, station.phone) == (None, None)
    assert station.extra.keys() == {*titles.split(",")}


def test_no_kind_is_assumed_beside_a_column_that_may_be_it(tmp_path: Path) -> None:
    report = inspect_file(written(tmp_path, "id,name,站的类型,lon,lat\nA1,甲,食堂,116.4,39.9\n"))

    assert [(f.code, f.field) for f in report.errors] == [("kind_unclear", "站的类型")]


@pytest.mark.parametrize(
    "upper", ["编号,名称,类型,坐标,,电话", "编号,名称,类型,位置,,电话", "编号,名称,类型,,,电话"]
)
def test_a_header_of_two_rows_is_read_as_one(tmp_path: Path, upper: str) -> None:
    header = f"{upper}\n,,,经度,纬度,"
    station = only(tmp_path, header, "A1,测试驿站,司机之家,116.404,39.915,010-12351")

    assert (station.name, station.phone) == ("测试驿站", "010-12351")
    assert (station.position.lon, station.position.lat, station.address) == (116.404, 39.915, None)


def test_a_second_row_of_a_header_may_have_titles_that_are_not_known(tmp_path: Path) -> None:
    header = "编号,名称,类型,坐标,,配置,,电话\n,,,经度（E）,纬度（N）,饮水,别的,"
    station = only(tmp_path, header, "A1,甲,驿站,116.404,39.915,有,棋牌,010-12351")

    assert (station.position.lon, station.position.lat) == (116.404, 39.915)
    assert (station.phone, station.extra) == ("010-12351", {"饮水": "有", "别的": "棋牌"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    header = delimiter.join(["id", "name", "kind", "lon", "lat"])
    row = delimiter.join(["A1", "测试驿站", "warm_station", "116.404", "39.915"])

    assert only(tmp_path, header, row).name == "测试驿站"


@pytest.mark.parametrize("separator", ["|", ";", "；", "、", "，", " | "])
def test_facilities_are_a_list_in_many_forms(tmp_path: Path, separator: str) -> None:
    words = separator.join(["drink", "空调", "座椅", "charging", "WiFi", "急救箱"])
    station = only(tmp_path, "name,lon,lat,设施", f'驿站,116.404,39.915,"{words}"')

    assert set(station.facilities) == {
        Facility.WATER,
        Facility.AIRCON,
        Facility.TABLE_CHAIR,
        Facility.PHONE_CHARGE,
        Facility.WIFI,
        Facility.FIRST_AID,
    }


def test_a_facility_may_have_a_state_or_a_column_of_its_own(tmp_path: Path) -> None:
    station = only(
        tmp_path,
        "name,lon,lat,facilities,facility:water,设施：空调,facility:tv",
        "驿站,116.404,39.915,wifi:broken|sofa=absent,yes,无,",
    )

    assert station.facilities == {
        Facility.WIFI: FacilityState.BROKEN,
        Facility.SOFA: FacilityState.ABSENT,
        Facility.WATER: FacilityState.WORKING,
        Facility.AIRCON: FacilityState.ABSENT,
    }


def test_audience_dates_numbers_and_unknown_columns_are_read(tmp_path: Path) -> None:
    station = only(
        tmp_path,
        "name,lon,lat,服务对象,核实日期,容纳人数,面积,荣誉,负责人",
        "驿站,116.404,39.915,骑手、工会会员,2026年1月5日,12,15.5,,张三",
    )

    assert station.audience == (Audience.OUTDOOR_WORKERS, Audience.MEMBERS)
    assert station.verified_on == date(2026, 1, 5)
    assert (station.capacity, station.area_m2, station.honours) == (12, 15.5, ())
    assert station.extra == {"负责人": "张三"}


@pytest.mark.parametrize("written_date", ["2026-01-05", "2026/1/5", "2026.01.05", "2026年1月5日"])
def test_a_date_may_be_written_as_spreadsheets_do(tmp_path: Path, written_date: str) -> None:
    station = only(tmp_path, "name,lon,lat,核实日期", f"驿站,116.404,39.915,{written_date}")

    assert station.verified_on == date(2026, 1, 5)


def test_columns_that_name_the_datum_of_the_file_win(tmp_path: Path) -> None:
    header, row = "name,lon,lat,lon_gcj02,lat_gcj02", "驿站,116.1,39.1,116.404123,39.915456"

    gcj02 = only(tmp_path, header, row, datum="gcj02")
    wgs84 = only(tmp_path, header, row)

    assert gcj02.source_position == (116.404123, 39.915456)
    assert gcj02.extra == {"lon": "116.1", "lat": "39.1"}
    assert wgs84.position.lon == 116.1
    assert wgs84.extra == {"lon_gcj02": "116.404123", "lat_gcj02": "39.915456"}


def test_a_table_without_kinds_is_one_of_warm_stations_with_one_warning(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name,lon,lat\n1,甲,116.4041,39.9151\n2,乙,116.5041,39.9151\n")

    report = inspect_file(path)

    assert {station.kind for station in report.stations} == {StationKind.WARM_STATION}
    assert [fault.code for fault in report.faults] == ["no_kind_column"]


def test_hours_in_chinese_are_understood_or_kept_with_a_warning(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,name,kind,lon,lat,开放时间\n"
        "1,甲,暖心驿站,116.4041,39.9151,周一至周五 8：30－17：30\n"
        "2,乙,暖心驿站,116.5041,39.9151,工作日开放\n",
    )

    report = inspect_file(path)

    assert report.stations[0].opening_hours == "Mo-Fr 08:30-17:30"
    assert report.stations[1].opening_hours is None
    assert report.stations[1].extra == {"opening_hours_as_written": "工作日开放"}
    assert [(fault.code, fault.number) for fault in report.faults] == [("hours_not_read", 3)]


def test_a_facility_that_nobody_knows_is_kept_with_a_warning(tmp_path: Path) -> None:
    """One odd word in a hand-written list must not keep the station off the map."""
    path = written(
        tmp_path, "id,name,kind,lon,lat,设施\n1,甲,暖心驿站,116.4041,39.9151,饮水机、麻将桌:坏\n"
    )

    report = inspect_file(path)

    assert report.stations[0].facilities == {Facility.WATER: FacilityState.WORKING}
    assert report.stations[0].extra == {"facilities_as_written": "麻将桌:坏"}
    assert [(fault.code, fault.value) for fault in report.faults] == [
        ("facility_not_read", "麻将桌")
    ]


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    """A cell of two lines is one row there; an empty line is one as well."""
    path = written(
        tmp_path,
        'id,name,kind,lon,lat\r\n1,"甲\n二层",暖心驿站,116.4041,39.9151\r\n\r\n'
        "2,乙,暖心驿站,here,39.9151\r\n",
    )

    report = inspect_file(path)

    assert report.stations[0].name == "甲\n二层"
    assert [(fault.code, fault.number) for fault in report.faults] == [("not_a_number", 4)]


def test_empty_cells_at_the_end_of_a_row_do_no_harm(tmp_path: Path) -> None:
    assert only(tmp_path, "name,lon,lat", "驿站,116.404,39.915,,,").name == "驿站"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_other_encodings_are_read_and_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "stations.csv"
    path.write_bytes("编号,名称,类型,经度,纬度\n1,甲,暖心驿站,116.4041,39.9151\n".encode(encoding))

    report = inspect_file(path)

    assert report.stations[0].name == "甲"
    assert [fault.code for fault in report.faults] == ["encoding"]


def test_the_82_real_stations_come_out_where_their_author_put_them(shared_data: Path) -> None:
    """GCJ-02 columns in; the WGS-84 columns, rounded by their author, come out."""
    path = shared_data / ZHENGZHOU
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    stations = read_stations(path, datum="gcj02")

    found = np.array([(station.position.lon, station.position.lat) for station in stations])
    stated = np.array([(float(row["lon_wgs84"]), float(row["lat_wgs84"])) for row in rows])
    assert len(stations) == len(rows) == 82
    assert np.abs(found - stated).max() <= 1e-6
    assert [station.name for station in stations] == [row["name"].strip() for row in rows]
    assert stations[0].opening_hours == "24/7"
    assert all(Facility.WATER in station.facilities for station in stations)
    unread = [station for station in stations if station.opening_hours is None]
    assert {station.extra["opening_hours_as_written"] for station in unread} == {"工作日开放"}


def test_the_82_real_stations_have_doubts_but_no_errors(shared_data: Path) -> None:
    report = inspect_file(shared_data / ZHENGZHOU, datum="gcj02")

    assert [fault.code for fault in report.faults] == [
        "no_kind_column",
        "hours_not_read",
        "hours_not_read",
    ]


def test_an_expiry_is_a_day_by_facility(tmp_path: Path) -> None:
    row = "甲,116.4,39.9,药箱:2027/3/31|aed:2028-01-01"

    assert only(tmp_path, "name,lon,lat,设施有效期", row).facility_expiry == {
        Facility.FIRST_AID: date(2027, 3, 31),
        Facility.AED: date(2028, 1, 1),
    }


def test_an_expiry_that_is_no_day_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "name,lon,lat,facility_expiry\n甲,116.4,39.9,药箱\n")

    (fault,) = inspect_file(path).errors

    assert (fault.code, fault.field) == ("bad_date", "facility_expiry")
