"""The wired services and the maps' layers, built once per process and shared by all sessions."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from stationmap.bootstrap import Services, wire
from stationmap.errors import StationNotFoundError
from stationmap.geo.position import Position
from stationmap.maps.base_map import Base
from stationmap.maps.ground import Ground
from stationmap.maps.packed_stations import PackedStations
from stationmap.maps.tiles import map_datum, tile_layers
from stationmap.services.find import Question
from stationmap.stations.calendar import BEIJING
from stationmap.web.chips import usual_filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.stations.station import Station

    Given = ParamSpec("Given")
    Made = TypeVar("Made")

_building = RLock()
BEIJING_CENTRE = Position(116.4, 39.9)


def _once(build: Callable[[], Made]) -> Callable[[], Made]:
    """Let the first caller build; the others wait for it."""
    cached = cache(build)

    def wait_and_get() -> Made:
        with _building:
            return cached()

    return wait_and_get


@_once
def services() -> Services:
    """Return the services.

    Raises
    ------
    StationMapError
        If the settings or the files that they name cannot be used.
    """
    return wire()


@_once
def _stations_by_id() -> dict[str, Station]:
    return {station.id: station for station in services().stations}


def station_with_id(station_id: str) -> Station:
    """Return the station with this id.

    Raises
    ------
    StationNotFoundError
        If there is none.
    """
    try:
        return _stations_by_id()[station_id]
    except KeyError:
        raise StationNotFoundError(station_id) from None


@_once
def district_codes() -> dict[str, str]:
    """Return the code of the district in which each station lies, by the station's id."""
    stations, districts = services().stations, services().districts
    lons = [station.position.lon for station in stations]
    lats = [station.position.lat for station in stations]
    places = districts.of_many(lons, lats)
    return {
        station.id: districts[place].adcode
        for station, place in zip(stations, places, strict=True)
        if place >= 0
    }


@_once
def packed_stations() -> PackedStations:
    """Return the stations as the map's layer fetches them."""
    wired = services()
    return PackedStations(wired.stations, datum=map_datum(wired.settings.tiles))


@_once
def ground() -> Ground:
    """Return the ground of the maps: words, and the districts where there are no tiles."""
    wired = services()
    return Ground(wired.districts, datum=map_datum(wired.settings.tiles))


@_once
def base() -> Base:
    """Return what every map lies on."""
    return Base(
        settings=services().settings, ground=ground().address, center=packed_stations().center
    )


def warm_up() -> Services:
    """Build everything before the first visit, and find out what cannot be built.

    Raises
    ------
    StationMapError
        If the settings or the files that they name cannot be used.
    """
    wired = services()
    tile_layers(wired.settings)
    base()
    _ = wired.search  # made on first use, for which the first person to search would wait
    for where in usual_filters():  # the same
        wired.find.ask(Question(position=BEIJING_CENTRE, at=datetime.now(BEIJING), where=where))
    return wired
