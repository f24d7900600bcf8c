"""The sample of stations, read once for all tests of a process: it takes two seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.files.read import read_stations

if TYPE_CHECKING:
    from stationmap import Station

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "stations.geojson"
EACH = 20


@cache
def whole_sample() -> tuple[Station, ...]:
    """Return all of its stations."""
    return tuple(read_stations(SAMPLE))


def part_of_sample() -> tuple[Station, ...]:
    """Return some five hundred, of every district and of nine of the eleven kinds."""
    return whole_sample()[::EACH]
