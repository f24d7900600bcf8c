"""Every fault is said in both languages, and nothing is said of faults that do not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stationmap.errors import Fault
from stationmap.files.read import inspect_file
from stationmap.labels import Language, catalogue
from stationmap.stations.fault_text import fault_text

SOURCE = Path(__file__).parents[2] / "src" / "stationmap"
BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"

FAULTS = {key.removeprefix("fault.") for key in catalogue() if key.startswith("fault.")}
OF_PLANNERS = {
    key.removeprefix("plan_error.") for key in catalogue() if key.startswith("plan_error.")
}
"""What is wrong with a planner's file is said in sentences of its own."""
TABLES = ("kind", "status", "facility", "facility_state", "audience", "entry")
ROOMS = ("files", "services", "stations", "upkeep")
NAMED = re.compile(
    r"(?:\b(?:error|warning|_undecodable|Unusable|Unstorable|HoursDoubt)\(|_(?:at|fault)\(\w+,|\bcode=)"
    r"\s*\"([a-z_0-9]+)\""
)
OF_PYDANTIC = re.compile(r"\"\w+\": \"([a-z_]+)\",$", re.MULTILINE)


def codes_in_the_source() -> set[str]:
    files = [file for room in ROOMS for file in SOURCE.glob(f"{room}/*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "schema.py"]
    named = {code for text in texts for code in NAMED.findall(text)}
    named |= set(OF_PYDANTIC.findall((SOURCE / "stations" / "record.py").read_text("utf-8")))
    return named | {f"unknown_{table}" for table in TABLES} | {"wrong_type"}


def test_every_code_has_its_words_and_all_words_have_a_code() -> None:
    assert codes_in_the_source() - (OF_PLANNERS - FAULTS) == FAULTS


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", sorted(BROKEN.iterdir()), ids=lambda path: path.name)
def test_each_fault_of_each_broken_file_can_be_said(path: Path, language: Language) -> None:
    for fault in inspect_file(path).faults:
        said = fault_text(fault, language)

        assert "{" not in said.replace(fault.value, "").replace(fault.field or "", "")
        assert "\n" not in said


def test_a_fault_is_said_with_its_place_its_value_and_the_remedy() -> None:
    fault = Fault(code="duplicate_id", unit="row", number=7, value="A1", first_number=3)

    assert fault_text(fault, "zh") == "第 7 行：编号「A1」和第 3 行重复。每个驿站要有自己的编号。"
    assert fault_text(fault, "en").startswith("Row 7: has the id A1, as Row 3 has.")


def test_an_unknown_kind_is_said_with_all_that_are_known() -> None:
    said = fault_text(Fault(code="unknown_kind", unit="feature", number=2, value="x"), "zh")

    assert said.startswith("第 2 个要素：没有「x」这种类型。可以写：warm_station 暖心驿站, ")
    assert "craft_academy 首都工匠学院" in said
