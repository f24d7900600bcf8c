"""stationmap leads couriers to the nearest rest station that is open when they arrive."""

from stationmap.errors import (
    Fault,
    InvalidPositionError,
    StationFileError,
    StationMapError,
    StationNotFoundError,
)
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
]
