"""A scenario as lines: what it changes, the difference it makes, the stations to choose from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
import orjson

from stationmap.files.cells import disarmed
from stationmap.files.write import to_csv, to_geojson
from stationmap.geo.geodesic import distances_and_bearings
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stationmap.coverage.scenario import Scenario
    from stationmap.geo.position import Position
    from stationmap.services.plan.comparison import Comparison, Difference
    from stationmap.stations.station import Station

MOST_FOUND = 12


class What(StrEnum):
    """What a scenario can change; the labels are `scenario.what.<value>`."""

    ADD = "add"
    CLOSE = "close"
    MOVE = "move"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change of a scenario.

    Attributes
    ----------
    number
        Its number on the map; None for what the map does not number.
    """

    station_id: str
    name: str
    what: What
    told: str = ""
    number: int | None = None


def change_lines(
    scenario: Scenario, by_id: Mapping[str, Station], language: Language
) -> list[ChangeLine]:
    """Return the changes: what is added first, by the numbers on the map."""

    def name(station_id: str) -> str:
        station = by_id.get(station_id)
        return text("scenario.gone", language, id=station_id) if station is None else station.name

    lines = [
        ChangeLine(
            station_id=station.id,
            name=station.name,
            what=What.ADD,
            told=station.opening_hours or "",
            number=number,
        )
        for number, station in enumerate(scenario.added, start=1)
    ]
    lines += [
        ChangeLine(station_id=one, name=name(one), what=What.CLOSE) for one in scenario.closed
    ]
    lines += [ChangeLine(station_id=one, name=name(one), what=What.MOVE) for one in scenario.moved]
    lines += [
        ChangeLine(
            station_id=one,
            name=name(one),
            what=What.HOURS,
            told=" · ".join(filter(None, hours)) or text("scenario.hours_unknown", language),
        )
        for one, hours in scenario.hours.items()
    ]
    return lines


def stations_like(stations: Sequence[Station], words: str, near: Position | None) -> list[Station]:
    """Return the stations whose name, number or address has the words, else those near a tap."""
    wanted = words.strip().casefold()
    if wanted:
        return _first(station for station in stations if _has(station, wanted))
    if near is None or not stations:
        return []
    lons = [station.position.lon for station in stations]
    lats = [station.position.lat for station in stations]
    distances_m, _ = distances_and_bearings(near, lons, lats)
    order = np.argsort(distances_m, kind="stable")[:MOST_FOUND]
    return [stations[place] for place in order.tolist()]


def differences(comparison: Comparison) -> list[Difference]:
    """Return the areas, those first whose covered demand changes most."""
    found = comparison.by_area
    return sorted(found, key=lambda one: (-abs(one.covered), -one.before.demand, one.code))


def comparison_file(comparison: Comparison, language: Language) -> bytes:
    """Return the difference in every figure as CSV with a byte order mark."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    figures = ("covered", "share", "mean_m", "p90_m")
    heads = [
        f"{text(f'scenario.figure.{figure}', language)} {text(f'scenario.{when}', language)}"
        for figure in figures
        for when in ("today", "planned")
    ]
    area, demand = text("scenario.area", language), text("scenario.demand", language)
    writer.writerow([area, demand, *heads])
    whole = text("scenario.whole", language)
    for one in (comparison.whole, *comparison.by_area):
        name = one.name if language is Language.ZH else one.name_en
        pairs = [
            getattr(figured, figure) for figure in figures for figured in (one.before, one.after)
        ]
        row = ["" if value is None else f"{value:.6g}" for value in pairs]
        writer.writerow([disarmed(name or whole), f"{one.before.demand:.6g}", *row])
    return out.getvalue().encode("utf-8-sig")


def planned_csv(stations: Sequence[Station]) -> bytes:
    """Return planned stations as CSV, which an import reads."""
    return to_csv(stations).encode("utf-8-sig")


def planned_geojson(stations: Sequence[Station]) -> bytes:
    """Return planned stations as GeoJSON, which an import reads."""
    return orjson.dumps(to_geojson(stations))


def _first(found: Iterator[Station]) -> list[Station]:
    return [station for _, station in zip(range(MOST_FOUND), found, strict=False)]


def _has(station: Station, wanted: str) -> bool:
    told = (station.name, station.id, station.address or "")
    return any(wanted in one.casefold() for one in told)
