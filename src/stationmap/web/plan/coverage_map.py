"""The map of one answer: its layers are offered to the map, and made when it asks for them."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from stationmap.coverage.cells import RESOLUTIONS, resolution_for
from stationmap.maps.coverage import CoverageView, Mode
from stationmap.maps.packed_coverage import (
    DrawnArea,
    packed_areas,
    packed_cells,
    packed_dots,
    packed_gaps,
)
from stationmap.maps.tiles import map_datum
from stationmap.web.wiring import office, plan_layers

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.services.plan.coverage_answer import CoverageAnswer

LEVELS = 3
"""The finest cells that stay small enough to send, and two coarser ones for the map from afar."""


def map_of(
    answer: CoverageAnswer,
    mode: Mode,
    focus: tuple[float, float, int] | None,
    *,
    dark: bool,
    language: Language,
) -> CoverageView:
    """Return what the map shows of an answer."""
    told = _told(answer)
    finest = resolution_for(answer.coverage.demand)
    demand = answer.coverage.demand
    return CoverageView(
        mode=mode,
        levels={
            resolution: plan_layers().offer(
                told + f"cells {resolution}".encode(), partial(_cells, answer, resolution)
            )
            for resolution in RESOLUTIONS
            if finest - LEVELS < resolution <= finest
        },
        areas=plan_layers().offer(told + b"areas", partial(_areas, answer)),
        gaps=plan_layers().offer(told + b"gaps", partial(_gaps, answer)),
        dots=_dots(answer),
        radius_m=answer.radius_m,
        bounds=(
            float(demand.lons.min()),
            float(demand.lats.min()),
            float(demand.lons.max()),
            float(demand.lats.max()),
        ),
        focus=focus,
        dark=dark,
        language=language,
    )


def _told(answer: CoverageAnswer) -> bytes:
    """Return what tells this answer's drawings from those of any other."""
    demand = answer.coverage.demand
    said = sha256(f"{answer.radius_m!r} {answer.question.areas} {answer.revision}".encode())
    for array in (demand.lons, demand.lats, demand.weights, answer.coverage.distances_m):
        said.update(np.ascontiguousarray(array).tobytes())
    return said.digest()


def _cells(answer: CoverageAnswer, resolution: int) -> bytes:
    return packed_cells(answer.cells(resolution), map_datum(office().settings.tiles))


def _areas(answer: CoverageAnswer) -> bytes:
    outlines = dict(zip(answer.areas.codes, answer.areas.outlines, strict=True))
    drawn = [
        DrawnArea(
            name=one.name, name_en=one.name_en, figures=one.figures, outline=outlines[one.code]
        )
        for one in answer.by_area
    ]
    return packed_areas(drawn, map_datum(office().settings.tiles))


def _gaps(answer: CoverageAnswer) -> bytes:
    return packed_gaps(answer.gaps, map_datum(office().settings.tiles))


def _dots(answer: CoverageAnswer) -> str:
    """Offer the stations for themselves: another radius leaves them as they are."""
    lons = np.array([one.position.lon for one in answer.stations], dtype=np.float64)
    lats = np.array([one.position.lat for one in answer.stations], dtype=np.float64)
    datum = map_datum(office().settings.tiles)
    return plan_layers().offer(
        b"dots" + lons.tobytes() + lats.tobytes(), partial(packed_dots, lons, lats, datum)
    )
