"""The stations that are shown, as files: made when asked for, never sent with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from stationmap.files.write import to_csv, to_geojson
from stationmap.files.xlsx_write import to_xlsx
from stationmap.web.all_view import Shown, shown_stations

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.labels import Language


def csv_file(shown: Shown, _language: Language) -> bytes:
    """Return CSV with a byte order mark, which spreadsheets need to take it for UTF-8."""
    return to_csv(shown_stations(shown)).encode("utf-8-sig")


def xlsx_file(shown: Shown, language: Language) -> bytes:
    """Return a workbook in the words of the language, which can be edited and imported again."""
    return to_xlsx(shown_stations(shown), language)


def geojson_file(shown: Shown, _language: Language) -> bytes:
    """Return an RFC 7946 FeatureCollection."""
    return orjson.dumps(to_geojson(shown_stations(shown)))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[str, Callable[[Shown, Language], bytes]]] = {
    "xlsx": (XLSX, xlsx_file),
    "csv": ("text/csv", csv_file),
    "geojson": ("application/geo+json", geojson_file),
}
"""By suffix: the media type, and what makes the file."""
