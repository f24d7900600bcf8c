"""Stations out of raw records: positions in WGS-84, and ids of their own."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from stationmap.geo.datum import Datum, to_wgs84
from stationmap.geo.position import Position
from stationmap.stations.place import WHOLE_FILE
from stationmap.stations.record import RawRecord, station_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.errors import Fault
    from stationmap.stations.place import Place
    from stationmap.stations.station import Station

ID_EXPECTED = "an id of its own; one made of name and position is used"


def assemble(
    records: Sequence[RawRecord], datum: Datum
) -> tuple[list[tuple[Place, Station]], list[Fault]]:
    """Build the station of every record that allows it, each with its place."""
    faults: list[Fault] = []
    positions = positions_of(records, datum)
    identified, id_faults = _identified(records, positions)
    faults += id_faults
    stations = []
    for record, position in zip(identified, positions, strict=True):
        station, found = station_from(record, position, datum)
        faults += found
        if station is not None:
            stations.append((record.place, station))
    return stations, faults


def positions_of(records: Sequence[RawRecord], datum: Datum) -> list[Position | None]:
    """Return what the coordinates of each record mean in WGS-84, all converted at once."""
    pairs = [record.coordinates for record in records]
    known = [pair for pair in pairs if pair is not None]
    lons, lats = to_wgs84([lon for lon, _ in known], [lat for _, lat in known], datum)
    converted = map(Position, lons.tolist(), lats.tolist())
    return [None if pair is None else next(converted) for pair in pairs]


def _identified(
    records: Sequence[RawRecord], positions: Sequence[Position | None]
) -> tuple[list[RawRecord], list[Fault]]:
    """Give each record an id, and find those that share one."""
    seen: dict[str, Place] = {}
    faults: list[Fault] = []
    identified = []
    nameless = sum(record.id is None for record in records)
    if records and nameless == len(records):
        faults.append(WHOLE_FILE.warning("no_ids", field="id", expected=ID_EXPECTED))
    for record, position in zip(records, positions, strict=True):
        given = record.id
        owned = record
        if given is None:
            owned = record.identified(_derived_id(record, position, seen))
            if nameless < len(records):
                faults.append(
                    owned.place.warning("no_id", field="id", value=owned.id, expected=ID_EXPECTED)
                )
        elif given in seen:
            expected = f"an id of its own; {seen[given]} has this one"
            fault = owned.place.error("duplicate_id", field="id", value=given, expected=expected)
            faults.append(replace(fault, first_number=seen[given].number))
        identified.append(owned)
        seen.setdefault(str(owned.id), owned.place)
    return identified, faults


def _derived_id(record: RawRecord, position: Position | None, taken: dict[str, Place]) -> str:
    """Return an id that the same name at the same position always gets."""
    where = "" if position is None else f"{position.lon:.6f} {position.lat:.6f}"
    words = f"{record.properties.get('name')}\n{where}"
    digest = sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    derived, count = f"s-{digest}", 1
    while derived in taken:
        count += 1
        derived = f"s-{digest}-{count}"
    return derived
