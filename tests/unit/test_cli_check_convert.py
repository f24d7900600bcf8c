"""`stationmap check` and `stationmap convert`: what they print, write, and end with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rig.command_line import CliRunner
from rig.sample import part_of_sample
from stationmap.cli import app
from stationmap.files.read import read_stations
from stationmap.files.write import write_stations

SAMPLE = Path(__file__).parents[2] / "data" / "stations.geojson"
BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"
GOOD_CSV = "id,name,kind,lon,lat,phone\nA1,测试驿站,暖心驿站,116.404123,39.915456,+86 10 12351\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    return CliRunner()


def test_check_of_the_sample_finds_nothing(run: CliRunner) -> None:
    result = run.invoke(app, ["check", str(SAMPLE)])

    assert result.exit_code == 0
    assert result.output.splitlines()[-1].endswith(" usable stations, 0 errors, 0 warnings")


def test_check_prints_each_fault_and_ends_with_1(run: CliRunner) -> None:
    result = run.invoke(app, ["check", str(BROKEN / "duplicate_ids.geojson")])

    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        "[error] Feature 3: has the id A1, as Feature 1 has. Each station needs its own."
    )
    assert "3 usable stations, 1 errors, 0 warnings" in result.output


def test_check_in_chinese(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "zh")

    result = run.invoke(app, ["check", str(BROKEN / "gbk.csv")])

    assert result.exit_code == 0
    assert "[提醒] 整个文件：文字编码是 gb18030，已按此读取。" in result.output


def test_check_as_json_has_the_counts_and_each_fault(run: CliRunner) -> None:
    result = run.invoke(app, ["check", str(BROKEN / "ragged.csv"), "--format", "json"])

    report = json.loads(result.output)
    assert result.exit_code == 1
    assert (report["stations"], report["errors"], report["warnings"]) == (2, 2, 1)
    assert report["faults"][0] == {
        "code": "ragged_row",
        "unit": "row",
        "number": 3,
        "field": None,
        "value": "6 cells",
        "expected": "5 cells, as in the header; quote cells that hold the delimiter",
        "severity": "error",
        "station_id": None,
        "first_number": None,
        "text": "Row 3: has another number of cells than the header (6 cells). "
        "Put quotation marks around cells that hold commas.",
    }


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir()))
def test_check_says_something_of_every_broken_file(run: CliRunner, name: str) -> None:
    result = run.invoke(app, ["check", str(BROKEN / name), "--format", "json"])

    report = json.loads(result.output)
    assert result.exit_code == (1 if report["errors"] else 0)
    assert len(report["faults"]) == report["errors"] + report["warnings"]


def test_check_of_a_missing_file_says_so(run: CliRunner, tmp_path: Path) -> None:
    result = run.invoke(app, ["check", str(tmp_path / "none.csv")])

    assert result.exit_code == 1
    assert "there is no such file" in result.output


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "x.csv", "--datum", "wgs72"], ["convert", "a.csv"]]
)
def test_wrong_use_ends_with_2(run: CliRunner, arguments: list[str]) -> None:
    assert run.invoke(app, arguments).exit_code == 2


def test_convert_there_and_back_changes_nothing(run: CliRunner, tmp_path: Path) -> None:
    source, table, back = (tmp_path / name for name in ("in.geojson", "out.csv", "back.geojson"))
    write_stations(part_of_sample(), source)

    there = run.invoke(app, ["convert", str(source), str(table)])
    again = run.invoke(app, ["convert", str(table), str(back)])

    assert (there.exit_code, again.exit_code) == (0, 0), there.output + again.output
    assert back.read_bytes() == source.read_bytes()


def test_convert_takes_the_datum_of_its_input(run: CliRunner, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.geojson"
    source.write_text(GOOD_CSV, encoding="utf-8")

    result = run.invoke(app, ["convert", str(source), str(target), "--datum", "gcj02"])

    (station,) = read_stations(target)
    assert result.exit_code == 0
    assert station.source_position == (116.404123, 39.915456)
    assert station.position.lon == pytest.approx(116.397878, abs=1e-5)
    assert station.phone == "+86 10 12351"


def test_convert_writes_nothing_if_there_is_an_error(run: CliRunner, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")

    result = run.invoke(app, ["convert", str(BROKEN / "nan.geojson"), str(target)])

    assert result.exit_code == 1
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
    assert "was not written" in result.output


def test_convert_to_an_unknown_format_is_wrong_use(run: CliRunner, tmp_path: Path) -> None:
    result = run.invoke(app, ["convert", str(SAMPLE), str(tmp_path / "out.shp")])

    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_convert_into_a_folder_that_is_not_there_says_so(run: CliRunner, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(GOOD_CSV, encoding="utf-8")

    result = run.invoke(app, ["convert", str(source), str(tmp_path / "no" / "out.csv")])

    assert result.exit_code == 1
    assert "No such file or directory" in result.output
