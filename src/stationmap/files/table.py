"""Raw records out of a table: a header in Chinese or English, and one record a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.files.csv_rows import csv_rows
from stationmap.files.grid import Grid, grid_of
from stationmap.files.headers import OWN_COLUMNS, Columns, columns_of, may_be_kind, named_datums
from stationmap.files.raw_file import RawFile
from stationmap.files.row import lost_digits, record_from_row, tidied
from stationmap.geo.datum import Datum
from stationmap.stations.codes import StationKind
from stationmap.stations.place import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from stationmap.errors import Fault

ASSUMED_KIND = StationKind.WARM_STATION


def grid_from_csv(text: str) -> Grid:
    """Return the table in CSV text."""
    faults: list[Fault] = []
    return grid_of(csv_rows(text, faults), faults)


def records_from_grid(grid: Grid, datum: Datum | None) -> RawFile:
    """Take the records out of a table whose positions are in a datum.

    Without a column for the kind, every row is taken for a warm station, with one warning.

    Parameters
    ----------
    datum
        None for the one that the titles name, if they name just one, else WGS-84.
    """
    named = named_datums(grid.header)
    datum = datum or (named[0] if len(named) == 1 else Datum.WGS84)
    raw = RawFile(datum=datum)
    if grid.header:
        header_row = Place(unit="row", number=grid.header_number)
        columns, raw.faults = columns_of(grid.header, datum, header_row)
        _add_records(raw, grid, columns, header_row)
    raw.faults += grid.faults
    return raw


def _add_records(raw: RawFile, grid: Grid, columns: Columns, header_row: Place) -> None:
    raw.faults += kind_faults(columns, header_row)
    assumed = None if "kind" in columns.properties else ASSUMED_KIND
    # What we wrote ourselves is read as it stands: an id may be 1.0 or 1E5.
    is_own = columns.properties.keys() >= OWN_COLUMNS
    for number, cells in grid.rows:
        place = Place(unit="row", number=number)
        ragged = ragged_fault(place, cells, columns)
        if ragged:
            raw.faults.append(ragged)
            continue
        told = cells if is_own else tidied(cells, columns)
        record, faults = record_from_row(place, told, columns, assumed)
        raw.records.append(record)
        raw.faults += faults if is_own else [*faults, *lost_digits(record)]


def kind_faults(
    columns: Columns, header_row: Place, *, settled: Collection[str] = ()
) -> list[Fault]:
    """Say what a table without a column for the kind is taken for, or that nobody can know.

    Parameters
    ----------
    settled
        The titles of which a person has said that they are no kind.
    """
    if "kind" in columns.properties:
        return []
    for title in columns.extra:
        if title not in settled and may_be_kind(title):
            expected = "a column that is surely the kind, or none that may be it"
            return [header_row.error("kind_unclear", field=title, expected=expected)]
    expected = f"a column for kind; {ASSUMED_KIND} is assumed"
    return [header_row.warning("no_kind_column", field="kind", expected=expected)]


def ragged_fault(place: Place, cells: list[str], columns: Columns) -> Fault | None:
    """Find a row of another length than the header; empty cells at its end do not count."""
    beyond = any(cell.strip() for cell in cells[columns.width :])
    if len(cells) >= columns.width and not beyond:
        return None
    expected = f"{columns.width} cells, as in the header; quote cells that hold the delimiter"
    return place.error("ragged_row", value=f"{len(cells)} cells", expected=expected)
