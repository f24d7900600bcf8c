"""The map of coverage: cells or areas by distance, gaps by rank, and the stations that count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import folium
import numpy as np

from stationmap.geo.datum import from_wgs84
from stationmap.maps.assets import from_frame
from stationmap.maps.base_map import Drawing, base_map
from stationmap.maps.steps import breaks_m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.geo.datum import Datum
    from stationmap.labels import Language
    from stationmap.maps.base_map import Base
    from stationmap.maps.safe import Plain

SCRIPTS = ("clusters.js", "panel.js", "coverage_packed.js", "coverage.js")
DECIMALS = 5

FIRST_ZOOM = {3: 0.0, 4: 4.0, 5: 5.5, 6: 7.0, 7: 8.25, 8: 10.0, 9: 11.5}
"""By H3 resolution: from which zoom on its cells are at least about six pixels wide."""

LIGHT = ("ffffcc", "fed976", "fd8d3c", "d7301f", "7f0000")
DARK = ("3a2a52", "7a3a72", "c8516c", "f58f5c", "fde58a")
"""Five steps, near to far. By day they darken and by night they brighten, so that far stands out.
Their lightness alone tells them apart: in grey, in print, and for eyes that see no red or green.
After ColorBrewer's YlOrRd, and matplotlib's inferno."""

SHARES = (90, 75, 50, 25)
"""Percent covered at which the colour of an area steps."""


class Mode(StrEnum):
    """What the map colours; the labels are `plan.map.<value>`."""

    CELLS = "cells"
    AREAS = "areas"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """What the map is to show.

    Attributes
    ----------
    levels
        The address of the cells of each H3 resolution, below the app's root.
    areas, gaps, dots
        Addresses of the areas, of the gaps, and of the stations that count.
    radius_m
        What the steps of the colours are told from.
    bounds
        West, south, east and north of what was asked about, WGS-84 degrees; the map shows them
        whenever they are others than before.
    focus
        A WGS-84 longitude and latitude to show from near, with the number of the tap that asked.
    """

    mode: Mode
    levels: Mapping[int, str]
    areas: str
    gaps: str
    dots: str
    radius_m: float
    bounds: tuple[float, float, float, float]
    focus: tuple[float, float, int] | None = None
    dark: bool
    language: Language


def coverage_map(base: Base) -> folium.Map:
    """Return the empty map, the same at every rerun."""
    return base_map(base, scripts=SCRIPTS)


def coverage_layer(view: CoverageView, datum: Datum) -> folium.FeatureGroup:
    """Return what changes with each question: addresses and a few numbers."""
    west, south, east, north = view.bounds
    corners = _drawn([west, east], [south, north], datum)
    focus: Plain = None
    if view.focus is not None:
        lon, lat, tap = view.focus
        focus = [*_drawn([lon], [lat], datum), tap]
    data: dict[str, Plain] = {
        "mode": str(view.mode),
        "levels": [
            [FIRST_ZOOM[resolution], from_frame(address)]
            for resolution, address in sorted(view.levels.items())
        ],
        "areas": from_frame(view.areas),
        "gaps": from_frame(view.gaps),
        "dots": from_frame(view.dots),
        "breaks": list(breaks_m(view.radius_m)),
        "shares": list(SHARES),
        "colours": list(DARK if view.dark else LIGHT),
        "bounds": corners,
        "focus": focus,
        "dark": view.dark,
        "language": str(view.language),
    }
    group = folium.FeatureGroup(name="coverage")
    Drawing("coverage", data).add_to(group)
    return group


def _drawn(lons: list[float], lats: list[float], datum: Datum) -> list[Plain]:
    """Return latitudes and longitudes as Leaflet wants them, in the datum of the tiles."""
    drawn_lons, drawn_lats = from_wgs84(np.array(lons), np.array(lats), datum)
    pairs = zip(drawn_lats.tolist(), drawn_lons.tolist(), strict=True)
    return [[round(lat, DECIMALS), round(lon, DECIMALS)] for lat, lon in pairs]
