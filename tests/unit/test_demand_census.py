"""The demand that is always there: the census by district, to the last resident."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stationmap.errors import SettingsError
from stationmap.files.demand import read_census
from stationmap.files.districts import read_districts
from stationmap.settings import Settings

if TYPE_CHECKING:
    from stationmap.coverage.demand import DemandSurface

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "demand_census2020.csv"


@pytest.fixture(scope="module")
def census() -> DemandSurface:
    return read_census(FILE)


def test_every_district_holds_the_residents_of_its_census(census: DemandSurface) -> None:
    districts = read_districts(ROOT / "data" / "districts.geojson")

    members = districts.of_many(census.lons, census.lats)

    residents = np.bincount(members, census.weights, minlength=len(districts))
    assert residents.tolist() == [district.population_2020 for district in districts]
    assert census.total == 21_893_095


def test_residents_are_whole_and_stand_dense_enough_for_a_radius(census: DemandSurface) -> None:
    assert 8_000 < len(census) < 20_000
    assert (census.weights == np.rint(census.weights)).all()
    assert census.weights.min() >= 1
    assert len(np.unique(np.column_stack([census.lons, census.lats]), axis=0)) == len(census)


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 600_000


def test_the_centre_is_denser_than_the_mountains(census: DemandSurface) -> None:
    def around(lon: float, lat: float) -> float:
        near = (np.abs(census.lons - lon) < 0.05) & (np.abs(census.lats - lat) < 0.05)
        return float(census.weights[near].sum())

    assert around(116.40, 39.91) > 20 * around(116.35, 40.65)


def test_the_script_makes_the_same_bytes(tmp_path: Path) -> None:
    made = tmp_path / "demand.csv"

    subprocess.run([sys.executable, ROOT / "scripts" / "make_demand.py", made], check=True)

    assert made.read_bytes() == FILE.read_bytes()


def test_the_setting_names_the_file() -> None:
    assert Settings().demand == FILE


def test_the_surface_says_where_it_comes_from(census: DemandSurface) -> None:
    assert census.source == "census of 2020 by district, spread over built-up places"
    assert census.as_of == "2020-11-01"


def test_an_operator_may_bring_another_file(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("经度,纬度,人口\n113.6,34.7,100\n", encoding="utf-8")

    surface = read_census(own)

    assert (surface.total, surface.source) == (100.0, "own.csv (人口)")
    assert surface.name == "own.csv"


def test_another_file_in_the_form_of_the_census_is_not_called_the_census(tmp_path: Path) -> None:
    own = tmp_path / "zhengzhou.csv"
    own.write_text("lon,lat,residents\n113.6,34.7,100\n", encoding="utf-8")

    surface = read_census(own)

    assert (surface.name, surface.source, surface.as_of) == (
        "zhengzhou.csv",
        "zhengzhou.csv (residents)",
        "",
    )


@pytest.mark.parametrize("content", ["", "lon,lat,residents\n1,2\n", "lon,lat,residents\n1,2,-3\n"])
def test_a_file_that_cannot_be_used_is_a_fault_of_the_settings(
    tmp_path: Path, content: str
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"own\.csv is no demand"):
        read_census(own)
