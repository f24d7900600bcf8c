"""`stationmap export` writes what the store has now, in each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyogrio
import pytest

from rig.command_line import CliRunner
from rig.stations import station
from stationmap.cli import app
from stationmap.files.read import read_stations
from stationmap.files.write import write_stations

if TYPE_CHECKING:
    from pathlib import Path

GOOD, SAID_NO, WRONG_USE = 0, 1, 2
STATIONS = [station(id="A"), station(id="B", name="=乙", notes="{{x}}")]


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    first = tmp_path / "first.geojson"
    write_stations(STATIONS, first)
    monkeypatch.setenv("STATIONMAP_STATIONS", str(first))
    monkeypatch.setenv("STATIONMAP_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    return CliRunner()


@pytest.mark.parametrize("suffix", ["geojson", "csv", "xlsx"])
def test_an_export_reads_back_whole(runner: CliRunner, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out.{suffix}"

    assert runner.invoke(app, ["export", str(target)]).exit_code == GOOD
    assert read_stations(target) == STATIONS


def test_a_geopackage_holds_all_stations(runner: CliRunner, tmp_path: Path) -> None:
    target = tmp_path / "out.gpkg"

    assert runner.invoke(app, ["export", str(target)]).exit_code == GOOD
    assert pyogrio.read_info(target)["features"] == len(STATIONS)


def test_another_suffix_is_wrong_use(runner: CliRunner, tmp_path: Path) -> None:
    refused = runner.invoke(app, ["export", str(tmp_path / "out.shp")])

    assert refused.exit_code == WRONG_USE
    assert ".gpkg" in refused.output


def test_a_folder_that_is_not_there_is_named(runner: CliRunner, tmp_path: Path) -> None:
    refused = runner.invoke(app, ["export", str(tmp_path / "none" / "out.csv")])

    assert refused.exit_code == SAID_NO
    assert "none" in refused.output
