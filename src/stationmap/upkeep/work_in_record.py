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
    doubtful = np.flatnonzero((found == NOWHERE) | ((stated != NOWHERE) & (stated != found)))
    gaps_deg = _gaps_deg(lons[doubtful], lats[doubtful], stated[doubtful], districts)
    rows = doubtful[gaps_deg > OUTLINE_TOLERANCE_DEG]
    datums = _fitting_datums([stations[row] for row in rows.tolist()], stated[rows], districts)
    for row, datum in zip(rows.tolist(), datums, strict=True):
        yield _elsewhere(
            stations[row], _at(stated[row], districts), _at(found[row], districts), datum
        )


def _gaps_deg(
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    stated: NDArray[np.intp],
    districts: Districts,
) -> NDArray[np.float64]:
    """Return how far each position is from the district that is stated, else from the nearest."""
    outlines = np.array([district.outline for district in districts], dtype=object)
    gaps_deg, known = np.empty(len(lons)), stated != NOWHERE
    told = shapely.points(lons[known], lats[known])
    gaps_deg[known] = shapely.distance(outlines[stated[known]], told)
    untold = shapely.points(lons[~known], lats[~known])
    gaps_deg[~known] = shapely.distance(outlines[:, None], untold).min(axis=0)
    return gaps_deg


def _elsewhere(
    station: Station, said: District | None, here: District | None, datum: Datum | None
) -> WorkItem:
    """Name the likeliest reason why a position is not where it should be."""
    if datum is not None:
        fits = {"stated": said, "datum": datum}
        return WorkItem(kind=WorkKind.WRONG_DATUM, station=station, facts=fits)
    if here is None:
        return WorkItem(kind=WorkKind.OUTSIDE_CITY, station=station)
    differ = {"stated": said, "here": here}
    return WorkItem(kind=WorkKind.WRONG_DISTRICT, station=station, facts=differ)


def _fitting_datums(
    stations: Sequence[Station], stated: NDArray[np.intp], districts: Districts
) -> list[Datum | None]:
    """Return the datums in which positions as they came would lie where they are said to lie."""
    came = [_as_it_came(station) for station in stations]
    lons, lats = ([each[axis] for _, each in came] for axis in (0, 1))
    fitting: list[Datum | None] = [None] * len(stations)
    for datum in reversed(Datum):
        fits = lie_in_stated(*to_wgs84(lons, lats, datum), districts, stated)
        for row in np.flatnonzero(fits & (stated != NOWHERE)).tolist():
            if came[row][0] is not datum:
                fitting[row] = datum
    return fitting


def _as_it_came(station: Station) -> tuple[Datum, tuple[float, float]]:
    """Return what a position was taken for, and its longitude and latitude in that."""
    if station.source_position is not None and station.source_datum is not None:
        return station.source_datum, station.source_position
    return Datum.WGS84, (station.position.lon, station.position.lat)


def _at(place: int, districts: Districts) -> District | None:
    return None if place == NOWHERE else districts[int(place)]
