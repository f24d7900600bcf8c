"""Writes stations: as GeoJSON, CSV and XLSX, which read back as the same, and as GeoPackage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.errors import StationFileError
from stationmap.files.atomic import write_atomically
from stationmap.files.export import MAX_DECIMALS, known_properties
from stationmap.files.geopackage import to_geopackage
from stationmap.files.write_table import to_csv
from stationmap.files.xlsx_write import to_xlsx
from stationmap.labels import Language
from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.errors import Fault
    from stationmap.stations.station import Station

__all__ = ["suffix_fault", "to_csv", "to_geojson", "write_stations"]


def write_stations(
    stations: Iterable[Station], path: Path | str, *, language: Language = Language.ZH
) -> None:
    """Write stations in the given order, in the format of the suffix.

    GeoJSON (.geojson, .json) has one feature a line; CSV (.csv) is UTF-8 with a byte order mark,
    so that spreadsheets take it for what it is; a workbook (.xlsx) has its titles and codes in the
    words of the language; a GeoPackage (.gpkg) is for geographic programs. The file appears whole
    or not at all.

    Raises
    ------
    StationFileError
        If the suffix is another one, or a workbook cannot hold a text that is too long.
    OSError
        If the folder cannot be written; what was there before is untouched.
    """
    path = Path(path)
    fault = suffix_fault(path)
    if fault is not None:
        raise StationFileError(path, [fault])
    write_atomically(path, _FORMATS[path.suffix.lower()](stations, language))


def suffix_fault(path: Path) -> Fault | None:
    """Say what is wrong with a path to write to: only the suffix can be, before it is tried."""
    if path.suffix.lower() in _FORMATS:
        return None
    expected = ", ".join(_FORMATS)
    return WHOLE_FILE.error("unknown_suffix", value=path.name, expected=expected)


def to_geojson(stations: Iterable[Station]) -> dict[str, Any]:
    """Return an RFC 7946 FeatureCollection of stations, in WGS-84, with at most 6 decimals.

    Properties stand in the order of the data contract, only where they are known; unknown
    properties follow them, sorted by name.
    """
    return {"type": "FeatureCollection", "features": [_feature(station) for station in stations]}


def _feature(station: Station) -> dict[str, Any]:
    position = station.position
    coordinates = [round(position.lon, MAX_DECIMALS), round(position.lat, MAX_DECIMALS)]
    return {
        "type": "Feature",
        "id": station.id,
        "geometry": {"type": "Point", "coordinates": coordinates},
        "properties": known_properties(station) | dict(sorted(station.extra.items())),
    }


def _lines(collection: dict[str, Any]) -> bytes:
    """Return GeoJSON with a line for each feature, so that a diff shows what changed."""
    features = b",\n".join(map(orjson.dumps, collection["features"]))
    return b'{"type":"FeatureCollection","features":[\n' + features + b"\n]}\n"


def _geojson(stations: Iterable[Station], _language: Language) -> bytes:
    return _lines(to_geojson(stations))


def _csv(stations: Iterable[Station], _language: Language) -> bytes:
    return to_csv(stations).encode("utf-8-sig")


def _geopackage(stations: Iterable[Station], _language: Language) -> bytes:
    return to_geopackage(stations)


_FORMATS = {
    ".geojson": _geojson,
    ".json": _geojson,
    ".csv": _csv,
    ".xlsx": to_xlsx,
    ".gpkg": _geopackage,
}
