"""The whole list, packed once a day; those who want it newer follow the changes from there."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import orjson

from stationmap.api.feature_bytes import Row
from stationmap.stations.calendar import in_beijing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from stationmap.bootstrap import Office
    from stationmap.services.snapshot import Snapshot

GZIP = zlib.MAX_WBITS | 16
LEVEL = 6
AT_ONCE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedList:
    """The list at one revision, as GeoJSON under gzip.

    Attributes
    ----------
    day
        In Beijing.
    """

    revision: int
    made_at: datetime
    day: date
    content: bytes

    def unpacked(self) -> Iterator[bytes]:
        """Yield the GeoJSON piece by piece."""
        unpacker = zlib.decompressobj(GZIP)
        for start in range(0, len(self.content), AT_ONCE):
            yield unpacker.decompress(self.content[start : start + AT_ONCE])
        yield unpacker.flush()


class DailyExport:
    """Makes the packed list when it is first asked for on a day; threads may share it."""

    def __init__(self, office: Callable[[], Office], clock: Callable[[], datetime]) -> None:
        self._office = office
        self._clock = clock
        self._making = Lock()
        self._made: PackedList | None = None
        self._made_by: Office | None = None

    def today(self) -> PackedList:
        """Return the list of today, as it was when somebody first asked for it."""
        with self._making:
            now = self._clock().replace(microsecond=0)
            day = in_beijing(now).date()
            made, office = self._made, self._office()
            if made is None or made.day != day or self._made_by is not office:
                snapshot = office.live.current()
                made = PackedList(
                    revision=snapshot.revision,
                    made_at=now,
                    day=day,
                    content=_packed(snapshot, now),
                )
                self._made, self._made_by = made, office
            return made


def _packed(snapshot: Snapshot, now: datetime) -> bytes:
    """Return the features, one a line, with the revision that they are the list of."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    head = {"type": "FeatureCollection", "revision": snapshot.revision, "timeStamp": now}
    pieces = [packer.compress(orjson.dumps(head)[:-1] + b',"features":[')]
    separator = b"\n"
    for station in snapshot.stations:
        pieces.append(packer.compress(separator + Row(station).body))
        separator = b",\n"
    pieces += [packer.compress(b"\n]}\n"), packer.flush()]
    return b"".join(pieces)
