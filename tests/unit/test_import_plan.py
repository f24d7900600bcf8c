"""The dry run: what is new, changed, unchanged, perhaps a duplicate, or wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pytest

from make_faulty_rows import workbook as faulty_workbook
from rig.edit_desk import ADMIN, NOBODY, PLANNER, STAFF
from rig.import_desk import ImportDesk, codes, table
from rig.stations import station
from stationmap.errors import NotAllowedError, NotSignedInError
from stationmap.geo.datum import Datum
from stationmap.geo.geodesic import GEOD
from stationmap.geo.position import Position
from stationmap.stations.codes import Facility, FacilityState, StationKind
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.import_plan import Accepted, Decision, EmptyCells

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.stations.station import Station

HEAD = ["id", "name", "kind", "lon", "lat", "phone"]
FIRST = ["a", "知春路驿站", "warm_station", 116.34, 39.976, "010-62000001"]


@pytest.fixture
def desk() -> ImportDesk:
    return ImportDesk()


def keep(desk: ImportDesk, *stations: Station) -> None:
    """Put stations into the store."""
    change = Change(action=Action.FILLED, who="test", at=desk.now)
    desk.store.save_all([(one, 0) for one in stations], change)


def test_real_stations_in_gcj02_come_out_where_their_wgs84_columns_say(
    desk: ImportDesk, shared_data: Path
) -> None:
    path = shared_data / "zhengzhou_82_real_union_stations_gcj02_wgs84.csv"

    plan = desk.plan(path.read_bytes(), path.name, datum=Datum.GCJ02)
    done = desk.imports.apply(ADMIN, plan)

    assert (done.added, len(plan.faulty), len(plan.candidates)) == (82, 0, 0)
    stations = desk.listed().values()
    ours = np.array([(one.position.lon, one.position.lat) for one in stations])
    theirs = np.array(
        [(float(one.extra["lon_wgs84"]), float(one.extra["lat_wgs84"])) for one in stations]
    )
    assert GEOD.inv(*ours.T, *theirs.T)[2].max() < 0.5
    assert {one.source_datum for one in stations} == {Datum.GCJ02}


def test_the_same_file_again_changes_nothing(desk: ImportDesk, shared_data: Path) -> None:
    path = shared_data / "zhengzhou_82_real_union_stations_gcj02_wgs84.csv"
    desk.put(path.read_bytes(), path.name, datum=Datum.GCJ02)

    again = desk.plan(path.read_bytes(), path.name, datum=Datum.GCJ02)

    assert (len(again.unchanged), again.new, again.changed) == (82, (), ())


def test_of_10000_rows_all_300_planted_faults_are_found_and_none_more(desk: ImportDesk) -> None:
    content, planted = faulty_workbook()

    plan = desk.plan(content, "faulty.xlsx", actor=STAFF)

    assert len(planted) == 300
    assert codes(plan) == {number: [code] for number, code in planted.items()}
    assert len(plan.new) == 9_700


def test_a_row_with_an_id_changes_that_station_alone_in_what_it_says(desk: ImportDesk) -> None:
    keep(desk, station(id="a", phone="1", notes="quiet"), station(id="b"))

    plan = desk.plan(table(["id", "phone"], ["a", "2"]))

    (row,) = plan.changed
    assert [(one.field, one.before, one.after) for one in row.differences] == [("phone", "1", "2")]
    assert row.after.notes == "quiet"
    assert (plan.new, plan.faulty, plan.candidates) == ((), (), ())


def test_a_row_without_id_means_the_station_of_its_name_at_its_place(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站", position=Position(116.34, 39.976)))

    plan = desk.plan(
        table(["名称", "经度", "纬度", "电话"], ["知春路驿站", "116.34000", "39.97600", "12351"])
    )

    assert [row.after.id for row in plan.changed] == ["a"]


def test_a_row_without_id_means_the_station_of_its_name_at_its_address(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站", address="知春路1号"))

    plan = desk.plan(
        table(["名称", "地址", "经度", "纬度"], ["知春路驿站", "知春路1号", 116.34, 39.976])
    )

    (row,) = plan.changed
    assert [one.field for one in row.differences] == ["position"]


def test_a_row_of_another_kind_is_another_station(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站", position=Position(116.34, 39.976)))

    plan = desk.plan(table(HEAD[1:], ["知春路驿站", "nursing_room", 116.34, 39.976, ""]))

    assert plan.changed == ()
    assert len(plan.new) + len(plan.candidates) == 1


def test_a_row_near_a_station_with_a_like_name_waits_for_a_person(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路暖心驿站", position=Position(116.34, 39.976)))

    plan = desk.plan(
        table(HEAD[1:], ["知春路 暖心驿站(东门)", "warm_station", 116.3403, 39.976, ""])
    )

    (candidate,) = plan.candidates
    assert candidate.alternatives[0].row.after.id == "a"
    assert 20 < candidate.alternatives[0].distance_m < 40
    assert plan.new == ()


def test_an_id_of_quite_another_station_far_off_waits_for_a_person(desk: ImportDesk) -> None:
    keep(desk, station(id="1", name="知春路驿站", position=Position(116.34, 39.976)))

    plan = desk.plan(table(HEAD, ["1", "望京骑手之家", "driver_home", 116.47, 39.99, ""]))

    (candidate,) = plan.candidates
    assert plan.changed == ()
    assert candidate.alternatives[0].row.after.id == "1"
    assert candidate.as_new.after.id != "1"


def test_two_rows_for_one_station_are_a_fault_of_the_second(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路驿站", position=Position(116.34, 39.976)))

    plan = desk.plan(
        table(HEAD, FIRST, ["", "知春路驿站", "warm_station", 116.34, 39.976, "12351"])
    )

    assert codes(plan) == {3: ["duplicate_id"]}
    assert plan.faulty[0].faults[0].first_number == 2


def test_what_lies_outside_the_area_is_faulty_for_its_staff_alone(desk: ImportDesk) -> None:
    content = table(HEAD, FIRST, ["b", "望京驿站", "warm_station", 116.47, 39.99, ""])

    for_staff = desk.plan(content, actor=STAFF)
    for_all = desk.plan(content)

    assert codes(for_staff) == {3: ["outside_area"]}
    assert [row.after.id for row in for_staff.new] == ["a"]
    assert codes(for_all) == {}


def test_a_station_is_not_moved_into_the_area_by_its_staff(desk: ImportDesk) -> None:
    keep(desk, station(id="a", position=Position(116.48, 39.95)))

    plan = desk.plan(
        table(HEAD, ["a", "示例驿站", "warm_station", 116.34, 39.976, ""]), actor=STAFF
    )

    assert codes(plan) == {2: ["outside_area"]}


def test_who_may_not_edit_may_not_plan(desk: ImportDesk) -> None:
    with pytest.raises(NotAllowedError):
        desk.plan(table(HEAD, FIRST), actor=PLANNER)
    with pytest.raises(NotSignedInError):
        desk.plan(table(HEAD, FIRST), actor=NOBODY)


def test_an_empty_cell_keeps_the_value_unless_it_is_to_clear_it(desk: ImportDesk) -> None:
    keep(desk, station(id="a", phone="1", facilities={"water": "working", "wifi": "broken"}))
    content = table(["id", "phone", "设施:饮水机"], ["a", "", ""])

    kept = desk.plan(content)
    cleared = desk.plan(content, empty=EmptyCells.CLEAR)

    assert kept.unchanged == (2,)
    (row,) = cleared.changed
    assert [one.field for one in row.differences] == ["phone", "facilities.water"]
    assert row.after.facilities == {Facility.WIFI: FacilityState.BROKEN}


def test_hours_that_nobody_understands_do_not_replace_hours_that_are_known(
    desk: ImportDesk,
) -> None:
    keep(desk, station(id="a", opening_hours="24/7"))

    plan = desk.plan(table(["id", "opening_hours"], ["a", "看门大爷在就开"]))

    (row,) = plan.changed
    assert row.after.opening_hours == "24/7"
    assert row.after.extra == {"opening_hours_as_written": "看门大爷在就开"}
    assert [row.number for row in plan.doubtful] == [2]


def test_an_id_that_a_spreadsheet_stripped_of_its_zeros_is_still_the_stations(
    desk: ImportDesk,
) -> None:
    keep(desk, station(id="00071", phone="010"), station(id="123456789012", phone="010"))

    plan = desk.plan(table(["id", "phone"], ["71", "12351"], ["1.23457E+11", "12351"]))

    assert [row.after.id for row in plan.changed] == ["00071", "123456789012"]


def test_an_id_that_lost_its_digits_is_a_fault(desk: ImportDesk) -> None:
    plan = desk.plan(table(HEAD, ["1.23E+17", *FIRST[1:]], ["b", *FIRST[1:5], "1.38E+10"]))

    assert codes(plan) == {2: ["digits_lost"], 3: ["digits_lost"]}


def test_dates_as_spreadsheets_write_them_are_dates(desk: ImportDesk) -> None:
    rows = [["a", "46347"], ["b", "2026/11/21 0:00"], ["c", "2026年11月21日"]]
    keep(desk, *(station(id=row[0]) for row in rows))

    plan = desk.plan(table(["id", "verified_on"], *rows))

    assert [row.after.verified_on for row in plan.changed] == [date(2026, 11, 21)] * 3


def test_running_numbers_are_no_ids(desk: ImportDesk) -> None:
    keep(desk, station(id="1"))

    plan = desk.plan(table(["序号", "名称", "经度", "纬度"], [1, "知春路驿站", 116.34, 39.976]))

    (row,) = plan.new
    assert row.after.id != "1"
    assert "序号" not in row.after.extra


def test_the_id_of_a_merged_station_is_refused_with_where_it_went(desk: ImportDesk) -> None:
    keep(desk, station(id="a"), station(id="b"))
    change = Change(action=Action.MERGED, who="test", at=desk.now)
    desk.store.remove("a", change, version=1, successor="b")

    plan = desk.plan(table(["id", "phone"], ["a", "12351"]))

    assert "merged_away" in codes(plan)[2]
    assert plan.faulty[0].faults[0].value == "b"


def test_samples_go_if_the_list_holds_nothing_else(desk: ImportDesk) -> None:
    keep(desk, station(id="s1", source="sample"), station(id="s2", source="sample"))
    content = table(HEAD, FIRST)

    by_default = desk.plan(content)
    if_refused = desk.plan(content, replace_sample=False)
    keep(desk, station(id="real"))
    beside_real_ones = desk.plan(content)

    assert [one.station.id for one in by_default.samples] == ["s1", "s2"]
    assert (if_refused.samples, beside_real_ones.samples) == ((), ())


def test_samples_stay_while_no_station_goes_in(desk: ImportDesk) -> None:
    """Neither a file with faults alone nor one that nobody accepts may empty the list."""
    keep(desk, station(id="s1", source="sample"))
    good, faulty = desk.plan(table(HEAD, FIRST)), desk.plan(table(HEAD, ["a", "甲", "", ""]))

    refused = desk.accept(good, Accepted(with_new=False))

    assert faulty.is_all_faulty
    assert (refused.batch, desk.accept(faulty, Accepted()).batch) == (None, None)
    assert list(desk.listed()) == ["s1"]


def test_samples_stay_if_the_file_holds_some_itself(desk: ImportDesk) -> None:
    keep(desk, station(id="s1", source="sample"), station(id="s2", source="sample"))

    plan = desk.plan(table(["id", "phone", "source"], ["s1", "12351", "sample"]))

    assert plan.samples == ()
    assert [row.after.id for row in plan.changed] == ["s1"]


def test_staff_of_a_district_take_out_its_samples_alone(desk: ImportDesk) -> None:
    here, there = Position(116.35, 39.99), Position(116.48, 39.95)
    keep(desk, station(id="s1", source="sample", position=here))
    keep(desk, station(id="s2", source="sample", position=there))

    plan = desk.plan(table(HEAD, FIRST), actor=STAFF)

    assert [one.station.id for one in plan.samples] == ["s1"]


def test_a_real_station_takes_nothing_over_from_the_sample_whose_id_it_has(
    desk: ImportDesk,
) -> None:
    keep(desk, station(id="a", source="sample", notes="invented"))

    plan = desk.plan(table(HEAD, FIRST))

    (row,) = plan.new
    assert (row.after.notes, row.after.source, row.version) == (None, None, 1)


def test_no_kind_is_assumed_beside_a_column_that_may_be_it(desk: ImportDesk) -> None:
    content = table(
        ["id", "name", "什么类型的站", "lon", "lat"], ["a", "甲", "司机之家", 116.34, 39.976]
    )

    unclear = desk.plan(content)
    named = desk.plan(content, mapping={2: "kind"})
    none = desk.plan(content, mapping={2: "keep_aside"})

    assert [fault.code for fault in unclear.file_faults] == ["kind_unclear"]
    assert named.new[0].after.kind is StationKind.DRIVER_HOME
    assert none.new[0].after.kind is StationKind.WARM_STATION


def test_a_file_without_a_needful_column_is_refused_until_one_is_named(desk: ImportDesk) -> None:
    content = table(["叫什么", "经度", "纬度"], ["知春路驿站", 116.34, 39.976])

    refused = desk.plan(content)
    mapped = desk.plan(content, mapping={0: "name"})

    assert [fault.code for fault in refused.file_faults if fault.field == "name"] == [
        "column_needed"
    ]
    assert not refused.is_possible
    assert [row.after.name for row in mapped.new] == ["知春路驿站"]


def test_geojson_goes_the_same_way(desk: ImportDesk) -> None:
    keep(desk, station(id="a", phone="1"))
    properties = {"名称": "示例驿站", "类别": "暖心驿站", "电话": "2", "状态": "暂停使用"}
    features = [
        {
            "type": "Feature",
            "id": station_id,
            "geometry": {"type": "Point", "coordinates": [lon, 39.9]},
            "properties": {**properties, "name": None},
        }
        for station_id, lon in (("a", 116.4), ("b", 116.5))
    ]
    content = orjson.dumps({"type": "FeatureCollection", "features": features})

    file = desk.imports.examine(content, "list.geojson")
    plan = desk.plan(content, "list.geojson", mapping={3: "name", 7: "keep_aside"})

    assert file.seen.titles == ["id", "lon", "lat", "名称", "类别", "电话", "状态", "name"]
    (row,) = plan.changed
    assert {one.field for one in row.differences} >= {"phone"}
    assert [one.after.kind for one in plan.new] == [StationKind.WARM_STATION]


def test_a_broken_feature_stays_out_and_the_others_go_in(desk: ImportDesk) -> None:
    point = '{{"type": "Feature", "id": "{id}", '
    point += '"properties": {{"name": "{id}", "kind": "warm_station"}}, '
    point += '"geometry": {{"type": "Point", "coordinates": [116.4, {lat}]}}}}'
    features = [point.format(id="a", lat="NaN"), point.format(id="b", lat="39.9")]
    text = f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}'

    plan = desk.plan(text.encode(), "list.geojson")

    assert codes(plan) == {1: ["not_finite"]}
    assert [row.after.id for row in plan.new] == ["b"]
    assert plan.is_possible


def test_only_the_first_of_two_rows_that_are_one_station_goes_in(desk: ImportDesk) -> None:
    keep(desk, station(id="a", name="知春路暖心驿站", position=Position(116.34, 39.976)))
    rows = [
        ["知春路 暖心驿站(东门)", "warm_station", 116.3403, 39.976, "1"],
        ["知春路 暖心驿站(西门)", "warm_station", 116.3397, 39.976, "2"],
    ]
    plan = desk.plan(table(HEAD[1:], *rows))
    numbers = [candidate.number for candidate in plan.candidates]

    added, changed = plan.rows_of(Accepted(decisions=dict.fromkeys(numbers, Decision.SAME)))

    assert numbers == [2, 3]
    assert (list(added), [row.number for row in changed]) == ([], [2])
