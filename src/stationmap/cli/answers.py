"""Answers as JSON and GeoJSON, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.services.find import Answer


def as_json(answers: Sequence[Answer]) -> str:
    """Return a list of objects, the best answer first."""
    return dumped([_record(answer) for answer in answers])


def as_geojson(answers: Sequence[Answer]) -> str:
    """Return a FeatureCollection (RFC 7946) whose properties are the objects of `as_json`."""
    features = [_feature(_record(answer)) for answer in answers]
    return dumped({"type": "FeatureCollection", "features": features})


def _record(answer: Answer) -> dict[str, Any]:
    station, arrival = answer.station, answer.arrival
    return {
        "id": station.id,
        "name": station.name,
        "kind": station.kind,
        "lon": station.position.lon,
        "lat": station.position.lat,
        **answer.nearby.figures(),
        "travel_min": round(answer.travel_min, 2),
        "on_arrival": arrival.state,
        "until": arrival.until.isoformat() if arrival.until else None,
    }


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "Point", "coordinates": [record["lon"], record["lat"]]},
        "properties": record,
    }


def dumped(value: object, *, indent: int | None = 2) -> str:
    """Write JSON that keeps Chinese readable and escapes all that a terminal might obey."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1]
        for letter in written
    )
