"""The rows of a file whose columns are understood, and which properties each of them gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stationmap.files.column_guess import KEEP_ASIDE, LEAVE_OUT
from stationmap.files.headers import AXES, FACILITY_PREFIX, JSON_PREFIX
from stationmap.files.preview import FEATURE_TITLES
from stationmap.files.row import (
    AS_WRITTEN,
    CONVERTED,
    HOURS,
    read_hours,
    record_from_row,
    set_unread_facilities_aside,
    tidied,
)
from stationmap.files.spreadsheet_habits import CONTROL
from stationmap.files.table import ASSUMED_KIND, ragged_fault
from stationmap.stations.place import Place
from stationmap.stations.tidying import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.errors import Fault
    from stationmap.files.headers import Columns
    from stationmap.files.preview import Preview
    from stationmap.stations.record import RawRecord

EXTRA_PREFIX = "extra."
POSITION = "position"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row or feature.

    Attributes
    ----------
    given
        The properties that it gives a value for: names of the contract, `position`,
        `facilities.` and a code where that has a column of its own, `extra.` and a title.
    emptied
        Those that have a column in the file, and no value here.
    """

    record: RawRecord
    given: frozenset[str]
    emptied: frozenset[str]


def read_rows(
    seen: Preview, columns: Columns, targets: Sequence[str]
) -> tuple[list[ReadRow], list[Fault]]:
    """Take the records out of a file; what is wrong with a row names its number."""
    if seen.records:
        return _of_features(seen, targets)
    rows, faults = [], []
    assumed = None if "kind" in columns.properties else ASSUMED_KIND
    for number, cells in seen.rows:
        place = Place(unit="row", number=number)
        ragged = ragged_fault(place, cells, columns)
        if ragged is not None:
            faults.append(ragged)
            continue
        faults += _control_faults(place, seen.titles, cells)
        tidy = tidied(cells, columns)
        record, found = record_from_row(place, tidy, columns, assumed)
        faults += found
        given, emptied = _parted(columns, tidy)
        rows.append(ReadRow(record, given | _kept_words(record), emptied))
    return rows, faults


def _control_faults(place: Place, titles: Sequence[str], cells: Sequence[str]) -> list[Fault]:
    if not CONTROL.search("\n".join(cells)):
        return []
    expected = "text without control characters"
    return [
        place.error("bad_text", field=title, value=cell, expected=expected)
        for title, cell in zip(titles, cells, strict=False)
        if CONTROL.search(cell)
    ]


def _parted(columns: Columns, cells: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Part the columns with a value in this row from those without."""
    places = {name: index for name, index in columns.properties.items() if name not in AXES}
    places |= {FACILITY_PREFIX + code: index for code, index in columns.facilities.items()}
    places |= {
        EXTRA_PREFIX + title.removeprefix(JSON_PREFIX): index
        for title, index in columns.extra.items()
    }
    given = {name for name, index in places.items() if cells[index].strip()}
    emptied = set(places) - given
    axes = [columns.properties[axis] for axis in AXES if axis in columns.properties]
    if axes:
        (given if any(cells[index].strip() for index in axes) else emptied).add(POSITION)
    return frozenset(given), frozenset(emptied)


def _kept_words(record: RawRecord) -> frozenset[str]:
    """Return the unknown properties that keep words which were not understood."""
    return frozenset(EXTRA_PREFIX + name for name in record.properties if name.endswith(AS_WRITTEN))


def _of_features(seen: Preview, targets: Sequence[str]) -> tuple[list[ReadRow], list[Fault]]:
    """Take GeoJSON's records, their properties under the names that they are taken for."""
    names = dict(
        zip(seen.titles[len(FEATURE_TITLES) :], targets[len(FEATURE_TITLES) :], strict=True)
    )
    columns = {target for target in names.values() if target not in (KEEP_ASIDE, LEAVE_OUT)}
    columns.add(POSITION)
    columns |= {EXTRA_PREFIX + title for title, target in names.items() if target == KEEP_ASIDE}
    rows, faults = [], []
    for record in seen.records.values():
        renamed, found = _renamed(record, names)
        faults += found
        given = {POSITION} if record.coordinates is not None else set()
        for title, value in record.properties.items():
            target = names[title]
            if _is_said(value) and target != LEAVE_OUT:
                given.add(EXTRA_PREFIX + title if target == KEEP_ASIDE else target)
        row_given = frozenset(given) | _kept_words(renamed)
        rows.append(ReadRow(renamed, row_given, frozenset(columns - given)))
    return rows, faults


def _renamed(record: RawRecord, names: dict[str, str]) -> tuple[RawRecord, list[Fault]]:
    place, properties = record.place, dict[str, Any]()
    states: dict[str, Any] = {}
    faults: list[Fault] = []
    for title, value in record.properties.items():
        target = names[title]
        if target == LEAVE_OUT or not _is_said(value):
            continue
        try:
            converted = _converted(target, value)
        except Unusable as unusable:
            faults.append(place.error(unusable.code, field=title, value=unusable.value))
            continue
        if target.startswith(FACILITY_PREFIX):
            states[target.removeprefix(FACILITY_PREFIX)] = converted
        else:
            properties[title if target == KEEP_ASIDE else target] = converted
    named = properties.get("facilities", {})
    if isinstance(named, dict) and (named or states):
        properties["facilities"] = named | states
        faults += set_unread_facilities_aside(place, properties)
    if all(isinstance(properties.get(name, ""), str) for name in HOURS):
        faults += read_hours(place, properties)
    return replace(record, properties=properties), faults


def _converted(target: str, value: Any) -> Any:
    """Read text as a cell of a table; whatever else JSON holds is what it is."""
    if isinstance(value, str):
        return CONVERTED[target](value) if target in CONVERTED else value
    if target == "facilities" and isinstance(value, list):
        return dict.fromkeys(map(str, value), "working")
    return value


def _is_said(value: object) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())
