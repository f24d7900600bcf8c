"""The stations that are shown, as files: made when asked for, never sent with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from stationmap.files.write import to_csv, to_geojson
from stationmap.web.all_view import Shown, shown_stations

if TYPE_CHECKING:
    from collections.abc import Callable


def csv_file(shown: Shown) -> bytes:
    """Return CSV with a byte order mark, which spreadsheets need to take it for UTF-8."""
    return to_csv(shown_stations(shown)).encode("utf-8-sig")


def geojson_file(shown: Shown) -> bytes:
    """Return an RFC 7946 FeatureCollection."""
    return orjson.dumps(to_geojson(shown_stations(shown)))


FILES: dict[str, tuple[str, Callable[[Shown], bytes]]] = {
    "csv": ("text/csv", csv_file),
    "geojson": ("application/geo+json", geojson_file),
}
"""By suffix: the media type, and what makes the file."""
