"""What is written is RFC 7946 or CSV that spreadsheets do not run, and whole or not there."""

from __future__ import annotations

import csv
import json
import os
from io import StringIO
from pathlib import Path

import pytest

from rig.sample import part_of_sample, whole_sample
from stationmap.errors import StationFileError
from stationmap.files.atomic import write_atomically
from stationmap.files.read import inspect_file, read_stations
from stationmap.files.write import to_csv, to_geojson, write_stations
from stationmap.geo.position import Position
from stationmap.stations.codes import StationKind
from stationmap.stations.station import Station

SAMPLE = Path(__file__).parents[2] / "data" / "stations.geojson"


def a_station(**fields: object) -> Station:
    given: dict[str, object] = {
        "id": "A1",
        "name": "测试驿站",
        "kind": StationKind.WARM_STATION,
        "position": Position(116.404, 39.915),
    }
    return Station.model_validate(given | fields)


def test_geojson_has_six_decimals_the_id_on_the_feature_and_only_what_is_known() -> None:
    station = a_station(position=Position(116.40412345678, 39.91512345678), extra={"wc": [1]})

    assert to_geojson([station]) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "A1",
                "geometry": {"type": "Point", "coordinates": [116.404123, 39.915123]},
                "properties": {"name": "测试驿站", "kind": "warm_station", "wc": [1]},
            }
        ],
    }


def test_a_geojson_file_has_a_line_for_each_feature(tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"

    write_stations([a_station(), a_station(id="A2")], path)

    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert json.loads(lines[2])["id"] == "A2"


@pytest.mark.parametrize("suffix", [".geojson", ".csv"])
def test_the_sample_reads_back_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    stations = part_of_sample()
    path = tmp_path / f"out{suffix}"

    write_stations(stations, path)

    assert tuple(read_stations(path)) == stations
    assert inspect_file(path).faults == ()


def test_the_sample_as_geojson_is_the_same_to_the_byte(tmp_path: Path) -> None:
    write_stations(whole_sample(), tmp_path / "out.geojson")

    assert (tmp_path / "out.geojson").read_bytes() == SAMPLE.read_bytes()


def test_no_stations_are_a_file_too(tmp_path: Path) -> None:
    for name in ("none.geojson", "none.csv"):
        write_stations([], tmp_path / name)

        assert read_stations(tmp_path / name) == []


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''@"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_reads_back(
    tmp_path: Path, start: str
) -> None:
    dangerous = start + "cmd|'/c calc'!A1"
    stations = [a_station(notes=f".{dangerous}", extra={"remark of theirs": dangerous})]

    write_stations(stations, tmp_path / "out.csv")

    (_, row) = csv.reader(StringIO(to_csv(stations), newline=""))
    assert row[-1] == f"'{dangerous}"
    assert read_stations(tmp_path / "out.csv") == stations


def test_a_title_that_a_spreadsheet_would_run_is_disarmed_and_reads_back(tmp_path: Path) -> None:
    stations = [a_station(extra={"=HYPERLINK(1)": "x", "@y": 1})]

    write_stations(stations, tmp_path / "out.csv")

    header = to_csv(stations).splitlines()[0]
    assert "'=HYPERLINK(1)" in header
    assert read_stations(tmp_path / "out.csv") == stations


def test_phones_with_a_plus_and_negative_longitudes_survive(tmp_path: Path) -> None:
    stations = [a_station(phone="+86 10 12351", position=Position(-0.1276, -1e-06))]

    write_stations(stations, tmp_path / "out.csv")

    assert read_stations(tmp_path / "out.csv") == stations
    assert "-0.1276,-0.000001" in to_csv(stations)


def test_a_csv_file_says_that_it_is_utf8(tmp_path: Path) -> None:
    write_stations([a_station()], tmp_path / "out.csv")

    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name,kind,lon,lat")


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StationFileError, match=r"\.shp"):
        write_stations([a_station()], tmp_path / "out.shp")

    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up before the new content is safely on it."""
    path = tmp_path / "out.geojson"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_stations([a_station()], path)

    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_of_a_replaced_file_are_kept_and_links_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    write_atomically(tmp_path / "atomic", b"")
    (tmp_path / "usual").touch()

    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "usual").stat().st_mode
