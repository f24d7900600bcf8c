"""What speaks for a file's positions being in this datum or that; nobody decides by it alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from stationmap.files.cells import degrees
from stationmap.files.column_guess import targets_of
from stationmap.files.headers import AXES, named_datums
from stationmap.geo.datum import Datum, to_wgs84
from stationmap.geo.position import MAX_LAT, MAX_LON
from stationmap.stations.datum_checks import CHANCE, chance_of, lie_in_stated
from stationmap.stations.districts import NOWHERE
from stationmap.stations.stated import districts_in
from stationmap.stations.tidying import Unusable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from stationmap.files.column_guess import ColumnGuess
    from stationmap.files.preview import Preview
    from stationmap.stations.districts import Districts


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumEvidence:
    """What a file lets see of its datum.

    Attributes
    ----------
    named
        The datums that titles of columns name, as in "lon_gcj02".
    stated
        How many rows say in which district they are.
    in_stated
        By datum: how many of those lie there if they are read so.
    """

    named: tuple[Datum, ...]
    stated: int
    in_stated: Mapping[Datum, int]
    suspected: Datum | None


def datum_evidence(
    seen: Preview,
    guesses: Sequence[ColumnGuess],
    overrides: Mapping[int, str],
    districts: Districts,
) -> DatumEvidence:
    """Weigh the titles, and the districts that the rows state."""
    named = named_datums(seen.titles)
    stated = _stated(seen, targets_of(guesses, Datum.WGS84, overrides), districts)
    right = {
        datum: _right(seen, targets_of(guesses, datum, overrides), datum, districts, stated)
        for datum in Datum
    }
    known = int((stated != NOWHERE).sum())
    suspected = named[0] if len(named) == 1 else _best(right)
    counts = {datum: int(rows.sum()) for datum, rows in right.items()}
    return DatumEvidence(named=named, stated=known, in_stated=counts, suspected=suspected)


def _stated(seen: Preview, targets: Sequence[str], districts: Districts) -> NDArray[np.intp]:
    columns = [targets.index(name) for name in ("district", "address") if name in targets]
    texts = (
        next((cells[at] for at in columns if at < len(cells) and cells[at].strip()), "")
        for _, cells in seen.rows
    )
    return districts_in(texts, districts)


def _right(
    seen: Preview,
    targets: Sequence[str],
    datum: Datum,
    districts: Districts,
    stated: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Say which rows lie in the district that they state, if they are read in a datum."""
    right = np.zeros(len(seen.rows), dtype=bool)
    if not all(axis in targets for axis in AXES):
        return right
    columns = [targets.index(axis) for axis in AXES]
    pairs = [_pair(cells, columns) for _, cells in seen.rows]
    rows = [row for row, pair in enumerate(pairs) if pair is not None and stated[row] != NOWHERE]
    if not rows:
        return right
    came = np.array([pairs[row] for row in rows], dtype=float)
    lons, lats = to_wgs84(came[:, 0], came[:, 1], datum)
    right[rows] = lie_in_stated(lons, lats, districts, stated[rows])
    return right


def _pair(cells: Sequence[str], columns: Sequence[int]) -> tuple[float, float] | None:
    try:
        lon, lat = (degrees(cells[at]) for at in columns)
    except (Unusable, IndexError):
        return None
    in_range = isfinite(lon) and isfinite(lat) and abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT
    return (lon, lat) if in_range else None


def _best(right: Mapping[Datum, NDArray[np.bool_]]) -> Datum | None:
    """Return the datum that puts significantly more rows right than each of the others."""
    best = max(right, key=lambda datum: int(right[datum].sum()))
    for other, rows in right.items():
        gained = int((right[best] & ~rows).sum())
        lost = int((rows & ~right[best]).sum())
        if other is not best and chance_of(gained, lost) >= CHANCE:
            return None
    return best
