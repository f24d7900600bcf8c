"""What a file held before anybody judged it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from stationmap.errors import Fault
    from stationmap.stations.record import RawRecord


@dataclass(slots=True)
class RawFile:
    """The records of a file, and what is wrong so far.

    The positions are in `datum`. `refused` is a fault of the text which counts only if no record
    turns out to be to blame for it.
    """

    records: list[RawRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: Fault | None = None
    datum: Datum = Datum.WGS84
