"""Many stations: copies of the sample, each somewhere near with an id of its own.

All are open at any time to anybody, by self-entry beside their staffed hours: so the nearest that
is open when one gets there, which is what the API answers, is the nearest that its rivals know.
"""

from __future__ import annotations

import numpy as np

from stationmap import Position, Station, read_stations
from stationmap.settings import Settings
from stationmap.stations.codes import Audience, Status

SPREAD_DEG = 0.02
SEED = 2026
ALWAYS_OPEN = {
    "status": Status.OPEN,
    "suspended_from": None,
    "suspended_until": None,
    "self_entry_hours": "24/7",
    "audience": (Audience.PUBLIC,),
}


def many_stations(count: int) -> list[Station]:
    """Return so many stations, sorted by id; each has six decimals, as the data contract says."""
    sample = read_stations(Settings().stations)
    steps = np.random.default_rng(SEED).normal(0, SPREAD_DEG, (count, 2)).tolist()
    copies = []
    for place, (east, north) in enumerate(steps):
        station = sample[place % len(sample)]
        at = station.position
        position = Position(round(at.lon + east, 6), round(at.lat + north, 6))
        update = {"id": f"S{place:06}", "position": position, "related_ids": ()}
        copies.append(station.model_copy(update=update | ALWAYS_OPEN))
    return copies
