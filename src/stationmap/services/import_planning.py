"""The dry run of an import: what each row of a file would do, and which rows cannot go in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.files.assemble import positions_of
from stationmap.services.import_candidates import Lookalikes
from stationmap.services.import_checks import doubts_of, outside_faults, row_faults, still_faults
from stationmap.services.import_faults import FaultLog
from stationmap.services.import_matching import matched
from stationmap.services.import_rows import BuiltRow
from stationmap.stations.record import station_from
from stationmap.upkeep.import_plan import Candidate, ImportPlan
from stationmap.upkeep.new_ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.errors import Fault
    from stationmap.files.read_rows import ReadRow
    from stationmap.geo.datum import Datum
    from stationmap.services.import_matching import Existing, Match
    from stationmap.stations.place import Place
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.import_plan import EmptyCells, PlannedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What rows are planned against.

    Attributes
    ----------
    area
        The code of the area that rows must lie in, as they are and as they would be.
    datum
        What the file's positions are in.
    """

    existing: Existing
    areas: Areas
    area: str
    datum: Datum
    empty: EmptyCells


def plan_rows(rows: Sequence[ReadRow], faults: Iterable[Fault], given: Circumstances) -> ImportPlan:
    """Go through the rows of a file, from what they say to what they would do.

    Parameters
    ----------
    faults
        What was found while the rows were read.
    """
    existing, datum, empty = given.existing, given.datum, given.empty
    positions = positions_of([row.record for row in rows], datum)
    matches = [
        matched(row, position, existing, empty)
        for row, position in zip(rows, positions, strict=True)
    ]
    log = FaultLog(still_faults(faults, matches, empty))
    built = _built(matches, datum, log)
    log.add(*doubts_of(built, datum, given.areas))
    over = [
        row.as_change_of(row.match.kept, empty)
        for row in built
        if row.match.kept is not None and row.match.is_settled
    ]
    candidates, new = _parted([row for row in built if not row.match.is_settled], existing, empty)
    places = {match.number: match.place for match in matches}
    planned = [*over, *new, *(candidate.as_new for candidate in candidates)]
    planned = [row for row in planned if not log.has_error(row.number)]
    log.add(*outside_faults(planned, places, given.areas, given.area))
    over = [row for row in over if not log.has_error(row.number)]
    return ImportPlan(
        file_faults=tuple(log.of_file),
        new=tuple(row for row in new if not log.has_error(row.number)),
        changed=tuple(row for row in over if row.differences),
        unchanged=tuple(row.number for row in over if not row.differences),
        candidates=tuple(row for row in candidates if not log.has_error(row.number)),
        faulty=log.faulty(),
        doubtful=log.doubtful(),
    )


def _built(matches: Sequence[Match], datum: Datum, log: FaultLog) -> list[BuiltRow]:
    """Return the rows that describe a station; what is wrong with the others is in the log."""
    first: dict[str, Place] = {}
    built = []
    for match in matches:
        log.add(*row_faults(match, first))
        record = match.row.record
        named = record if record.id is not None else record.identified(f"row-{match.number}")
        station, faults = station_from(named, match.position, datum)
        log.add(*faults)
        if station is not None and not log.has_error(match.number):
            built.append(BuiltRow(match, station))
    return built


def _parted(
    rows: Sequence[BuiltRow], existing: Existing, empty: EmptyCells
) -> tuple[list[Candidate], list[PlannedRow]]:
    """Part the rows that a person must decide about from those that are surely new."""
    lookalikes = Lookalikes(existing.listed, empty)
    taken = set(existing.by_id) | {row.incoming.id for row in rows}
    candidates, new = [], []
    for row in rows:
        alternatives = lookalikes.of(row)
        is_free = row.match.row.record.id is not None and row.match.is_sure
        station_id = row.incoming.id if is_free else new_id(taken.__contains__)
        taken.add(station_id)
        planned = row.as_new(station_id)
        if alternatives:
            candidates.append(Candidate(as_new=planned, alternatives=alternatives))
        else:
            new.append(planned)
    return candidates, new
