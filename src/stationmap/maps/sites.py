"""The map of what is planned: new sites by number, what closes and moves, and what that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium
import numpy as np

from stationmap.geo.datum import coordinates_in, from_wgs84
from stationmap.labels import Language
from stationmap.maps.assets import from_frame
from stationmap.maps.base_map import Drawing, base_map
from stationmap.maps.packing import STEPS_PER_DEGREE, deltas
from stationmap.maps.tiles import map_datum

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from stationmap.geo.datum import Datum
    from stationmap.geo.position import Position
    from stationmap.maps.base_map import Base
    from stationmap.maps.packed_stations import PackedStations
    from stationmap.maps.safe import Plain
    from stationmap.settings import Tiles
    from stationmap.stations.station import Station

DECIMALS = 6
SCRIPTS = ("finder.js", "sites.js")
"""The finder's script reports taps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesView:
    """What the map of a plan shows.

    Attributes
    ----------
    sites
        New stations, numbered from 1 in this order.
    stations
        Which of the stations that there are to show as dots, a rule that can be hashed; None for
        none.
    closed, moved
        Where stations close; from where to where stations move.
    gained, lost
        Rings of cells in which demand becomes covered, or is covered no longer: longitudes and
        latitudes, each of shape (k, 2).
    pin
        Where somebody tapped to put something.
    bounds
        West, south, east and north of what to show where nothing is planned yet.
    subject
        A code for what is shown; the map moves to it when it is another than before, so that an
        edit leaves the map where it is.
    """

    sites: Sequence[Position] = ()
    stations: Callable[[Station], bool] | None = None
    closed: Sequence[Position] = ()
    moved: Sequence[tuple[Position, Position]] = ()
    gained: Sequence[NDArray[np.float64]] = ()
    lost: Sequence[NDArray[np.float64]] = ()
    pin: Position | None = None
    bounds: tuple[float, float, float, float] | None = None
    subject: str = ""
    dark: bool = False
    language: Language = Language.ZH


def sites_map(base: Base, *, takes_taps: bool) -> folium.Map:
    """Return the empty map, the same at every rerun; it may report taps."""
    drawn = base_map(base, scripts=SCRIPTS)
    if takes_taps:
        Drawing("taps", {}).add_to(drawn)
    return drawn


def sites_layer(view: SitesView, *, packed: PackedStations, tiles: Tiles) -> folium.FeatureGroup:
    """Return what changes with the plan, in the datum of the tiles; the dots are fetched."""
    datum = map_datum(tiles)

    def at(position: Position) -> list[Plain]:
        lon, lat = coordinates_in(position, datum)
        return [round(lat, DECIMALS), round(lon, DECIMALS)]

    data: dict[str, Plain] = {
        "sites": [at(position) for position in view.sites],
        "address": None if view.stations is None else from_frame(packed.address),
        "shown": None if view.stations is None else packed.mask(view.stations),
        "closed": [at(position) for position in view.closed],
        "moved": [[at(before), at(after)] for before, after in view.moved],
        "gained": _rings(view.gained, datum),
        "lost": _rings(view.lost, datum),
        "steps_per_degree": STEPS_PER_DEGREE,
        "pin": None if view.pin is None else at(view.pin),
        "bounds": None if view.bounds is None else _corners(view.bounds, datum),
        "subject": view.subject,
        "dark": view.dark,
        "language": str(view.language),
    }
    group = folium.FeatureGroup(name="sites")
    Drawing("sites", data).add_to(group)
    return group


def _rings(rings: Sequence[NDArray[np.float64]], datum: Datum) -> dict[str, Plain]:
    """Return rings one after another, in steps; `ends` says where each ends."""
    joined = np.concatenate([np.empty((0, 2)), *rings])
    lons, lats = from_wgs84(joined[:, 0], joined[:, 1], datum)
    ends = np.cumsum([len(ring) for ring in rings], dtype=np.intp)
    return {"lon": deltas(lons), "lat": deltas(lats), "ends": ends.tolist()}


def _corners(bounds: tuple[float, float, float, float], datum: Datum) -> list[Plain]:
    west, south, east, north = bounds
    lons, lats = from_wgs84(np.array([west, east]), np.array([south, north]), datum)
    pairs = zip(lats.tolist(), lons.tolist(), strict=True)
    return [[round(lat, DECIMALS), round(lon, DECIMALS)] for lat, lon in pairs]
