"""stationmap leads couriers to the nearest rest station that is open when they arrive."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.coverage.demand import DemandSurface
    from stationmap.coverage.figures import Figures, figures
    from stationmap.coverage.gaps import Gap, find_gaps
    from stationmap.coverage.measure import Coverage, measure
    from stationmap.coverage.siting.candidates import (
        CandidateSites,
        grid_candidates,
        host_candidates,
    )
    from stationmap.coverage.siting.fewest import lscp
    from stationmap.coverage.siting.maximal import mclp
    from stationmap.coverage.siting.median import p_median
    from stationmap.coverage.siting.problem import SitingProblem, cover_problem
    from stationmap.coverage.siting.solution import Method, Solution
    from stationmap.errors import (
        DemandError,
        Fault,
        InvalidPositionError,
        PlanError,
        Severity,
        SitingError,
        StationFileError,
        StationMapError,
        StationNotFoundError,
    )
    from stationmap.files.geodataframe import to_geodataframe
    from stationmap.files.read import read_stations
    from stationmap.files.write import write_stations
    from stationmap.geo.datum import Datum, position_from
    from stationmap.geo.position import Position
    from stationmap.nearest.index import StationIndex
    from stationmap.nearest.nearby import Nearby
    from stationmap.stations.arrival import Arrival, ArrivalState
    from stationmap.stations.codes import Audience, Facility, FacilityState, StationKind, Status
    from stationmap.stations.filter import StationFilter
    from stationmap.stations.hours import on_arrival
    from stationmap.stations.station import Station

__all__ = [
    "Arrival",
    "ArrivalState",
    "Audience",
    "CandidateSites",
    "Coverage",
    "Datum",
    "DemandError",
    "DemandSurface",
    "Facility",
    "FacilityState",
    "Fault",
    "Figures",
    "Gap",
    "InvalidPositionError",
    "Method",
    "Nearby",
    "PlanError",
    "Position",
    "Severity",
    "SitingError",
    "SitingProblem",
    "Solution",
    "Station",
    "StationFileError",
    "StationFilter",
    "StationIndex",
    "StationKind",
    "StationMapError",
    "StationNotFoundError",
    "Status",
    "cover_problem",
    "figures",
    "find_gaps",
    "grid_candidates",
    "host_candidates",
    "lscp",
    "mclp",
    "measure",
    "on_arrival",
    "p_median",
    "position_from",
    "read_stations",
    "to_geodataframe",
    "write_stations",
]

_HOMES = {
    name: home
    for home, names in {
        "stationmap.coverage.demand": ("DemandSurface",),
        "stationmap.coverage.figures": ("Figures", "figures"),
        "stationmap.coverage.gaps": ("Gap", "find_gaps"),
        "stationmap.coverage.measure": ("Coverage", "measure"),
        "stationmap.coverage.siting.candidates": (
            "CandidateSites",
            "grid_candidates",
            "host_candidates",
        ),
        "stationmap.coverage.siting.fewest": ("lscp",),
        "stationmap.coverage.siting.maximal": ("mclp",),
        "stationmap.coverage.siting.median": ("p_median",),
        "stationmap.coverage.siting.problem": ("SitingProblem", "cover_problem"),
        "stationmap.coverage.siting.solution": ("Method", "Solution"),
        "stationmap.errors": (
            "DemandError",
            "Fault",
            "InvalidPositionError",
            "PlanError",
            "Severity",
            "SitingError",
            "StationFileError",
            "StationMapError",
            "StationNotFoundError",
        ),
        "stationmap.files.geodataframe": ("to_geodataframe",),
        "stationmap.files.read": ("read_stations",),
        "stationmap.files.write": ("write_stations",),
        "stationmap.geo.datum": ("Datum", "position_from"),
        "stationmap.geo.position": ("Position",),
        "stationmap.nearest.index": ("StationIndex",),
        "stationmap.nearest.nearby": ("Nearby",),
        "stationmap.stations.arrival": ("Arrival", "ArrivalState"),
        "stationmap.stations.codes": (
            "Audience",
            "Facility",
            "FacilityState",
            "StationKind",
            "Status",
        ),
        "stationmap.stations.filter": ("StationFilter",),
        "stationmap.stations.hours": ("on_arrival",),
        "stationmap.stations.station": ("Station",),
    }.items()
    for name in names
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
