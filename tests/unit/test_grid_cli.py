"""`stationmap grid` counts cells, for people and for programs, and says what is wrong."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rig.command_line import CliRunner
from rig.stations import station
from stationmap import Position
from stationmap.cli import app
from stationmap.files.write import write_stations

if TYPE_CHECKING:
    from pathlib import Path

GOOD, SAID_NO, WRONG_USE = 0, 1, 2
CENTRE, SUBURB, AWAY = Position(116.4, 39.9), Position(116.2, 40.2), Position(103.8, 36.0)
DISC_KM2 = 3.14
"""Of a radius of 1 km."""


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("STATIONMAP_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setenv("STATIONMAP_STATIONS", str(file_of(tmp_path / "store.csv", CENTRE)))
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    return CliRunner()


def file_of(path: Path, *positions: Position, **facts: Any) -> Path:
    """Write a file of stations at these positions."""
    stations = [
        station(id=str(number), name=f"S{number}", position=position, **facts)
        for number, position in enumerate(positions)
    ]
    write_stations(stations, path)
    return path


def counted(runner: CliRunner, *options: str) -> dict[str, Any]:
    """Ask for JSON."""
    asked = runner.invoke(app, ["grid", "--format", "json", *options])
    assert asked.exit_code == GOOD, asked.output
    return dict(json.loads(asked.stdout))


def test_cells_of_the_city_around_the_stations_of_a_file_are_counted(
    runner: CliRunner, tmp_path: Path
) -> None:
    file = file_of(tmp_path / "two.csv", CENTRE, SUBURB, AWAY)

    found = counted(runner, "--stations", str(file), "--area", "city", "--radius-m", "1000")

    assert found["stations"] == 3
    assert found["covered_km2"] == pytest.approx(2 * DISC_KM2, abs=0.1)
    assert found["cells"] == pytest.approx(1_640_453, rel=0.001)
    assert found["share"] == found["covered"] / found["cells"]
    assert sum(part["cells"] for part in found["histogram"]) == found["covered"]
    assert [part["at_most_m"] for part in found["histogram"]] == [
        step * 100 for step in range(1, 11)
    ]


def test_the_country_is_what_is_counted_by_default_and_files_add_up(
    runner: CliRunner, tmp_path: Path
) -> None:
    files = [
        file_of(tmp_path / f"{number}.csv", position)
        for number, position in enumerate((CENTRE, AWAY))
    ]
    options = [option for file in files for option in ("--stations", str(file))]

    found = counted(runner, *options)

    assert (found["area"], found["radius_m"], found["cell_m"]) == ("country", 1000, 100)
    assert found["covered_km2"] == pytest.approx(2 * DISC_KM2, abs=0.1)


def test_without_a_file_the_stations_of_the_store_are_taken(runner: CliRunner) -> None:
    assert counted(runner, "--area", "city")["stations"] == 1


def test_rooms_for_own_staff_do_not_count(runner: CliRunner, tmp_path: Path) -> None:
    file = file_of(tmp_path / "own.csv", CENTRE, audience=["own_staff"])

    found = counted(runner, "--stations", str(file), "--area", "city")

    assert (found["stations"], found["covered"]) == (0, 0)


def test_the_table_names_cells_area_and_share(runner: CliRunner) -> None:
    shown = runner.invoke(app, ["grid", "--area", "city", "--cell-m", "250", "--radius-m", "500"])

    assert shown.exit_code == GOOD
    assert "at most 500 m" in shown.output
    assert "%" in shown.output
    assert "1 stations count" in shown.output
    assert "Natural Earth" not in shown.output


def test_the_outline_of_the_country_is_named_below_its_table(runner: CliRunner) -> None:
    shown = runner.invoke(app, ["grid", "--cell-m", "1000"])

    assert "Natural Earth" in shown.output


def test_an_address_without_a_scheduler_gets_a_sentence(runner: CliRunner) -> None:
    refused = runner.invoke(app, ["grid", "--scheduler", "nonsense://here"])

    assert refused.exit_code == SAID_NO
    assert "dask scheduler" in refused.stderr
    assert "nonsense://here" in refused.stderr


def test_without_dask_it_is_said_what_to_install(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    refused = runner.invoke(app, ["grid", "--scheduler", "tcp://127.0.0.1:1"])

    assert refused.exit_code == SAID_NO
    assert "pip install 'stationmap[cluster]'" in refused.stderr


def test_a_file_with_faults_is_refused_with_its_faults(runner: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("id,name,kind,lon,lat\n1,A,warm_station,999,39.9\n", encoding="utf-8")

    refused = runner.invoke(app, ["grid", "--stations", str(file)])

    assert refused.exit_code == SAID_NO
    assert "lon" in refused.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--radius-m", "0"],
        ["--radius-m", "100001"],
        ["--cell-m", "5"],
        ["--area", "moon"],
        ["--stations-datum", "gcj02"],
        ["--stations", "none.csv"],
    ],
)
def test_wrong_use_ends_with_two(runner: CliRunner, options: list[str]) -> None:
    assert runner.invoke(app, ["grid", *options]).exit_code == WRONG_USE
