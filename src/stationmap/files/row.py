"""One row of a CSV into a raw record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.files import cells as cell_of
from stationmap.files.coordinates import checked_pair
from stationmap.files.headers import AXES, JSON_PREFIX
from stationmap.files.hours_phrases import osm_hours
from stationmap.files.spreadsheet_habits import as_date, is_scientific, whole_number
from stationmap.stations.place import Place
from stationmap.stations.record import RawRecord
from stationmap.stations.tidying import Unusable
from stationmap.stations.vocabulary import code_for, nearest_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stationmap.errors import Fault
    from stationmap.files.headers import Columns

HOURS = ("opening_hours", "self_entry_hours")
AS_WRITTEN = "_as_written"
"""Ends the name of the unknown property that keeps words which were not understood."""

DATES = ("suspended_from", "suspended_until", "verified_on")
WHOLE = ("id", "phone", "capacity", "truck_bays", "showers", "washers", "beds")
"""Texts and counts that a spreadsheet takes for numbers."""

NUMBERS_AS_TEXT = ("id", "phone")

CONVERTED: Mapping[str, Callable[[str], Any]] = {
    "facilities": cell_of.facilities,
    "facility_expiry": cell_of.facility_expiry,
    "audience": cell_of.listed,
    "entry": cell_of.listed,
    "honours": cell_of.listed,
    "related_ids": cell_of.listed,
    "source_position": cell_of.json_value,
    "suspended_from": cell_of.iso_date,
    "suspended_until": cell_of.iso_date,
    "verified_on": cell_of.iso_date,
}
"""By property: what turns a cell into its value; the cells of the others are their values."""


def tidied(cells: Sequence[str], columns: Columns) -> list[str]:
    """Undo what a spreadsheet made of dates and of numbers that are names."""
    tidy = list(cells)
    for names, undo in ((DATES, as_date), (WHOLE, whole_number)):
        for name in names:
            index = columns.properties.get(name)
            if index is not None:
                tidy[index] = undo(tidy[index])
    return tidy


def lost_digits(record: RawRecord) -> list[Fault]:
    """Find long numbers of which a spreadsheet has kept the first digits alone."""
    expected = "all digits; format the column as text"
    cells = {name: str(record.properties.get(name) or "") for name in NUMBERS_AS_TEXT}
    cells["id"] = record.id or ""
    return [
        record.place.error("digits_lost", field=name, value=cell, expected=expected)
        for name, cell in cells.items()
        if is_scientific(cell)
    ]


def record_from_row(
    place: Place, cells: Sequence[str], columns: Columns, assumed_kind: str | None
) -> tuple[RawRecord, list[Fault]]:
    """Return the record in a row as long as the header, and what is wrong with its cells."""
    row = [cell_of.rearmed(cell) for cell in cells]
    given = {name: row[index] for name, index in columns.properties.items() if row[index].strip()}
    station_id = given.pop("id", "").strip() or None
    place = Place(unit="row", number=place.number, station_id=station_id)
    coordinates, faults = _coordinates(place, given, columns)
    properties: dict[str, Any] = {} if assumed_kind is None else {"kind": assumed_kind}
    faults += _convert(place, given, properties)
    _add_facility_columns(row, columns, properties)
    faults += set_unread_facilities_aside(place, properties)
    faults += _extra(place, row, columns, properties)
    faults += read_hours(place, properties)
    record = RawRecord(place=place, id=station_id, coordinates=coordinates, properties=properties)
    return record, faults


def _coordinates(
    place: Place, given: dict[str, str], columns: Columns
) -> tuple[tuple[float, float] | None, list[Fault]]:
    faults: list[Fault] = []
    pair: list[float] = []
    for axis in AXES:
        cell = given.pop(axis, None)
        if axis not in columns.properties:
            continue  # said of the header, once
        if cell is None:
            faults.append(place.error("no_coordinates", field=axis, expected="decimal degrees"))
            continue
        try:
            pair.append(cell_of.degrees(cell))
        except Unusable as unusable:
            faults.append(_error(place, axis, unusable))
    if len(pair) < len(AXES):
        return None, faults
    return checked_pair(place, ", ".join(AXES), *pair)


def _convert(place: Place, given: Mapping[str, str], properties: dict[str, Any]) -> list[Fault]:
    """Put the value of each cell among the properties."""
    faults = []
    for name, cell in given.items():
        try:
            properties[name] = CONVERTED[name](cell) if name in CONVERTED else cell
        except Unusable as unusable:
            faults.append(_error(place, name, unusable))
    return faults


def _add_facility_columns(row: Sequence[str], columns: Columns, properties: dict[str, Any]) -> None:
    """Add what stands in columns for one facility each; an empty cell is unknown."""
    states = {code: row[index].strip() for code, index in columns.facilities.items()}
    states = {code: state for code, state in states.items() if state}
    if states:
        properties["facilities"] = properties.get("facilities", {}) | states


def set_unread_facilities_aside(place: Place, properties: dict[str, Any]) -> list[Fault]:
    """Keep apart the words for facilities that no code stands for, as a hand-written list has."""
    named = properties.get("facilities", {})
    unread = [word for word in named if code_for("facility", word) is None]
    if not unread:
        return []
    properties["facilities"] = {word: named[word] for word in named if word not in unread}
    properties["facilities" + AS_WRITTEN] = cell_of.facilities_cell(
        {word: named[word] for word in unread}
    )
    return [_unread_facility(place, word) for word in unread]


def _unread_facility(place: Place, word: str) -> Fault:
    meant = nearest_word("facility", word)
    expected = f"{meant}? Else kept aside" if meant else "a code of the data contract; kept aside"
    return place.warning("facility_not_read", field="facilities", value=word, expected=expected)


def _extra(
    place: Place, row: Sequence[str], columns: Columns, properties: dict[str, Any]
) -> list[Fault]:
    """Keep the columns that the contract does not know."""
    faults = []
    for title, index in columns.extra.items():
        cell = row[index]
        name = title.removeprefix(JSON_PREFIX)
        if not cell.strip():
            continue
        try:
            properties[name] = cell if name == title else cell_of.json_value(cell)
        except Unusable as unusable:
            faults.append(_error(place, title, unusable))
    return faults


def read_hours(place: Place, properties: dict[str, Any]) -> list[Fault]:
    """Put hours into OpenStreetMap's syntax; what is not understood is unknown, and kept."""
    faults = []
    for name in HOURS:
        if name not in properties:
            continue
        phrase = properties.pop(name)
        hours = osm_hours(phrase)
        if hours is not None:
            properties[name] = hours
            continue
        properties[name + AS_WRITTEN] = phrase
        expected = "such as Mo-Fr 08:30-17:30; kept aside, and the hours stay unknown"
        faults.append(place.warning("hours_not_read", field=name, value=phrase, expected=expected))
    return faults


def _error(place: Place, field: str, unusable: Unusable) -> Fault:
    return place.error(unusable.code, field=field, value=unusable.value, expected=unusable.expected)
