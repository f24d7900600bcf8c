"""What is doubtful about stations that are valid, each by itself and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.errors import Fault
    from stationmap.geo.datum import Datum
    from stationmap.stations.districts import Districts
    from stationmap.stations.place import Place
    from stationmap.stations.station import Station


def doubts(
    stations: Sequence[tuple[Place, Station]], datum: Datum, districts: Districts | None
) -> list[Fault]:
    """Return a warning for everything doubtful."""
    return []
