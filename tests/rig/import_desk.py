"""A desk at which files are imported: the edit desk, with the import service beside it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from rig.edit_desk import ADMIN, EditDesk
from stationmap.geo.datum import Datum
from stationmap.services.import_examined import Answers
from stationmap.services.import_stations import ImportStations
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.stations.station import Station
    from stationmap.upkeep.account import Actor
    from stationmap.upkeep.import_plan import Accepted, Imported, ImportPlan


@dataclass
class ImportDesk(EditDesk):
    """An empty store into which files can be imported."""

    def __post_init__(self) -> None:
        """Open the import beside the edit service."""
        super().__post_init__()
        self.imports = ImportStations(
            self.store, self.authority, self.areas, clock=lambda: self.now
        )

    def plan(
        self,
        content: bytes,
        name: str = "list.csv",
        *,
        actor: Actor = ADMIN,
        datum: Datum = Datum.WGS84,
        **said: Any,
    ) -> ImportPlan:
        """Look at a file and plan its import."""
        file = self.imports.examine(content, name)
        return self.imports.plan(actor, file, datum=datum, answers=Answers(**said))

    def put(self, content: bytes, name: str = "list.csv", **said: Any) -> Imported:
        """Import a file as an admin."""
        return self.imports.apply(ADMIN, self.plan(content, name, **said))

    def accept(self, plan: ImportPlan, accepted: Accepted) -> Imported:
        """Do what an admin accepts of a plan."""
        return self.imports.apply(ADMIN, plan, accepted)

    def listed(self) -> dict[str, Station]:
        """Return the stations in the list by id."""
        return {kept.station.id: kept.station for kept in self.store.find(StationQuery())}


def table(*rows: Sequence[object]) -> bytes:
    """Return rows as CSV; the first is the header."""
    out = StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def codes(plan: ImportPlan) -> dict[int, list[str]]:
    """Return the codes of the errors by row."""
    return {row.number: [fault.code for fault in row.errors] for row in plan.faulty}
