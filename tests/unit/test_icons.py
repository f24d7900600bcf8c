"""The icons that stand beside words."""

from __future__ import annotations

import pytest

from stationmap.stations.codes import Facility
from stationmap.web.icons import SYMBOLS, icon


@pytest.mark.parametrize("facility", list(Facility))
def test_every_facility_has_an_icon(facility: Facility) -> None:
    assert icon(facility).startswith('<i aria-hidden="true">')


def test_each_icon_has_a_glyph_of_its_own() -> None:
    assert len({icon(name) for name in SYMBOLS}) == len(SYMBOLS)


def test_an_arrow_is_turned_clockwise() -> None:
    assert 'style="transform:rotate(225deg)"' in icon("arrow", turned_deg=224.6)
