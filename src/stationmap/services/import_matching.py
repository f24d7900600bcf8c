"""Which station of the list a row of a file means: by its id, else by name and place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from stationmap.files.read_rows import POSITION
from stationmap.files.spreadsheet_habits import is_rewritten, is_scientific
from stationmap.geo.geodesic import distance_m
from stationmap.stations.vocabulary import code_for, folded
from stationmap.upkeep.import_plan import EmptyCells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.files.read_rows import ReadRow
    from stationmap.geo.position import Position
    from stationmap.stations.place import Place
    from stationmap.upkeep.change import Kept

SAME_PLACE_M = 2.0
"""Positions with five decimals are rounded by up to 0.8 m either way."""

ELSEWHERE_M = 500.0
UNLIKE = 60.0
"""Of 100: an id whose row has an unlike name far from the station's place is another list's id."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the station that it means.

    Attributes
    ----------
    row
        Completed with what the file has no columns for.
    position
        In WGS-84; the station's where the row gives none.
    kept
        None if the row means none that is in the store.
    is_listed
        Whether that is in the list; else the row brings it back, or takes its place.
    is_sure
        Whether nobody needs to be asked.
    """

    row: ReadRow
    position: Position | None
    kept: Kept | None = None
    is_listed: bool = False
    is_sure: bool = True

    @property
    def place(self) -> Place:
        """Where in the file it stands."""
        return self.row.record.place

    @property
    def number(self) -> int:
        """The number of the row or feature."""
        return self.place.number or 0

    @property
    def is_settled(self) -> bool:
        """Whether it surely means a station that is in the list."""
        return self.is_listed and self.is_sure

    def keeps_its_place(self, empty: EmptyCells) -> bool:
        """Say whether empty cells for the position leave the station where it is."""
        return self.is_settled and empty is EmptyCells.KEEP and POSITION not in self.row.given


class Existing:
    """The stations of the store as rows are matched with them.

    Parameters
    ----------
    kept
        All of them, removed ones included.
    ignored
        The ids of those that the import takes out of the list.
    """

    def __init__(self, kept: Iterable[Kept], *, ignored: frozenset[str] = frozenset()) -> None:
        self.by_id = {one.station.id: one for one in kept}
        self._ignored = ignored
        self.listed = [one for one in self.by_id.values() if self.is_listed(one)]
        self._by_name: dict[str, list[Kept]] = {}
        for one in self.listed:
            self._by_name.setdefault(folded(one.station.name), []).append(one)
        self._numbered = [
            station_id for station_id in self.by_id if station_id.replace(".", "").isdecimal()
        ]
        self._by_number: dict[str, list[str]] = {}
        for station_id in self._numbered:
            self._by_number.setdefault(station_id.lstrip("0"), []).append(station_id)

    def is_listed(self, kept: Kept) -> bool:
        """Say whether a station is in the list that rows are matched with."""
        return not kept.removed and kept.station.id not in self._ignored

    def own_id(self, given: str) -> str | None:
        """Return the id that a spreadsheet made this one of, if there is just one."""
        if given in self.by_id:
            return given
        if is_scientific(given):
            meant = [one for one in self._numbered if is_rewritten(one, given)]
        elif given.isdecimal():
            meant = self._by_number.get(given.lstrip("0"), [])
        else:
            return None
        return meant[0] if len(meant) == 1 else None

    def named_alike(self, row: ReadRow, position: Position | None) -> list[Kept]:
        """Return the stations with the name and kind of a row at its position or address."""
        properties = row.record.properties
        name, address = properties.get("name"), properties.get("address")
        if not isinstance(name, str):
            return []
        kind = code_for("kind", str(properties.get("kind"))) if "kind" in row.given else None
        return [
            one
            for one in self._by_name.get(folded(name), [])
            if kind in (None, one.station.kind)
            and (_is_at(one, position) or _has_address(one, address))
        ]


def matched(
    row: ReadRow, position: Position | None, existing: Existing, empty: EmptyCells
) -> Match:
    """Find the station that a row means, and complete the row with what the file does not say."""
    given = row.record.id
    if given is None:
        alike = existing.named_alike(row, position)
        if len(alike) != 1:
            return Match(row, position)
        return _completed(row, position, alike[0], empty)
    own = existing.own_id(given)
    if own is None:
        return Match(row, position)
    kept = existing.by_id[own]
    row = replace(row, record=row.record.identified(own))
    if not existing.is_listed(kept):
        return Match(row, position, kept)
    match = _completed(row, position, kept, empty)
    return replace(match, is_sure=not _is_another(match))


def _completed(row: ReadRow, position: Position | None, kept: Kept, empty: EmptyCells) -> Match:
    """Take the name and kind from the station where the row leaves them as they are."""
    station = kept.station
    cleared = row.emptied if empty is EmptyCells.CLEAR else frozenset()
    own = {"name": station.name, "kind": station.kind.value}
    left = {name: value for name, value in own.items() if name not in row.given | cleared}
    properties = {**row.record.properties, **left}
    row = replace(row, record=replace(row.record, properties=properties).identified(station.id))
    return Match(row, position if POSITION in row.given else station.position, kept, is_listed=True)


def _is_another(match: Match) -> bool:
    """Say whether a row with a station's id describes quite another one."""
    if match.kept is None or match.position is None or POSITION not in match.row.given:
        return False
    station = match.kept.station
    name = str(match.row.record.properties.get("name"))
    if fuzz.ratio(folded(name), folded(station.name)) >= UNLIKE:
        return False
    return distance_m(match.position, station.position) > ELSEWHERE_M


def _is_at(kept: Kept, position: Position | None) -> bool:
    return position is not None and distance_m(kept.station.position, position) <= SAME_PLACE_M


def _has_address(kept: Kept, address: object) -> bool:
    own = kept.station.address
    return own is not None and isinstance(address, str) and folded(own) == folded(address)
