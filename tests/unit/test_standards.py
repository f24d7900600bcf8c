"""Profiles of what stations should have: read from a file, held against stations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import HAIDIAN, IN_CHAOYANG, IN_HAIDIAN
from rig.stations import station
from rig.work_desk import WorkDesk
from stationmap.errors import SettingsError
from stationmap.files.standards import read_standards
from stationmap.labels import Language
from stationmap.services.standards import Asked
from stationmap.settings import Settings
from stationmap.stations.codes import StationKind
from stationmap.upkeep.standards import (
    Item,
    Outcome,
    Profile,
    checklist,
    in_force,
)

if TYPE_CHECKING:
    from pathlib import Path

NAME = {"zh": "名", "en": "name"}
PROFILE = """
[[profile]]
code = "basics"
version = "1"
since = 2026-01-01
name = { zh = "基本", en = "Basics" }
kinds = ["warm_station"]
sources = [{ name = { zh = "报", en = "Paper" }, published = "2026-01" }]
[[profile.items]]
working = ["water"]
"""


def item(**stated: Any) -> Item:
    return Item.model_validate({"name": NAME, **stated})


def profile(**stated: Any) -> Profile:
    known = {
        "code": "basics",
        "version": "1",
        "since": date(2026, 1, 1),
        "name": NAME,
        "kinds": ["warm_station"],
        "sources": [{"name": NAME, "published": "2026"}],
        "items": [{"working": ["water"]}],
    }
    return Profile.model_validate({**known, **stated})


@pytest.mark.parametrize(
    ("facilities", "outcome"),
    [
        ({"microwave": "working"}, Outcome.MET),
        ({"microwave": "absent", "dining": "working"}, Outcome.MET),
        ({"microwave": "broken", "dining": "absent"}, Outcome.NOT_MET),
        ({"microwave": "absent"}, Outcome.UNKNOWN),
        ({}, Outcome.UNKNOWN),
    ],
)
def test_one_working_facility_of_several_suffices_and_unknown_is_never_missing(
    facilities: dict[str, str], outcome: Outcome
) -> None:
    assert item(working=["microwave", "dining"]).outcome(station(facilities=facilities)) is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"showers": 2}, Outcome.MET),
        ({"showers": 0}, Outcome.NOT_MET),
        ({"showers": 2, "facilities": {"shower": "broken"}}, Outcome.NOT_MET),
        ({}, Outcome.UNKNOWN),
    ],
)
def test_a_known_number_tells_of_a_facility_whose_state_nobody_recorded(
    facts: dict[str, Any], outcome: Outcome
) -> None:
    assert item(working=["shower"]).outcome(station(**facts)) is outcome


@pytest.mark.parametrize(
    ("area_m2", "outcome"),
    [(10, Outcome.MET), (9.9, Outcome.NOT_MET), (None, Outcome.UNKNOWN)],
)
def test_exactly_the_least_number_is_enough(area_m2: float | None, outcome: Outcome) -> None:
    assert item(at_least={"area_m2": 10}).outcome(station(area_m2=area_m2)) is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"opening_hours": "24/7"}, Outcome.MET),
        ({"opening_hours": "Mo-Fr 09:00-17:00", "self_entry_hours": "24/7"}, Outcome.MET),
        ({"opening_hours": "Mo-Su 06:00-23:00"}, Outcome.NOT_MET),
        ({"opening_hours": "早上到晚上"}, Outcome.UNKNOWN),
        ({}, Outcome.UNKNOWN),
    ],
)
def test_round_the_clock_is_known_only_where_the_hours_can_be_read(
    facts: dict[str, Any], outcome: Outcome
) -> None:
    assert item(round_the_clock=True).outcome(station(**facts)) is outcome


def test_what_the_data_cannot_tell_is_never_met() -> None:
    assert item(not_recorded=True).outcome(station()) is Outcome.UNKNOWN


def test_an_item_of_one_facility_takes_its_name() -> None:
    assert Item.model_validate({"working": ["water"]}).label(Language.EN) == "Drinking water"


def test_a_checklist_sorts_the_items_by_outcome() -> None:
    standard = profile(items=[{"working": ["water"]}, {"working": ["pump"]}])

    held = checklist(standard, station(facilities={"water": "working"}))

    assert held.items(Outcome.MET) == [standard.items[0]]
    assert held.items(Outcome.UNKNOWN) == [standard.items[1]]
    assert held.items(Outcome.NOT_MET) == []


def test_the_newest_version_that_has_begun_counts() -> None:
    old, new = profile(), profile(version="2", since=date(2026, 7, 1))

    assert in_force([new, old], date(2026, 6, 30)) == (old,)
    assert in_force([new, old], date(2026, 7, 1)) == (new,)
    assert in_force([new, old], date(2025, 12, 31)) == ()


def test_the_file_that_comes_along_has_the_profiles_of_the_programmes() -> None:
    read = {one.code: one for one in read_standards(Settings().standards)}

    assert set(read) == {"warm_station", "driver_home", "driver_home_upgraded", "nursing_room"}
    assert [len(one.items) for one in read.values()] == [10, 5, 4, 6]
    assert read["nursing_room"].kinds == {StationKind.NURSING_ROOM}


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(PROFILE, encoding="utf-8")

    (read,) = read_standards(tmp_path / "s.toml")

    assert (read.code, read.version, read.since) == ("basics", "1", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("found", "put", "reason"),
    [
        ('["water"]', '["watre"]', "profile 1: items 1 working 1"),
        ('working = ["water"]', "", "profile 1: items 1: state one of working"),
        ('["water"]', '["water", "pump"]', "profile 1: items 1: only an item of one facility"),
        ('"warm_station"', '"warm"', "profile 1: kinds 1"),
        ('version = "1"', "", "profile 1: version: Field required"),
        ('version = "1"', 'version = "1"\nfoo = 1', "profile 1: foo: Extra inputs"),
        ('"2026-01"', '"lately"', "profile 1: sources 1 published"),
        ("[[profile.items]]", "[[profile.items]]\nat_least = {area_m2 = 3}", "state one of"),
        ("[[profile]]", "[other]\n[[profile]]", "there is no table other"),
        ("[[profile]]", "[[profile", "is no file of standards"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_place(
    tmp_path: Path, found: str, put: str, reason: str
) -> None:
    (tmp_path / "s.toml").write_text(PROFILE.replace(found, put, 1), encoding="utf-8")

    with pytest.raises(SettingsError) as raised:
        read_standards(tmp_path / "s.toml")

    assert raised.value.setting == "standards"
    assert reason in raised.value.reason


def test_two_versions_from_the_same_day_are_refused(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(PROFILE + PROFILE, encoding="utf-8")

    with pytest.raises(SettingsError, match="basics stands twice from 2026-01-01 on"):
        read_standards(tmp_path / "s.toml")


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    broken = PROFILE.replace('["water"]', '["watre"]').replace('version = "1"', "")
    (tmp_path / "s.toml").write_text(broken, encoding="utf-8")

    with pytest.raises(SettingsError) as raised:
        read_standards(tmp_path / "s.toml")

    assert "version" in raised.value.reason
    assert "working 1" in raised.value.reason


@pytest.fixture
def desk() -> WorkDesk:
    desk = WorkDesk()
    every = dict.fromkeys(
        ["table_chair", "water", "microwave", "heating", "phone_charge", "first_aid", "pump",
         "rain_gear", "books", "toilet"],
        "working",
    )  # fmt: skip
    desk.keep(
        station(id="1", position=IN_HAIDIAN, facilities=every),
        station(id="2", position=IN_HAIDIAN, facilities={"pump": "absent"}),
        station(id="3", position=IN_CHAOYANG, facilities={"pump": "broken", "water": "absent"}),
        station(id="4", position=IN_HAIDIAN, status="closed"),
        station(id="5", position=IN_HAIDIAN, kind="nursing_room"),
    )
    return desk


def test_a_profile_is_counted_over_the_stations_in_use_of_its_kinds(desk: WorkDesk) -> None:
    basics = desk.standards.profiles()[0]

    page = desk.standards.page(desk.account(), Asked(profile=basics))

    pump = basics.items[6]
    assert pump.working == ("pump",)
    assert (page.stations, page.complete, page.found) == (3, 1, 2)
    assert page.counts[6] == {Outcome.MET: 1, Outcome.NOT_MET: 2}
    assert page.counts[1] == {Outcome.MET: 1, Outcome.NOT_MET: 1, Outcome.UNKNOWN: 1}


def test_stations_are_listed_by_the_outcome_of_one_item_in_ones_area(desk: WorkDesk) -> None:
    basics, account = desk.standards.profiles()[0], desk.account(HAIDIAN)

    def listed(**asked: Any) -> list[str]:
        page = desk.standards.page(account, Asked(profile=basics, **asked))
        return [one.id for one, _ in page.listed]

    assert listed(item=6) == ["2"]
    assert listed(item=6, outcome=Outcome.MET) == ["1"]
    assert listed(item=1, outcome=Outcome.UNKNOWN) == ["2"]
    assert listed(area="110105") == []


def test_a_station_is_held_against_every_profile_for_its_kind(desk: WorkDesk) -> None:
    drivers = station(kind="driver_home", showers=2)

    held = desk.standards.checklists(drivers)

    assert [one.profile.code for one in held] == ["driver_home", "driver_home_upgraded"]


def test_what_a_change_puts_right_is_no_longer_lacking(desk: WorkDesk) -> None:
    basics = desk.standards.profiles()[0]
    asked = Asked(profile=basics, item=6)
    assert desk.standards.page(desk.account(), asked).found == 2

    desk.keep(station(id="2", position=IN_HAIDIAN, facilities={"pump": "working"}))

    assert desk.standards.page(desk.account(), asked).found == 1
