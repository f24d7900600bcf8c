"""The layers of all stations that maps may still ask for, by the address that a page gave out."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from stationmap.maps.packed_stations import PackedStations

if TYPE_CHECKING:
    from stationmap.geo.datum import Datum
    from stationmap.services.snapshot import Snapshot

LAYERS_KEPT = 4
"""A page that was opened a few changes ago still finds its layer; an older one is told to ask
anew."""


class Layers:
    """Makes the layer of a snapshot when a map first asks for it, and keeps the last few.

    Changes of what the map does not draw, such as hours, leave the layer's address as it is.
    Threads may share it.
    """

    def __init__(self, *, datum: Datum) -> None:
        self._datum = datum
        self._packing = Lock()
        self._packed_of: Snapshot | None = None
        self._kept: dict[str, PackedStations] = {}

    def of(self, snapshot: Snapshot) -> PackedStations:
        """Return the layer of this snapshot."""
        with self._packing:
            if self._packed_of is not snapshot:
                packed = PackedStations(snapshot.stations, datum=self._datum)
                self._kept.pop(packed.revision, None)
                self._kept[packed.revision] = packed
                self._packed_of = snapshot
                for outdated in list(self._kept)[:-LAYERS_KEPT]:
                    del self._kept[outdated]
            return next(reversed(self._kept.values()))

    def with_revision(self, revision: str) -> PackedStations | None:
        """Return the layer of this name, if it is still kept."""
        return self._kept.get(revision)
