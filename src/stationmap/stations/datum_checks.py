"""Whether the positions of a file are in another datum than they were taken for.

Nothing shows that of a position by itself. Two things in a file can: the district that a record
states, for the shift of 500 m takes some positions across a border; and a second pair of columns
that gives the same positions in another datum.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.special import bdtrc

from stationmap.geo.datum import Datum, to_wgs84
from stationmap.geo.geodesic import GEOD
from stationmap.stations.districts import NOWHERE
from stationmap.stations.place import WHOLE_FILE
from stationmap.stations.stated import stated_districts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from stationmap.errors import Fault
    from stationmap.stations.batch import Batch
    from stationmap.stations.districts import Districts
    from stationmap.stations.station import Station

CHANCE = 0.04
"""Another datum is suspected if chance alone would explain its better fit more rarely than this:
five positions that it alone puts right, and none that it alone puts wrong, suffice."""

OUTLINE_TOLERANCE_DEG = 0.0006
"""About 60 m: outlines err by that much, so a position just outside its district is not wrong."""

PAIR_TOLERANCE_M = 50.0
"""Two columns for one position may differ by rounding and by one-step inverses, not by more."""


def datum_doubts(batch: Batch, districts: Districts) -> list[Fault]:
    """Suspect another datum if it puts significantly more positions into their stated district.

    The test is McNemar's, exact and one-sided: of the positions that only one of the two readings
    puts right, how many does the other put right? Half of them, if neither is better.
    """
    stated = stated_districts(batch.stations, districts)
    known = stated != NOWHERE
    right = _right(batch, batch.datum, districts, stated)[known]
    candidates = []
    for other in Datum:
        right_there = _right(batch, other, districts, stated)[known]
        gained, lost = int((right_there & ~right).sum()), int((right & ~right_there).sum())
        if other is not batch.datum and chance_of(gained, lost) < CHANCE:
            candidates.append((gained - lost, other, int((~right_there).sum())))
    if not candidates:
        return []
    _, other, wrong_there = max(candidates)
    value = f"{batch.datum} {(~right).sum()}/{known.sum()}, {other} {wrong_there}/{known.sum()}"
    expected = f"fewer positions outside their stated district; --datum {other}?"
    return [
        WHOLE_FILE.warning("datum_looks_wrong", field="position", value=value, expected=expected)
    ]


def pair_doubts(batch: Batch) -> Iterator[Fault]:
    """Compare positions with those that columns such as lon_wgs84, lat_wgs84 give as well."""
    for other in Datum:
        pairs = [_pair(station, other) for station in batch.stations]
        rows = [row for row, pair in enumerate(pairs) if pair is not None]
        if other is batch.datum or not rows:
            continue
        came = list(chain.from_iterable(pair for pair in pairs if pair is not None))
        lons, lats = to_wgs84(came[0::2], came[1::2], other)
        _, _, gaps_m = GEOD.inv(lons, lats, batch.lons[rows], batch.lats[rows])
        yield from _pair_faults(batch, other, rows, np.asarray(gaps_m))


def lie_in_stated(
    lons: ArrayLike, lats: ArrayLike, districts: Districts, stated: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Say which WGS-84 positions lie in their stated district or at its edge; shape (n,)."""
    x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    right: NDArray[np.bool_] = districts.of_many(x, y) == stated
    outlines = np.array([district.outline for district in districts], dtype=object)
    rows = np.flatnonzero(~right & (stated != NOWHERE))
    gaps_deg = shapely.distance(outlines[stated[rows]], shapely.points(x[rows], y[rows]))
    right[rows] = gaps_deg <= OUTLINE_TOLERANCE_DEG
    return right


def _right(
    batch: Batch, datum: Datum, districts: Districts, stated: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Say which positions, read in a datum, lie in their stated district."""
    lons, lats = to_wgs84(batch.came_lons, batch.came_lats, datum)
    return lie_in_stated(lons, lats, districts, stated)


def chance_of(gained: int, lost: int) -> float:
    """Return the probability of at least `gained` heads in `gained + lost` throws of a coin."""
    return float(bdtrc(gained - 1, gained + lost, 0.5))


def _pair(station: Station, datum: Datum) -> tuple[float, float] | None:
    """Return the longitude and latitude that unknown properties give in a datum."""
    try:
        pair = float(station.extra[f"lon_{datum}"]), float(station.extra[f"lat_{datum}"])
    except (KeyError, TypeError, ValueError):
        return None
    return pair if np.isfinite(pair).all() else None


def _pair_faults(
    batch: Batch, other: Datum, rows: list[int], gaps_m: NDArray[np.float64]
) -> Iterator[Fault]:
    """Name the file if most pairs disagree, else each record whose pair does."""
    apart = gaps_m > PAIR_TOLERANCE_M
    field = f"lon_{other}, lat_{other}"
    if apart.mean() > 1 / 2:
        value = f"{np.median(gaps_m):.0f} m"
        expected = f"the same positions in {other}; is the file in {batch.datum}?"
        yield WHOLE_FILE.warning("pairs_disagree", field=field, value=value, expected=expected)
        return
    for row in np.flatnonzero(apart):
        value = f"{gaps_m[row]:.0f} m"
        yield batch.places[rows[row]].warning(
            "pairs_disagree", field=field, value=value, expected=f"the same position in {other}"
        )
