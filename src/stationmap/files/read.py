"""Reads stations from GeoJSON, CSV or XLSX, and finds everything that is wrong with such a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.errors import Fault, Severity, StationFileError
from stationmap.files.assemble import assemble
from stationmap.files.content import bytes_of, decoded
from stationmap.files.geojson import records_from_geojson
from stationmap.files.json_text import parsed
from stationmap.files.raw_file import RawFile
from stationmap.files.table import grid_from_csv, records_from_grid
from stationmap.files.xlsx_read import grid_from_xlsx
from stationmap.geo.datum import Datum
from stationmap.stations.checks import doubts
from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from stationmap.stations.districts import Districts
    from stationmap.stations.place import Place
    from stationmap.stations.station import Station

GEOJSON_SUFFIXES = (".geojson", ".json")
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
XLSX_SUFFIXES = (".xlsx",)
READABLE_SUFFIXES = GEOJSON_SUFFIXES + CSV_SUFFIXES + XLSX_SUFFIXES
UTF8_WITH_MARK = "utf-8-sig"
NO_RECORDS = WHOLE_FILE.warning("no_records", expected="at least one station")


@dataclass(frozen=True, slots=True)
class FileReport:
    """The stations that a file gives, and every fault found in it, in the file's order.

    `stations` holds the usable records only; the file as a whole is usable if `is_usable`. Its
    positions were taken to be in `datum`.
    """

    stations: tuple[Station, ...]
    faults: tuple[Fault, ...]
    datum: Datum = Datum.WGS84

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that forbid the use of a record, or of the file."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that only cast doubt."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)

    @property
    def is_usable(self) -> bool:
        """Whether there is no error in the whole file."""
        return not self.errors


def read_stations(path: Path | str, datum: Datum | str = Datum.WGS84) -> list[Station]:
    """Read the stations of a file.

    Parameters
    ----------
    path
        GeoJSON (.geojson, .json) in the data contract, or a table with a header in Chinese or
        English: CSV (.csv, .tsv, .txt), or a workbook (.xlsx), of which the first sheet is read
        that can be seen and is not empty.
    datum
        What the file's positions are in; the stations' positions are WGS-84 in any case.

    Raises
    ------
    StationFileError
        If anything in the file is wrong; it carries every fault. Warnings alone do not raise.
    ValueError
        If there is no such datum.
    """
    _, stations, faults = _examined(Path(path), Datum(datum))
    if _has_error(faults):
        raise StationFileError(path, _in_order(faults))
    return [station for _, station in stations]


def inspect_file(
    path: Path | str,
    datum: Datum | str | None = Datum.WGS84,
    districts: Districts | None = None,
    *,
    sheet: str | None = None,
) -> FileReport:
    """Report on a file: what `read_stations` would read or refuse, and what is doubtful about it.

    Parameters
    ----------
    path
        As for `read_stations`.
    datum
        The same; None for the one that titles of columns name, if they name just one, else WGS-84.
    districts
        If given, positions are compared with the districts that the records state.
    sheet
        Which sheet of a workbook to read.
    """
    chosen = None if datum is None else Datum(datum)
    chosen, stations, faults = _examined(Path(path), chosen, sheet)
    faults += doubts(stations, chosen, districts)
    usable = tuple(station for _, station in stations)
    return FileReport(usable, tuple(_in_order(faults)), chosen)


def _examined(
    path: Path, datum: Datum | None, sheet: str | None = None
) -> tuple[Datum, list[tuple[Place, Station]], list[Fault]]:
    """Read what can be read of a file, each station with its place, and the datum it is in."""
    suffix = path.suffix.lower()
    wanted = datum or Datum.WGS84
    if suffix not in READABLE_SUFFIXES:
        expected = ", ".join(READABLE_SUFFIXES)
        return wanted, [], [WHOLE_FILE.error("unknown_suffix", value=path.name, expected=expected)]
    content, faults = bytes_of(path)
    if faults:
        return wanted, [], faults
    raw = _raw_file(suffix, content, datum, sheet)
    faults = sheet_faults(suffix, sheet)
    stations, found = assemble(raw.records, raw.datum)
    faults += raw.faults + _said_once(raw, found)
    if raw.refused is not None and not _has_error(faults):
        faults.append(raw.refused)
    if not stations and not _has_error(faults):
        faults.append(NO_RECORDS)
    return raw.datum, stations, faults


def _raw_file(suffix: str, content: bytes, datum: Datum | None, sheet: str | None) -> RawFile:
    """Take the records out of a file of this suffix."""
    if suffix in XLSX_SUFFIXES:
        return records_from_grid(grid_from_xlsx(content, sheet), datum)
    text, encoding, faults = decoded(content)
    if _has_error(faults):
        return RawFile(faults=faults)
    if suffix in GEOJSON_SUFFIXES:
        raw = _from_json(text, datum or Datum.WGS84)
    else:
        raw = records_from_grid(grid_from_csv(text), datum)
        # Spreadsheets, and our own export, mark a CSV as UTF-8: nothing to warn of.
        faults = [] if encoding == UTF8_WITH_MARK else faults
    raw.faults[:0] = faults
    return raw


def sheet_faults(suffix: str, sheet: str | None) -> list[Fault]:
    """Find a sheet that was named for a file which has none."""
    if sheet is None or suffix in XLSX_SUFFIXES:
        return []
    return [WHOLE_FILE.error("sheet_of_no_workbook", value=sheet, expected="no sheet to be named")]


def _from_json(text: str, datum: Datum) -> RawFile:
    json = parsed(text)
    if json.unreadable is not None:
        return RawFile(faults=[json.unreadable])
    raw = records_from_geojson(json.document)
    raw.refused, raw.datum = json.refused, datum
    return raw


def _said_once(raw: RawFile, found: list[Fault]) -> list[Fault]:
    """Return the faults of the records without those that the header has said already."""
    missing = {fault.field for fault in raw.faults if fault.code == "missing_column"}
    return [f for f in found if not (f.code == "missing_field" and f.field in missing)]


def _has_error(faults: list[Fault]) -> bool:
    return any(fault.severity is Severity.ERROR for fault in faults)


def _in_order(faults: list[Fault]) -> list[Fault]:
    """Sort by place: the file as a whole first, then feature by feature or row by row."""
    return sorted(faults, key=lambda fault: fault.number or 0)
