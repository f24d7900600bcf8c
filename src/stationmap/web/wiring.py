"""The office and the maps' layers, one for each process and shared by all sessions."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from stationmap.bootstrap import Office, open_office
from stationmap.geo.position import Position
from stationmap.maps.base_map import Base
from stationmap.maps.ground import Ground
from stationmap.maps.tiles import map_datum, tile_layers
from stationmap.services.find import Question
from stationmap.stations.calendar import BEIJING
from stationmap.web.chips import usual_filters
from stationmap.web.layers import Layers
from stationmap.web.plan.layers import PlanLayers

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.maps.packed_stations import PackedStations
    from stationmap.services.find import FindStations
    from stationmap.services.snapshot import Snapshot
    from stationmap.stations.districts import Districts
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
def office() -> Office:
    """Return the office.

    Raises
    ------
    StationMapError
        If the settings, the store or the files that they name cannot be used.
    """
    return open_office()


def services() -> Snapshot:
    """Return what answers questions about the stations as they are now.

    Two calls may answer from two revisions: ask once for what belongs together.
    """
    return office().live.current()


def station_with_id(station_id: str) -> Station:
    """Return the station with this id, or that into which it was merged.

    Raises
    ------
    StationNotFoundError
        If there is none, or it is no longer in the list.
    """
    return office().live.station(station_id)


def district_codes() -> dict[str, str]:
    """Return the code of the district in which each station lies, by the station's id.

    They are those of the newest snapshot that was asked for: who asks for each of many stations
    does not ask the store each time.
    """
    return office().live.latest.district_codes


@_once
def layers() -> Layers:
    """Return the layers of all stations that maps may ask for."""
    return Layers(datum=map_datum(office().settings.tiles))


def packed_stations() -> PackedStations:
    """Return the stations of now as the map's layer fetches them."""
    return layers().of(services())


@_once
def plan_layers() -> PlanLayers:
    """Return the layers of planners' questions that maps may ask for."""
    return PlanLayers()


@_once
def ground() -> Ground:
    """Return the ground of the maps: words, and the districts where there are no tiles."""
    return Ground(office().districts, datum=map_datum(office().settings.tiles))


@_once
def base() -> Base:
    """Return what every map lies on. Its middle is that of the stations at the first visit."""
    snapshot = services()
    begins_empty = not snapshot.stations and len(snapshot.districts) > 0
    center = _middle_of(snapshot.districts) if begins_empty else packed_stations().center
    return Base(settings=office().settings, ground=ground().address, center=center)


def _middle_of(districts: Districts) -> tuple[float, float]:
    west, south, east, north = districts.bounds
    return (south + north) / 2, (west + east) / 2


def warm_up() -> Snapshot:
    """Build everything before the first visit, and find out what cannot be built.

    Raises
    ------
    StationMapError
        If the settings, the store or the files that they name cannot be used.
    """
    tile_layers(office().settings)
    base()
    office().live.keep_warm(_ask_the_usual)
    wired = services()
    _ = wired.search  # made on first use, for which the first person to search would wait
    return wired


def _ask_the_usual(find: FindStations) -> None:
    """Ask what most couriers ask first, for which the index keeps what fits."""
    for where in usual_filters():
        find.ask(Question(position=BEIJING_CENTRE, at=datetime.now(BEIJING), where=where))
