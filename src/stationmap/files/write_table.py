"""Stations as CSV that spreadsheets open without running anything."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any

from stationmap.files import cells as cell_of
from stationmap.files.export import MAX_DECIMALS, known_properties
from stationmap.files.headers import AXES, JSON_PREFIX, is_recognised
from stationmap.stations.record import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stationmap.stations.station import Station

COLUMNS = ("id", *PROPERTIES[:2], *AXES, *PROPERTIES[2:])
"""Always all of them, in this order: an empty export is a form to fill in."""

WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "facilities": cell_of.facilities_cell,
    "facility_expiry": cell_of.facilities_cell,
    "audience": cell_of.list_cell,
    "entry": cell_of.list_cell,
    "honours": cell_of.list_cell,
    "related_ids": cell_of.list_cell,
    "source_position": cell_of.json_cell,
}
"""By property: what turns a value into its cell, where text alone does not do."""


def to_csv(stations: Iterable[Station]) -> str:
    """Return CSV text, without a byte order mark, that reads back as the same stations.

    Positions are WGS-84 with at most 6 decimals. Cells that a spreadsheet would run get a ' before
    them. An unknown property has a column of its own; its cells are JSON, and its title begins
    with "json:", unless all its values are text that stands for itself.
    """
    stations = list(stations)
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    extra = sorted({name for station in stations for name in station.extra})
    plain = {name for name in extra if _is_plain(name, stations)}
    titles = [name if name in plain else JSON_PREFIX + name for name in extra]
    writer.writerow([*COLUMNS, *map(cell_of.disarmed, titles)])
    for station in stations:
        known = _cells(station)
        row = [known.get(name, "") for name in COLUMNS]
        row += [_extra_cell(station, name, is_plain=name in plain) for name in extra]
        writer.writerow(row)
    return out.getvalue()


def _cells(station: Station) -> dict[str, str]:
    """Return the cells of what the contract knows; numbers need no guard, and text gets one."""
    cells = {"lon": _degrees(station.position.lon), "lat": _degrees(station.position.lat)}
    for name, value in (known_properties(station) | {"id": station.id}).items():
        text = WRITTEN.get(name, str)(value)
        cells[name] = text if isinstance(value, int | float) else cell_of.disarmed(text)
    return cells


def _degrees(value: float) -> str:
    """Write degrees in plain digits, never with an exponent."""
    return f"{round(value, MAX_DECIMALS) + 0.0:.{MAX_DECIMALS}f}".rstrip("0").removesuffix(".")


def _is_plain(name: str, stations: Sequence[Station]) -> bool:
    """Say whether a title and every value under it read back as they are."""
    if not name.strip() or name != name.strip() or is_recognised(name):
        return False
    values = [station.extra[name] for station in stations if name in station.extra]
    return all(isinstance(value, str) and value.strip() for value in values)


def _extra_cell(station: Station, name: str, *, is_plain: bool) -> str:
    if name not in station.extra:
        return ""
    value = station.extra[name]
    return cell_of.disarmed(value if is_plain else cell_of.json_cell(value))
