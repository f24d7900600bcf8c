"""Coordinates that somebody typed or pasted into the search box."""

from __future__ import annotations

import re
import unicodedata

from stationmap.geo.position import Position

_TWO_NUMBERS = re.compile(r"\s*([0-9]{1,3}\.[0-9]{1,17})\s*[,;\s]\s*([0-9]{1,3}\.[0-9]{1,17})\s*")
"""With a fraction each, so that no house number is taken for a latitude."""
CHINA_LONS = (73.0, 136.0)
CHINA_LATS = (3.0, 54.0)
"""China's box in whole degrees. The ranges do not meet, so the order tells itself."""


def typed_position(query: str) -> Position | None:
    """Return the position that two numbers mean, in either order, or None.

    They are taken for WGS-84, as a phone or OpenStreetMap gives them. Outside China's box they
    mean nothing here.
    """
    match = _TWO_NUMBERS.fullmatch(unicodedata.normalize("NFKC", query[:80]))
    if match is None:
        return None
    one, other = map(float, match.groups())
    for lon, lat in ((one, other), (other, one)):
        if CHINA_LONS[0] <= lon <= CHINA_LONS[1] and CHINA_LATS[0] <= lat <= CHINA_LATS[1]:
            return Position(lon, lat)
    return None
