"""stationmap leads couriers to the nearest rest station that is open when they arrive."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.errors import (
        Fault,
        InvalidPositionError,
        StationFileError,
        StationMapError,
        StationNotFoundError,
    )
    from stationmap.files.read import read_stations
    from stationmap.geo.position import Position
    from stationmap.nearest.index import StationIndex
    from stationmap.nearest.nearby import Nearby
    from stationmap.stations.codes import StationKind
    from stationmap.stations.filter import StationFilter
    from stationmap.stations.station import Station

__all__ = [
    "Fault",
    "InvalidPositionError",
    "Nearby",
    "Position",
    "Station",
    "StationFileError",
    "StationFilter",
    "StationIndex",
    "StationKind",
    "StationMapError",
    "StationNotFoundError",
    "read_stations",
]

_HOMES = {
    "Fault": "stationmap.errors",
    "InvalidPositionError": "stationmap.errors",
    "Nearby": "stationmap.nearest.nearby",
    "Position": "stationmap.geo.position",
    "Station": "stationmap.stations.station",
    "StationFileError": "stationmap.errors",
    "StationFilter": "stationmap.stations.filter",
    "StationIndex": "stationmap.nearest.index",
    "StationKind": "stationmap.stations.codes",
    "StationMapError": "stationmap.errors",
    "StationNotFoundError": "stationmap.errors",
    "read_stations": "stationmap.files.read",
}
"""Each name is imported when it is first asked for, so that `stationmap --help` does not load the
half second of numerical libraries behind the index."""


def __getattr__(name: str) -> object:
    """Import a name of the library's face."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Name the library's face."""
    return sorted({*globals(), *__all__})
