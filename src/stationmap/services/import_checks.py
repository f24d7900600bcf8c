"""What keeps a row of a file out of an import, beyond what its cells say by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.errors import Severity
from stationmap.files.headers import AXES
from stationmap.files.read_rows import POSITION
from stationmap.files.row import lost_digits
from stationmap.files.spreadsheet_habits import is_rewritten
from stationmap.stations.checks import doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stationmap.errors import Fault
    from stationmap.geo.datum import Datum
    from stationmap.services.import_matching import Match
    from stationmap.services.import_rows import BuiltRow
    from stationmap.stations.place import Place
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.import_plan import EmptyCells, PlannedRow

FORBIDDING = frozenset({"zero_position"})
"""Doubts that keep a row out of an import: nobody meant that."""

NO_POSITION = frozenset({"no_coordinates", "no_geometry"})


def still_faults(
    faults: Iterable[Fault], matches: Sequence[Match], empty: EmptyCells
) -> Iterator[Fault]:
    """Leave out the faults of cells that are empty where the station's own value stays."""
    excused = {match.number for match in matches if match.keeps_its_place(empty)}
    for fault in faults:
        if fault.code not in NO_POSITION or fault.number not in excused:
            yield fault


def row_faults(match: Match, first: dict[str, Place]) -> Iterator[Fault]:
    """Find what is wrong with the id and the position of a row, given the ids before it.

    Parameters
    ----------
    first
        By id, where it stood first; the row's own is added.
    """
    place, station_id = match.place, match.row.record.id
    if station_id is not None and station_id in first:
        expected = f"an id of its own; {first[station_id]} has this one"
        fault = place.error("duplicate_id", field="id", value=station_id, expected=expected)
        yield replace(fault, first_number=first[station_id].number)
    if station_id is not None:
        first.setdefault(station_id, place)
    if match.kept is not None and match.kept.successor is not None:
        yield place.error("merged_away", field="id", value=match.kept.successor)
    if match.position is None and POSITION not in match.row.given | match.row.emptied:
        yield place.error("no_coordinates", field=", ".join(AXES), expected="decimal degrees")
    yield from _lost_digits(match)


def doubts_of(rows: Sequence[BuiltRow], datum: Datum, areas: Areas) -> Iterator[Fault]:
    """Find what is doubtful about the positions that the rows give."""
    placed = [(row.match.place, row.incoming) for row in rows if POSITION in row.match.row.given]
    for fault in doubts(placed, datum, areas.districts):
        wrong = fault.code in FORBIDDING
        yield replace(fault, severity=Severity.ERROR) if wrong else fault


def outside_faults(
    rows: Sequence[PlannedRow], places: Mapping[int, Place], areas: Areas, area: str
) -> Iterator[Fault]:
    """Find the rows whose station lies outside an area, as it is or as it would be."""
    stations = [(row.number, row.after) for row in rows]
    stations += [(row.number, row.before.station) for row in rows if row.before is not None]
    codes = areas.codes_of([station for _, station in stations])
    outside = {
        number
        for (number, _), code in zip(stations, codes, strict=True)
        if not areas.within(area, code)
    }
    for number in sorted(outside):
        yield places[number].error("outside_area", field=POSITION, expected=f"in the area {area}")


def _lost_digits(match: Match) -> Iterator[Fault]:
    """Find numbers without their last digits, but for those that the station itself still has."""
    for fault in lost_digits(match.row.record):
        old = getattr(match.kept.station, fault.field or "id") if match.kept is not None else None
        if not (old and is_rewritten(old, fault.value)):
            yield fault
