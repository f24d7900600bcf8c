"""The datums that positions come in from outside: WGS-84, GCJ-02 and BD-09."""

from __future__ import annotations

from enum import StrEnum


class Datum(StrEnum):
    """What a longitude and latitude from outside mean."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
