"""What can be seen of a file before anything is asked, and what it lacks once it is mapped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stationmap.files.column_guess import KEEP_ASIDE, columns_for, guesses_of, targets_of
from stationmap.files.headers import AXES, OWN_COLUMNS
from stationmap.files.preview import FileKind, Preview, preview
from stationmap.files.table import kind_faults
from stationmap.services.import_datum import DatumEvidence, datum_evidence
from stationmap.stations.place import WHOLE_FILE, Place
from stationmap.upkeep.import_plan import EmptyCells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stationmap.errors import Fault
    from stationmap.files.column_guess import ColumnGuess
    from stationmap.files.headers import Columns
    from stationmap.geo.datum import Datum
    from stationmap.stations.districts import Districts


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file holds, as far as that can be seen without asking.

    Attributes
    ----------
    guesses
        What each column probably means.
    evidence
        What speaks for which datum.
    is_own_export
        Whether it has every column that an export of this program has.
    """

    file_name: str
    seen: Preview
    guesses: tuple[ColumnGuess, ...]
    evidence: DatumEvidence
    is_own_export: bool

    @property
    def default_for_empty(self) -> EmptyCells:
        """What empty cells mean unless a person says otherwise."""
        return EmptyCells.CLEAR if self.is_own_export else EmptyCells.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person says of a file.

    Attributes
    ----------
    encoding, sheet
        None to detect the one and take the first of the other that is not empty.
    mapping
        What columns mean, by index; the guesses count for the others.
    empty
        What an empty cell means; by default it clears only in this program's own exports.
    replace_sample
        Whether the invented stations go; by default if the list holds nothing else, and the file
        none of them.
    """

    encoding: str | None = None
    sheet: str | None = None
    mapping: Mapping[int, str] = field(default_factory=dict)
    empty: EmptyCells | None = None
    replace_sample: bool | None = None


def examined(content: bytes, file_name: str, answers: Answers, districts: Districts) -> Examined:
    """Look at a file; see `ImportStations.examine`."""
    seen = preview(content, file_name, encoding=answers.encoding, sheet=answers.sheet)
    guesses = guesses_of(seen)
    return Examined(
        file_name=file_name,
        seen=seen,
        guesses=guesses,
        evidence=datum_evidence(seen, guesses, answers.mapping, districts),
        is_own_export={guess.target for guess in guesses} >= OWN_COLUMNS,
    )


def mapped(
    file: Examined, datum: Datum, mapping: Mapping[int, str]
) -> tuple[list[str], Columns, list[Fault]]:
    """Return what each column is taken for, where each property stands, and what is wrong so far.

    The faults are those of the file as a whole.
    """
    seen = file.seen
    targets = targets_of(file.guesses, datum, mapping)
    header = Place(unit="row", number=seen.header_number)
    columns, faults = columns_for(seen.titles, targets, header)
    of_header = [replace(fault, unit="file", number=None) for fault in faults]
    of_file = [fault for fault in seen.faults if fault.number is None]
    lacking: list[Fault] = []
    if seen.is_readable:
        lacking += _needed(targets, seen.titles)
    if seen.is_readable and seen.kind is not FileKind.GEOJSON:
        kept_aside = {seen.titles[at] for at, said in mapping.items() if said == KEEP_ASIDE}
        lacking += kind_faults(columns, WHOLE_FILE, settled=kept_aside)
    return targets, columns, [*of_file, *of_header, *lacking]


def _needed(targets: Sequence[str], titles: Sequence[str]) -> Iterator[Fault]:
    """Find what no row can do without; with a column of ids, rows may change just a few things."""
    needed = () if "id" in targets else ("name", *AXES)
    for name in needed:
        if name not in targets:
            found, expected = ", ".join(titles), f"a column for {name}"
            yield WHOLE_FILE.error("column_needed", field=name, value=found, expected=expected)
