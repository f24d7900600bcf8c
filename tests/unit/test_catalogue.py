"""The catalogue is whole: every key in both languages, every key used, every code labelled."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from rig.source_keys import (
    REPOSITORY,
    codes_of_plan_errors,
    every_named_key,
    keys_given_to_text,
    source_files,
)
from stationmap.coverage.counting import TimeSlice
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language, catalogue, text
from stationmap.stations.codes import (
    Audience,
    Entry,
    Facility,
    FacilityState,
    StationKind,
    Status,
)
from stationmap.stations.hours import ArrivalState
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from enum import StrEnum

TABLES: dict[str, type[StrEnum]] = {
    "kind": StationKind,
    "facility": Facility,
    "facility_state": FacilityState,
    "audience": Audience,
    "entry": Entry,
    "status": Status,
    "travel": TravelMode,
    "datum": Datum,
    "arrival": ArrivalState,
    "action": Action,
    "time_slice": TimeSlice,
}
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def test_every_key_has_text_in_every_language() -> None:
    for key, entry in catalogue().items():
        assert set(entry) == set(Language), key
        assert all(words.strip() for words in entry.values()), key


def test_the_chinese_of_a_key_names_the_same_places_as_its_english() -> None:
    for key, entry in catalogue().items():
        assert _places(entry[Language.ZH]) == _places(entry[Language.EN]), key


def test_no_text_names_the_city_but_where_the_time_or_its_own_data_are_told() -> None:
    """A union of another city reads the same texts."""
    of_its_time = re.compile("北京时间|Beijing(’s|'s)? time")
    named = {
        key
        for key, entry in catalogue().items()
        if any(re.search("北京|Beijing", of_its_time.sub("", words)) for words in entry.values())
    }

    assert named == {"plan_report.census_source", "geocoding.city"}


def test_english_text_holds_no_chinese() -> None:
    """The switch to the other language is written in that language."""
    found = {key for key, entry in catalogue().items() if HAN.search(entry[Language.EN])}

    assert {key for key in found if not key.startswith("shell.other_language")} == set()


def test_every_key_that_the_source_asks_for_exists() -> None:
    asked = list(keys_given_to_text())

    assert asked, "the scan finds no call of text() at all"
    missing = [str(named) for named in asked if not any(map(named.matches, catalogue()))]
    assert not missing, "\n".join(missing)


def test_every_key_is_used() -> None:
    """The tables of codes are whole by the test below, shown today or not."""
    used = re.compile("|".join(every_named_key()))
    unused = [key for key in catalogue() if not used.fullmatch(key)]

    unused = [key for key in unused if key.split(".")[0] not in TABLES]

    assert not unused, "\n".join(unused)


@pytest.mark.parametrize(("table", "codes"), TABLES.items(), ids=TABLES)
def test_every_code_has_a_label(table: str, codes: type[StrEnum]) -> None:
    for code in codes:
        for language in Language:
            assert text(f"{table}.{code}", language)


def test_every_problem_of_a_planner_has_its_sentence() -> None:
    codes = {
        key.removeprefix("plan_error.") for key in catalogue() if key.startswith("plan_error.")
    }

    raised = set(codes_of_plan_errors())

    assert raised, "the scan finds no PlanError at all"
    assert raised <= codes, raised - codes


def test_no_chinese_stands_in_the_source() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in source_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if HAN.search(line)
    ]

    assert not found, "\n".join(found)


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
