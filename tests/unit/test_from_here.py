"""A station seen from where somebody asks from."""

from __future__ import annotations

import pytest

from rig.stations import BEIJING_CENTRE, station
from stationmap import Position
from stationmap.labels import Language
from stationmap.web.from_here import from_here, way_from
from stationmap.web.spot import Spot


def spot(lon: float, lat: float, label: str = "find.here") -> Spot:
    return Spot(position=Position(lon, lat), label=label, is_named=label != "find.here")


def test_the_way_is_the_geodesic() -> None:
    nearby = from_here(station(), spot(BEIJING_CENTRE.lon, BEIJING_CENTRE.lat - 0.01))

    assert nearby is not None
    assert nearby.distance_m == pytest.approx(1110.3, abs=0.5)
    assert nearby.bearing_deg == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("start", [None, spot(2.35, 48.85)])
def test_without_a_spot_or_from_far_away_nothing_is_said(start: Spot | None) -> None:
    assert from_here(station(), start) is None


def test_a_place_s_name_is_only_text() -> None:
    start = spot(116.4, 39.89, "<b>中关村</b>")
    nearby = from_here(station(), start)

    assert nearby is not None
    assert "从&lt;b&gt;中关村&lt;/b&gt;出发" in way_from(start, nearby, Language.ZH)
