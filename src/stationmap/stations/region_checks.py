"""Positions that lie elsewhere than the others, or elsewhere than their record says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.geo.mainland import in_mainland
from stationmap.stations.districts import NOWHERE
from stationmap.stations.place import WHOLE_FILE
from stationmap.stations.stated import stated_districts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from stationmap.errors import Fault
    from stationmap.stations.batch import Batch
    from stationmap.stations.districts import Districts

    Inside = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]

MOST = 0.8
"""The share of a file that must lie in a region before the rest is doubted for not doing so."""

OUTLINE_TOLERANCE_DEG = 0.002
"""About 200 m: outlines are generalised, and a station at a border street is no error."""


def region_doubts(batch: Batch, districts: Districts | None) -> list[Fault]:
    """Doubt positions outside the region that most others lie in: the city, else the mainland."""
    regions: list[tuple[str, Inside]] = [("mainland China", in_mainland)]
    if districts is not None:
        city = districts
        regions.insert(0, ("the districts", lambda x, y: city.of_many(x, y) != NOWHERE))
    for name, inside in regions:
        as_read = inside(batch.lons, batch.lats)
        swapped = inside(*_swapped(batch))
        if swapped.mean() >= MOST > as_read.mean():
            expected = f"longitude first; the other way round they lie in {name}"
            return [WHOLE_FILE.warning("axes_look_swapped", field="position", expected=expected)]
        if as_read.mean() >= MOST:
            return list(_outsiders(batch, name, as_read, swapped))
    return []


def district_doubts(batch: Batch, districts: Districts) -> Iterator[Fault]:
    """Doubt positions that lie outside the district that the record states."""
    stated = stated_districts(batch.stations, districts)
    found = districts.of_many(batch.lons, batch.lats)
    for row in np.flatnonzero((stated != NOWHERE) & (found != stated)):
        district = districts[int(stated[row])]
        point = shapely.Point(batch.lons[row], batch.lats[row])
        if district.outline.distance(point) <= OUTLINE_TOLERANCE_DEG:
            continue
        here = "no district" if found[row] == NOWHERE else districts[int(found[row])].name_zh
        expected = f"a position in {district.name_zh}; it lies in {here}"
        value = batch.stations[row].district or batch.stations[row].address
        yield batch.places[row].warning(
            "outside_district", field="district", value=value, expected=expected
        )


def _outsiders(
    batch: Batch, name: str, as_read: NDArray[np.bool_], swapped: NDArray[np.bool_]
) -> Iterator[Fault]:
    for row in np.flatnonzero(~as_read):
        value = [float(batch.came_lons[row]), float(batch.came_lats[row])]
        place = batch.places[row]
        if swapped[row]:
            expected = f"longitude first; the other way round it lies in {name}"
            yield place.warning(
                "axes_look_swapped", field="position", value=value, expected=expected
            )
        else:
            expected = f"a position in {name}, as most others"
            yield place.warning("outside_region", field="position", value=value, expected=expected)


def _swapped(batch: Batch) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitudes for longitudes and the reverse; out of range is nowhere."""
    lats = np.where(np.abs(batch.lons) <= 90, batch.lons, np.nan)  # noqa: PLR2004 - the poles
    return batch.lats, lats
