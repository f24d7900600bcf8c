"""The ground of every map as one JSON that a phone keeps: words, and the districts' outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from stationmap.geo.datum import Datum, from_wgs84
from stationmap.labels import Language, text
from stationmap.maps.assets import digest
from stationmap.maps.packing import STEPS_PER_DEGREE, deltas
from stationmap.stations.codes import StationKind, Status
from stationmap.stations.hours import ArrivalState

if TYPE_CHECKING:
    from stationmap.stations.districts import Districts

TOLERANCE_DEG = 0.0004
"""Outlines may err by about 40 m: half the weight, and no eye sees it below street level."""

_WORDS = (
    "map.zoom_in",
    "map.zoom_out",
    "map.you",
    "map.answer",
    "map.details",
    "map.next",
    "map.close",
    "map.loading",
    "map.failed",
    "map.finder",
    "map.all_stations",
    "map.pin_map",
    "map.pin",
    "map.pin_near",
    "map.pin_before",
    "map.sites",
    "map.site",
    "map.closed_station",
    "map.moved_from",
    "map.moved_to",
    "map.metres",
    "map.kilometres",
    "map.coverage",
    "map.cell",
    "map.gap",
    "map.gap_demand",
    "map.gap_farthest",
    "map.no_station",
    "map.shape_share",
    "map.shape_demand",
    "map.shape_mean",
    *(f"map.now.{state}" for state in ArrivalState),
    *(f"map.state.{state}" for state in ArrivalState),
    *(f"status.{status}" for status in Status),
    *(f"kind.{kind}" for kind in StationKind),
)
"""What the maps' scripts say; `{places}` are theirs to fill."""


class Ground:
    """What the maps' scripts fetch once.

    Attributes
    ----------
    body
        JSON: `words` by language and key; `districts`, each with its names, the place of its
        label and its rings in steps; `steps_per_degree`.
    address
        Where it is served, below the app's root.
    """

    def __init__(self, districts: Districts, *, datum: Datum = Datum.WGS84) -> None:
        self.body = orjson.dumps(
            {
                "words": {
                    language.value: {key: text(key, language) for key in _WORDS}
                    for language in Language
                },
                "steps_per_degree": STEPS_PER_DEGREE,
                "districts": _outlines(districts, datum),
            }
        )
        self.address = f"layers/ground.json?v={digest(self.body)}"


def _outlines(districts: Districts, datum: Datum) -> list[dict[str, Any]]:
    """Simplify all outlines together, so that neighbours still share their edges."""
    outlines = shapely.coverage_simplify(
        [district.outline for district in districts], TOLERANCE_DEG
    )
    return [
        {
            "zh": district.name_zh,
            "en": district.name_en,
            "label": _steps(shapely.get_coordinates(shapely.point_on_surface(outline)), datum),
            "rings": [
                _steps(shapely.get_coordinates(ring), datum)
                for part in shapely.get_parts(outline)
                for ring in (part.exterior, *part.interiors)
            ],
        }
        for district, outline in zip(districts, outlines, strict=True)
    ]


def _steps(coordinates: Any, datum: Datum) -> dict[str, list[int]]:
    lons, lats = from_wgs84(coordinates[:, 0], coordinates[:, 1], datum)
    return {"lon": deltas(lons), "lat": deltas(lats)}
