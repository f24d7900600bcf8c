"""Where nothing is known."""

from __future__ import annotations

import pytest

from stationmap import Position
from stationmap.web.outside import is_outside


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (116.4, 39.9, False),
        pytest.param(117.45, 40.68, False, id="beyond the city, with stations in reach"),
        (121.47, 31.23, True),
        (2.35, 48.85, True),
    ],
)
def test_outside_is_what_no_district_and_no_station_is_near(
    lon: float, lat: float, *, expected: bool
) -> None:
    assert is_outside(Position(lon, lat)) is expected
