"""The JSON Schema of the data contract takes what reading takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stationmap.stations.record import PROPERTIES
from stationmap.stations.schema import contract_schema

SAMPLE = Path(__file__).parents[2] / "data" / "stations.geojson"
BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"

VALIDATOR = Draft202012Validator(contract_schema())


def of_one(**properties: Any) -> dict[str, Any]:
    feature = {
        "type": "Feature",
        "id": "A1",
        "geometry": {"type": "Point", "coordinates": [116.4, 39.9]},
        "properties": {"name": "测试驿站", "kind": "warm_station"} | properties,
    }
    return {"type": "FeatureCollection", "features": [feature]}


def test_the_schema_is_a_schema_and_names_every_property() -> None:
    schema = contract_schema()

    Draft202012Validator.check_schema(schema)
    properties = schema["$defs"]["Feature"]["properties"]["properties"]
    assert tuple(properties["properties"]) == PROPERTIES
    assert properties["required"] == ["name", "kind"]
    assert "#/$defs/Position" not in json.dumps(schema)


def test_the_sample_is_valid() -> None:
    document = json.loads(SAMPLE.read_text(encoding="utf-8"))
    document["features"] = document["features"][:300] + document["features"][-300:]

    assert list(VALIDATOR.iter_errors(document)) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"facilities": {"water": "broken"}, "audience": ["public"], "wc_code": {"a": 1}},
        {"phone": None, "verified_on": "2026-11-20", "source_position": [116.4, 39.9]},
    ],
)
def test_what_can_be_read_is_valid(properties: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(of_one(**properties))


@pytest.mark.parametrize(
    "name",
    [
        "bad_date",
        "negative_capacity",
        "no_kind",
        "null_geometry",
        "one_dimension",
        "polygon",
        "swapped_axes",
        "text_coordinates",
        "unknown_audience",
        "unknown_facility",
        "unknown_facility_state",
        "unknown_kind",
        "wrong_types",
        "single_feature",
    ],
)
def test_what_cannot_be_read_is_not_valid(name: str) -> None:
    document = json.loads((BROKEN / f"{name}.geojson").read_text(encoding="utf-8"))

    assert not VALIDATOR.is_valid(document)
