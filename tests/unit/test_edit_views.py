"""What the pages of editing say and take in, without a browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from stationmap.errors import InvalidStationError, OutsideAreaError, UndoConflictError
from stationmap.geo.datum import Datum, coordinates_in
from stationmap.geo.geodesic import GEOD
from stationmap.geo.position import Position
from stationmap.labels import Language
from stationmap.services.places_by_name import Place, PlaceKind
from stationmap.stations.codes import Facility, FacilityState, StationKind, Status
from stationmap.stations.station import Station
from stationmap.upkeep.change import Action, Change, Kept, Revision
from stationmap.upkeep.differences import differences
from stationmap.upkeep.merging import Conflict, three_way
from stationmap.upkeep.simple_hours import Holidays
from stationmap.web.locate import Fix
from stationmap.web.staff import edit_values, history_html, position_pin
from stationmap.web.staff.conflict_view import conflict_view
from stationmap.web.staff.edit_problems import problems_of
from stationmap.web.staff.history_words import changed_lines, field_label, value_words
from stationmap.web.staff.hours_choice import (
    USUAL,
    Days,
    HoursUnclearError,
    Mode,
    choices_of,
    expression_of,
)

TODAY = date(2026, 11, 21)
ZH, EN = Language.ZH, Language.EN
HERE = Position(116.3139, 39.9887)
FULL = Station(
    id="a",
    name="学院路驿站",
    kind=StationKind.WARM_STATION,
    position=HERE,
    address="学院路 1 号",
    opening_hours="Mo-Fr 09:00-17:00;PH off",
    facilities={Facility.WIFI: FacilityState.WORKING, Facility.WATER: FacilityState.BROKEN},
    facility_expiry={Facility.FIRST_AID: date(2027, 3, 31)},
    audience=("members",),
    capacity=12,
    honours=("最美驿站",),
    extra={"manager": "王芳"},
)


# The pin.


@pytest.mark.parametrize(
    "words", ["116.32, 39.99", "39.99, 116.32", "39.99，116.32", "116.32 39.99"]
)
def test_pasted_coordinates_are_read_in_either_order(words: str) -> None:
    pin = position_pin.pasted(words, Datum.WGS84)

    assert pin is not None
    assert pin.position == Position(116.32, 39.99)


@pytest.mark.parametrize("datum", Datum)
def test_pasted_coordinates_mean_what_their_datum_means(datum: Datum) -> None:
    lon, lat = coordinates_in(HERE, datum)

    pin = position_pin.pasted(f"{lon:.9f}, {lat:.9f}", datum)

    assert pin is not None
    *_, gap_m = GEOD.inv(pin.position.lon, pin.position.lat, HERE.lon, HERE.lat)
    assert gap_m < 0.001
    assert pin.source_datum is datum
    assert pin.source_position == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.parametrize("words", ["", "学院路", "116", "116.3", "1.5, 2.5", "116.3, 39.9, 50.0"])
def test_what_is_no_pair_of_coordinates_in_china_makes_no_pin(words: str) -> None:
    assert position_pin.pasted(words, Datum.GCJ02) is None


def test_a_tap_on_a_shifted_map_remembers_what_it_came_in() -> None:
    assert position_pin.tapped(HERE, Datum.WGS84).source_datum is None

    pin = position_pin.tapped(HERE, Datum.GCJ02)

    assert pin.position == HERE
    assert pin.source_position == pytest.approx(coordinates_in(HERE, Datum.GCJ02), abs=1e-6)


@pytest.mark.parametrize(("accuracy_m", "is_vague"), [(5.0, False), (50.0, False), (50.1, True)])
def test_a_phone_that_is_sure_to_fifty_metres_is_sure_enough(
    accuracy_m: float, *, is_vague: bool
) -> None:
    pin = position_pin.located(Fix(position=HERE, accuracy_m=accuracy_m))

    assert pin.is_vague is is_vague
    assert pin.fields["position_precision_m"] == accuracy_m


def test_a_found_place_says_what_it_is_called() -> None:
    place = Place(kind=PlaceKind.PLACE, name="中关村", detail="", position=HERE)

    assert position_pin.found(place).name == "中关村"


# The form.


def test_a_form_that_nobody_touched_changes_nothing() -> None:
    station, faults = edit_values.station_of(FULL, edit_values.values_of(FULL))

    assert station == FULL
    assert faults == []


def test_what_the_form_does_not_show_stays() -> None:
    values = edit_values.values_of(FULL) | {"name": "新名字"}

    station, _ = edit_values.station_of(FULL, values)

    assert station is not None
    assert [one.field for one in differences(FULL, station)] == ["name"]
    assert (station.extra, station.honours) == (FULL.extra, FULL.honours)


def test_hours_that_never_parsed_do_not_stop_another_change() -> None:
    broken = FULL.model_copy(update={"opening_hours": "from nine"})
    values = edit_values.values_of(broken) | {"phone": "12351"}

    station, faults = edit_values.station_of(broken, values)

    assert faults == []
    assert station is not None
    assert station.opening_hours == "from nine"


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"name": None}, {"kind": None}])
def test_a_station_needs_a_name_and_a_kind(wrong: dict[str, Any]) -> None:
    (field,) = wrong

    station, faults = edit_values.station_of(FULL, edit_values.values_of(FULL) | wrong)

    assert station is None
    assert [fault.field for fault in faults] == [field]


def test_a_facility_can_be_forgotten_and_its_last_day_set() -> None:
    values = edit_values.values_of(FULL)
    values |= {"facility.wifi": edit_values.UNKNOWN, "expiry.aed": date(2028, 1, 1)}

    station, _ = edit_values.station_of(FULL, values)

    assert station is not None
    assert station.facilities == {Facility.WATER: FacilityState.BROKEN}
    assert station.facility_expiry[Facility.AED] == date(2028, 1, 1)


def test_a_last_day_is_asked_for_what_is_there_or_has_one() -> None:
    empty = edit_values.values_of(None)

    assert edit_values.perishable(empty) == []
    assert edit_values.perishable(empty | {"facility.aed": "absent"}) == []
    assert edit_values.perishable(empty | {"facility.aed": "broken"}) == [Facility.AED]
    assert edit_values.perishable(edit_values.values_of(FULL)) == [Facility.FIRST_AID]


def test_truck_bays_are_asked_of_drivers_homes_and_where_they_are_known() -> None:
    assert "truck_bays" in edit_values.numbers_for(StationKind.DRIVER_HOME, {})
    assert "truck_bays" not in edit_values.numbers_for(StationKind.NURSING_ROOM, {})
    assert "truck_bays" in edit_values.numbers_for(StationKind.NURSING_ROOM, {"truck_bays": 0})


# Hours.


@pytest.mark.parametrize(
    "expression",
    [
        None,
        "24/7",
        "Mo-Fr 09:00-17:00;PH off",
        "Mo-Su 08:00-20:00",
        "Mo,We 08:30-11:30,13:30-17:30; PH 10:00-12:00",
        "Mo-Fr 09:00-17:00; Sa 10:00-12:00; Nov 21 off",
    ],
)
def test_choices_that_nobody_touched_leave_the_hours_as_they_are_spelt(
    expression: str | None,
) -> None:
    assert expression_of(choices_of(expression), expression) == expression


def test_simple_choices_write_the_syntax() -> None:
    choices = {**USUAL, "mode": Mode.SIMPLE, "days": Days.WORKDAYS, "has_break": True}
    choices |= {"holidays": Holidays.CLOSED}

    assert expression_of(choices, None) == "Mo-Fr 08:30-11:30,13:30-17:30; PH off"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"days": Days.OWN, "own_days": []}, "no_days"),
        ({"closes": time(8, 30)}, "no_time"),
        ({"has_break": True, "break_to": time(20)}, "break_outside"),
        ({"mode": Mode.TEXT, "text": "from nine"}, "syntax"),
    ],
)
def test_choices_that_are_no_hours_say_why(wrong: dict[str, Any], problem: str) -> None:
    with pytest.raises(HoursUnclearError) as caught:
        expression_of({**USUAL, "mode": Mode.SIMPLE, **wrong}, None)

    assert caught.value.problem == problem


# What was changed, in words.


def test_every_field_that_can_differ_has_a_label_and_words() -> None:
    whole = FULL.model_copy(
        update={
            "self_entry_hours": "24/7",
            "source_datum": Datum.BD09,
            "source_position": (116.32, 39.99),
            "position_precision_m": 8.0,
            "area_m2": 20.5,
            "entry": ("face",),
            "verified_on": TODAY,
            "related_ids": ("b",),
        }
    )
    for language in Language:
        for line in changed_lines(differences(None, whole), language, today=TODAY):
            assert line.label
            assert line.before in {"未知", "not known"}
            assert line.after not in {"", "None"}


@pytest.mark.parametrize(
    ("field", "value", "label", "words"),
    [
        ("facilities.water", FacilityState.BROKEN, "饮水机", "故障"),
        ("facility_expiry.first_aid", date(2027, 3, 31), "药箱有效期到", "2027-03-31"),
        ("status", Status.CLOSED, "状态", "已撤销"),
        ("phone", None, "电话", "未知"),
        ("audience", ("members", "public"), "谁能进", "工会会员、所有人"),
        ("extra.manager", "王芳", "manager", "王芳"),
        ("position", HERE, "位置", "116.313900, 39.988700"),
    ],
)
def test_a_field_and_its_value_are_said_as_people_say_them(
    field: str, value: object, label: str, words: str
) -> None:
    assert field_label(field, ZH) == label
    assert value_words(field, value, ZH, today=TODAY) == words


def test_hours_are_said_by_day_with_what_is_written() -> None:
    said = value_words("opening_hours", "Mo-Fr 09:00-17:00", ZH, today=TODAY)

    assert said == "周一至周五 09:00–17:00；周六至周日 不开（Mo-Fr 09:00-17:00）"


def test_a_conflict_tells_what_each_side_did_alone_and_what_both_did() -> None:
    mine = FULL.model_copy(update={"host": "甲", "phone": "1"})
    theirs = FULL.model_copy(update={"host": "乙", "address": "别处"})
    merged = three_way(FULL, mine, theirs)
    conflict = Conflict(
        base=FULL,
        theirs=Kept(station=theirs, version=2, revision=2),
        mine=mine,
        proposal=merged.station,
        fields=merged.conflicts,
    )

    view = conflict_view(conflict, ZH, today=TODAY)

    assert view.only_mine == (("电话", "1"),)
    assert view.only_theirs == (("地址", "别处"),)
    (disputed,) = view.disputed
    assert (disputed.before, disputed.theirs, disputed.mine) == ("未知", "乙", "甲")


def test_every_refusal_is_a_sentence_that_names_the_field() -> None:
    _, faults = edit_values.station_of(FULL, edit_values.values_of(FULL) | {"name": ""})

    assert problems_of(InvalidStationError("a", faults), ZH) == ["缺少「名称」。请补上。"]
    assert "没有保存" in problems_of(OutsideAreaError("limei", "110108", "a"), ZH)[0]
    assert "承办单位" in problems_of(UndoConflictError(7, "a", ["host"]), ZH)[0]
    assert "merged" in problems_of(UndoConflictError(7, "a", []), EN)[0]


def test_hostile_text_in_a_revision_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_html, "name_of", lambda login, _language: login)
    hostile = "<img src=x onerror=alert(1)>"
    after = FULL.model_copy(update={"name": hostile, "extra": {hostile: hostile}})
    change = Change(
        action=Action.EDITED, who=hostile, at=datetime(2026, 11, 21, tzinfo=UTC), why=hostile
    )
    revision = Revision(
        number=2, station_id="a", version=2, change=change, before=FULL, after=after
    )
    lines = changed_lines(differences(FULL, after), ZH, today=TODAY)

    html = history_html.revision_card(revision, lines, ZH)

    assert "<img" not in html
    assert html.count("&lt;img") == 5


def test_of_a_new_station_there_is_nothing_to_strike_out() -> None:
    lines = changed_lines(differences(None, FULL), ZH, today=TODAY)

    assert "<del>" not in history_html.change_list(lines, ZH, is_new=True)
    assert "<del>" in history_html.change_list(lines, ZH)
