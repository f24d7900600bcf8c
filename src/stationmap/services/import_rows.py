"""A row of a file that describes a station, and what it would do to the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.services.import_overlay import overlaid
from stationmap.upkeep.differences import differences
from stationmap.upkeep.import_plan import PlannedRow

if TYPE_CHECKING:
    from stationmap.services.import_matching import Match
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept
    from stationmap.upkeep.import_plan import EmptyCells


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """A row, and the station that it describes by itself."""

    match: Match
    incoming: Station

    @property
    def number(self) -> int:
        """The number of the row or feature."""
        return self.match.number

    def as_change_of(self, kept: Kept, empty: EmptyCells) -> PlannedRow:
        """Return what the row would do if it meant a station that is in the list."""
        after = overlaid(kept.station, self.incoming, self.match.row, empty)
        return PlannedRow(
            number=self.number,
            before=kept,
            after=after,
            differences=differences(kept.station, after),
        )

    def as_new(self, station_id: str) -> PlannedRow:
        """Return what the row would do if the station were not in the list, under an id.

        One that was in the list once comes back over what it was.
        """
        kept = self.match.kept
        before = kept if kept is not None and kept.station.id == station_id else None
        after = self.incoming.model_copy(update={"id": station_id})
        return PlannedRow(number=self.number, before=before, after=after)
