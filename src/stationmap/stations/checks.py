"""What is doubtful about stations that are valid: warnings, never reasons to refuse a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stationmap.stations.batch import Batch
from stationmap.stations.datum_checks import datum_doubts, pair_doubts
from stationmap.stations.hours_doubts import hours_doubt
from stationmap.stations.region_checks import district_doubts, region_doubts
from stationmap.stations.vocabulary import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stationmap.errors import Fault
    from stationmap.geo.datum import Datum
    from stationmap.stations.districts import Districts
    from stationmap.stations.place import Place
    from stationmap.stations.station import Station

NULL_ISLAND_DEG = 0.01
"""Nearer than this to 0, 0 lies nothing but the sea and positions that nobody filled in."""

FINE_DECIMALS = 4
"""Of a degree: about 10 m. With fewer, a station may be on the wrong side of the block."""


def doubts(
    stations: Sequence[tuple[Place, Station]], datum: Datum, districts: Districts | None
) -> list[Fault]:
    """Return a warning for everything that looks wrong.

    Parameters
    ----------
    stations
        Valid stations, each with its place in the file.
    datum
        What the file's positions were taken for.
    districts
        The districts of the city; without them only the mainland of China is known.
    """
    if not stations:
        return []
    batch = Batch.of(stations, datum)
    faults = [*_unlikely_positions(batch), *_duplicates(batch), *_doubtful_hours(batch)]
    faults += region_doubts(batch, districts)
    faults += pair_doubts(batch)
    if districts is not None:
        faults += datum_doubts(batch, districts)
        faults += district_doubts(batch, districts)
    return faults


def _unlikely_positions(batch: Batch) -> Iterator[Fault]:
    lons, lats = batch.came_lons, batch.came_lats
    coarse = _are_coarse(lons, lats)
    for place, lon, lat, is_coarse in zip(batch.places, lons, lats, coarse, strict=True):
        pair = f"{lon:.10g}, {lat:.10g}"
        if abs(lon) < NULL_ISLAND_DEG and abs(lat) < NULL_ISLAND_DEG:
            expected = "a real position; 0, 0 lies in the Atlantic"
            yield place.warning("zero_position", field="position", value=pair, expected=expected)
        elif is_coarse:
            expected = f"at least {FINE_DECIMALS} decimals: three are 100 m"
            yield place.warning("coarse_position", field="position", value=pair, expected=expected)


def _are_coarse(lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which positions have too few decimals, as far as numbers without zeros at the end tell.

    Where most have four, one in a hundred of them seems to have three: only two are too few there.
    """

    def have_only(decimals: int) -> NDArray[np.bool_]:
        are_so: NDArray[np.bool_] = (lons == lons.round(decimals)) & (lats == lats.round(decimals))
        return are_so

    have_three = have_only(FINE_DECIMALS - 1)
    most_have_four = (have_only(FINE_DECIMALS) & ~have_three).mean() > 1 / 2
    return have_only(FINE_DECIMALS - 2) if most_have_four else have_three


def _doubtful_hours(batch: Batch) -> Iterator[Fault]:
    for place, station in zip(batch.places, batch.stations, strict=True):
        for field in ("opening_hours", "self_entry_hours"):
            hours: str | None = getattr(station, field)
            doubt = hours_doubt(hours) if hours else None
            if doubt is not None:
                expected = "hours of 24, those of one day in one rule: 08:30-12:00,14:00-17:30"
                yield place.warning(doubt.code, field=field, value=doubt.part, expected=expected)


def _duplicates(batch: Batch) -> Iterator[Fault]:
    """Find stations of one name and kind that are at most some 10 m apart."""
    first: dict[tuple[object, ...], Place] = {}
    for place, station in zip(batch.places, batch.stations, strict=True):
        at = station.position
        where = round(at.lon, FINE_DECIMALS), round(at.lat, FINE_DECIMALS)
        key = (folded(station.name), station.kind, *where)
        if key in first:
            expected = f"one record for each station; {first[key]} has this name at this position"
            fault = place.warning(
                "likely_duplicate", field="name", value=station.name, expected=expected
            )
            yield replace(fault, first_number=first[key].number)
        first.setdefault(key, place)
