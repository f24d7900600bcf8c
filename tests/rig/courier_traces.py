"""A courier at a place of her own, and the search for what would betray her."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from pysqlite3 import dbapi2

from stationmap import Position
from stationmap.geo.datum import Datum, coordinates_in

if TYPE_CHECKING:
    from rig.served_app import ServedApp

HER = Position(116.3487651, 39.9893217)
"""A hundred metres from a station, and no four decimals of its own are among those of a station."""

USER_AGENT = "Mozilla/5.0 (Linux; Android 15; courier-0f7d3c) AppleWebKit/537.36 Mobile"
CLIENT = "198.51.100.73"
"""What the proxy says, whom the server believes: all tests come from 127.0.0.1."""

DECIMALS = range(4, 8)
"""Four are about ten metres; fewer are a block, which stations share."""


def traces(app: ServedApp) -> set[bytes]:
    """Return which of what would betray her stands in a file of the store, a table or the log."""
    kept = everything(app)
    return {trace for trace in _betraying() if trace in kept}


def everything(app: ServedApp) -> bytes:
    """Return the raw bytes of the store, its journal and the log, and each table as text."""
    files = [path.read_bytes() for path in sorted(app.store.parent.iterdir()) if path.is_file()]
    return b"\n".join([*files, _tables(app).encode()])


def _tables(app: ServedApp) -> str:
    connection = dbapi2.connect(f"file:{app.store}?mode=ro", uri=True)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [
            repr(row)
            for (name,) in names
            for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # names of its own
        ]
    finally:
        connection.close()
    assert rows
    return "\n".join(rows)


def _betraying() -> set[bytes]:
    """Return every way in which her position, her address or her browser could be written."""
    degrees = [degree for datum in Datum for degree in coordinates_in(HER, datum)]
    written = {f"{degree:.{decimals}f}" for degree in degrees for decimals in DECIMALS}
    written |= {f"{degree:.9f}"[:-5] for degree in degrees}  # cut off, not rounded
    whole = {str(round(degree * 10**decimals)) for degree in degrees for decimals in (6, 7)}
    packed = {struct.pack(form, degree) for degree in degrees for form in ("<d", ">d", "<f", ">f")}
    named = {CLIENT, "courier-0f7d3c", "Android 15"}
    return packed | {text.encode() for text in written | whole | named}
