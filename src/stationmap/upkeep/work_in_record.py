"""What is to be done about a station because its record cannot be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from stationmap.geo.datum import Datum, to_wgs84
from stationmap.stations.codes import Status
from stationmap.stations.datum_checks import lie_in_stated
from stationmap.stations.districts import NOWHERE
from stationmap.stations.door import readable
from stationmap.stations.region_checks import OUTLINE_TOLERANCE_DEG
from stationmap.stations.stated import stated_districts
from stationmap.upkeep.work import WorkItem, WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from stationmap.stations.districts import District, Districts
    from stationmap.stations.station import Station


def work_in_records(stations: Sequence[Station], districts: Districts) -> Iterator[WorkItem]:
    """Yield what is wrong with records by themselves, whatever the day.

    Nothing is wrong any more where a station is closed for good. Outlines are generalised: up to
    some 200 m beyond its district or the city, a position is taken for right.
    """
    stations = [one for one in stations if one.status is not Status.CLOSED]
    yield from _unreadable_hours(stations)
    yield from _positions(stations, districts)


def _unreadable_hours(stations: Iterable[Station]) -> Iterator[WorkItem]:
    for station in stations:
        for hours in (station.opening_hours, station.self_entry_hours):
            if hours is not None and readable(hours) is None:
                yield WorkItem(kind=WorkKind.BAD_HOURS, station=station, facts={"hours": hours})
                break


def _positions(stations: Sequence[Station], districts: Districts) -> Iterator[WorkItem]:
    lons = np.array([station.position.lon for station in stations], dtype=float)
    lats = np.array([station.position.lat for station in stations], dtype=float)
    found = districts.of_many(lons, lats)
    stated = stated_districts(stations, districts)
    doubtful = (found == NOWHERE) | ((stated != NOWHERE) & (stated != found))
    for row in np.flatnonzero(doubtful).tolist():
        station, place = stations[row], shapely.Point(lons[row], lats[row])
        if stated[row] != NOWHERE:
            district = districts[int(stated[row])]
            if district.outline.distance(place) > OUTLINE_TOLERANCE_DEG:
                here = None if found[row] == NOWHERE else districts[int(found[row])]
                yield _elsewhere(station, district, here, stated[row : row + 1], districts)
        elif min(one.outline.distance(place) for one in districts) > OUTLINE_TOLERANCE_DEG:
            yield WorkItem(kind=WorkKind.OUTSIDE_CITY, station=station)


def _elsewhere(
    station: Station,
    said: District,
    here: District | None,
    stated: NDArray[np.intp],
    districts: Districts,
) -> WorkItem:
    """Name the likeliest reason why a position is not in the district that is stated."""
    facts: dict[str, object]
    datum = _fitting_datum(station, districts, stated)
    if datum is not None:
        facts = {"stated": said, "datum": datum}
        return WorkItem(kind=WorkKind.WRONG_DATUM, station=station, facts=facts)
    if here is None:
        return WorkItem(kind=WorkKind.OUTSIDE_CITY, station=station)
    facts = {"stated": said, "here": here}
    return WorkItem(kind=WorkKind.WRONG_DISTRICT, station=station, facts=facts)


def _fitting_datum(
    station: Station, districts: Districts, stated: NDArray[np.intp]
) -> Datum | None:
    """Return the datum in which the position as it came would lie where it is said to lie."""
    came, taken_for = (station.position.lon, station.position.lat), Datum.WGS84
    if station.source_position is not None and station.source_datum is not None:
        came, taken_for = station.source_position, station.source_datum
    for datum in Datum:
        lons, lats = to_wgs84([came[0]], [came[1]], datum)
        if datum is not taken_for and lie_in_stated(lons, lats, districts, stated).all():
            return datum
    return None
