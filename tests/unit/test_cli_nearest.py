"""`stationmap nearest`: what it prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rig.command_line import CliRunner
from stationmap.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

HERE = ("--lon", "116.404", "--lat", "39.915", "--at", "2026-11-17T12:00")
KEYS = [
    "id",
    "name",
    "kind",
    "lon",
    "lat",
    "distance_m",
    "bearing_deg",
    "travel_min",
    "on_arrival",
    "until",
]
HOSTILE = "[red]红[/red][link=http://x]门[/link]\u2028\u2066\ue000\u202e{cycler}"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of whoever runs this show."""
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


def feature(metres_north: float, **properties: Any) -> dict[str, Any]:
    """Make a feature about so many metres north of where the tests ask."""
    lat = round(39.915 + metres_north / 111_000, 6)
    known = {"name": "示例驿站", "kind": "warm_station", "opening_hours": "08:00-20:00"}
    return {
        "type": "Feature",
        "id": f"S{metres_north:g}",
        "geometry": {"type": "Point", "coordinates": [116.404, lat]},
        "properties": {**known, **properties},
    }


@pytest.fixture
def stations(tmp_path: Path) -> Path:
    """Write a file of five stations, one of each state and one that closes at ten past twelve."""
    features = [
        feature(100, opening_hours="24/7 off"),
        feature(200, opening_hours=None),
        feature(300, facilities={"water": "working", "microwave": "working"}),
        feature(400, opening_hours="08:00-12:10", kind="driver_home"),
        feature(500, audience=["members"], facilities={"water": "working"}),
    ]
    for each in features:
        each["properties"] = {k: v for k, v in each["properties"].items() if v is not None}
    return written(tmp_path, features)


def written(folder: Path, features: list[dict[str, Any]]) -> Path:
    """Write features to a file of stations."""
    path = folder / "stations.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def nearest(*options: str | Path) -> Result:
    """Run `stationmap nearest` in this process."""
    return CliRunner().invoke(app, ["nearest", *map(str, options)])


def found(*options: str | Path) -> list[dict[str, Any]]:
    """Run it for JSON and return what it printed."""
    result = nearest(*HERE, "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    answers: list[dict[str, Any]] = json.loads(result.stdout)
    return answers


def ids(*options: str | Path) -> list[str]:
    """Run it for JSON and return the ids, the best first."""
    return [answer["id"] for answer in found(*options)]


def test_json_is_a_list_of_objects_with_the_promised_keys(stations: Path) -> None:
    answers = found("--stations", stations)

    assert [list(answer) for answer in answers] == [KEYS] * len(answers)
    assert answers[0] == {
        "id": "S300",
        "name": "示例驿站",
        "kind": "warm_station",
        "lon": 116.404,
        "lat": 39.917703,
        "distance_m": pytest.approx(300.12, abs=0.1),
        "bearing_deg": 0.0,
        "travel_min": pytest.approx(5.2, abs=0.01),
        "on_arrival": "open",
        "until": "2026-11-17T20:00:00+08:00",
    }


def test_every_state_has_its_word_and_its_until(stations: Path) -> None:
    answers = found("--stations", stations, "--include-closed")

    assert {each["id"]: (each["on_arrival"], each["until"]) for each in answers} == {
        "S300": ("open", "2026-11-17T20:00:00+08:00"),
        "S400": ("closes_soon", "2026-11-17T12:10:00+08:00"),
        "S200": ("unknown", None),
        "S100": ("closed", None),
    }


def test_geojson_has_the_objects_as_properties_of_points(stations: Path) -> None:
    result = nearest(*HERE, "--stations", stations, "--format", "geojson", "-k", "1")
    collection = json.loads(result.stdout)

    assert collection["type"] == "FeatureCollection"
    (only,) = collection["features"]
    assert (only["type"], only["id"]) == ("Feature", "S300")
    assert only["geometry"] == {"type": "Point", "coordinates": [116.404, 39.917703]}
    assert list(only["properties"]) == KEYS


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["-k", "1"], ["S300"]),
        (["--kind", "driver_home"], ["S400"]),
        (["--kind", "driver_home,warm_station", "-k", "2"], ["S300", "S400"]),
        (["--kind", "driver_home", "--kind", "warm_station", "-k", "2"], ["S300", "S400"]),
        (["--with", "water,microwave"], ["S300"]),
        (["--with", "water", "--with", "microwave"], ["S300"]),
        (["--with", "water", "--audience", "members,public"], ["S300", "S500"]),
        (["--at", "2026-11-17T21:00"], ["S200"]),
        (["--at", "2026-11-17T04:00Z", "-k", "1"], ["S300"]),
        (["--at", "2026-11-17T12:06", "-k", "2"], ["S300", "S200"]),
        (["--at", "2026-11-17T12:06", "-k", "2", "--by", "ebike"], ["S300", "S400"]),
    ],
)
def test_options_narrow_the_answers(
    stations: Path, options: list[str], expected: list[str]
) -> None:
    assert ids("--stations", stations, *options) == expected


def test_the_datum_is_that_of_the_given_position(stations: Path) -> None:
    """In Beijing GCJ-02 is shifted by half a kilometre against WGS-84."""
    (as_wgs84,) = found("--stations", stations, "-k", "1")
    (as_gcj02,) = found("--stations", stations, "-k", "1", "--datum", "gcj02")

    assert as_gcj02["lon"] == as_wgs84["lon"]
    assert 500 < as_gcj02["distance_m"] < 1200


def test_the_datum_of_the_stations_is_wgs84_unless_given(stations: Path) -> None:
    (shifted,) = found("--stations", stations, "-k", "1", "--stations-datum", "gcj02")

    assert shifted["lon"] == pytest.approx(116.3978, abs=0.0005)


def test_without_a_file_the_configured_stations_answer(
    stations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATIONMAP_STORE_URL", f"sqlite:///{tmp_path / 'new.sqlite'}")
    monkeypatch.setenv("STATIONMAP_STATIONS", str(stations))

    assert ids("-k", "1") == ["S300"]


@pytest.mark.parametrize(
    ("output", "printed"),
    [("table", ""), ("json", "[]\n"), ("geojson", None)],
)
def test_nothing_that_fits_ends_with_1_and_names_place_and_remedy(
    stations: Path, output: str, printed: str | None
) -> None:
    result = nearest(*HERE, "--stations", stations, "--kind", "nursing_room", "--format", output)

    assert result.exit_code == 1
    assert "116.404, 39.915" in result.stderr
    assert "--include-closed" in result.stderr
    if printed is None:
        assert json.loads(result.stdout) == {"type": "FeatureCollection", "features": []}
    else:
        assert result.stdout == printed


def test_a_faulty_file_ends_with_1_and_names_its_faults(tmp_path: Path) -> None:
    path = written(tmp_path, [feature(100), feature(100, id="x", kind="palace")])

    result = nearest(*HERE, "--stations", path, "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert "Feature 2" in result.stderr
    assert f"stationmap check {path}" in result.stderr


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_TILES", "paper")

    result = nearest(*HERE)

    assert result.exit_code == 1
    assert "STATIONMAP_TILES" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--lon", "181", "--lat", "39"], "180"),
        (["--lon", "116", "--lat", "nan"], "--lat"),
        (["--lon", "116", "--lat", "x"], "--lat"),
        (["--lon", "116"], "--lat"),
        ([*HERE, "--datum", "mars"], "gcj02"),
        ([*HERE, "-k", "0"], "-k"),
        ([*HERE, "--at", "tonight"], "2026-11-20T22:00"),
        ([*HERE, "--at", "1066-10-14T09:00"], "2000"),
        ([*HERE, "--kind", "palace"], "warm_station"),
        ([*HERE, "--kind", "warm_station,"], "warm_station"),
        ([*HERE, "--with", "gold"], "microwave"),
        ([*HERE, "--audience", "cats"], "outdoor_workers"),
        ([*HERE, "--by", "rocket"], "ebike"),
        ([*HERE, "--stations", "nowhere.geojson"], "nowhere.geojson"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_expected(options: list[str], said: str) -> None:
    result = nearest(*options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_table_says_what_awaits_her_and_where_to_go_instead(stations: Path) -> None:
    lines = nearest(*HERE, "--stations", stations).stdout.splitlines()

    assert "open until 20:00" in lines[1]
    assert "closes soon, at 12:10" in lines[2]
    assert "not known (no hours on record)" in lines[3]
    assert any(line.startswith("If 示例驿站 is shut: 示例驿站, 100 m north") for line in lines)
    assert lines[-1].startswith("Minutes are estimated: straight line × 1.3")


def test_the_table_is_in_chinese_if_asked_for(
    stations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "zh")

    assert "开着，到 20:00" in nearest(*HERE, "--stations", stations).stdout


@pytest.mark.parametrize("output", ["table", "json", "geojson"])
def test_a_hostile_name_is_printed_and_not_obeyed(tmp_path: Path, output: str) -> None:
    path = written(tmp_path, [feature(100, name=HOSTILE)])

    printed = nearest(*HERE, "--stations", path, "--format", output).stdout

    assert "[red]红[/red][link=http://x]门[/link]" in printed
    assert "{cycler}" in printed
    assert [letter for letter in printed if not letter.isprintable() and letter != "\n"] == []
    if output == "json":
        assert json.loads(printed)[0]["name"] == HOSTILE


PROGRAM = "from stationmap.cli import app; app()"
EACH_IN_A_FORK = """
import json, os, sys
from stationmap.cli import app
for arguments in json.loads(sys.argv[1]):
    if (fork := os.fork()) == 0:
        sys.argv[1:] = arguments
        app()
        os._exit(99)
    print(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), file=sys.stderr)
"""


def run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", **environment},
        check=False,
    )


def test_the_process_ends_with_the_promised_status(stations: Path) -> None:
    asked = ["nearest", *HERE, "--stations", str(stations)]
    typed = [asked, [*asked, "--kind", "nursing_room"], [*asked, "--kind", "palace"]]

    ran = run(EACH_IN_A_FORK, json.dumps(typed))

    ended_with = [line for line in ran.stderr.decode().splitlines() if line.isdigit()]
    assert ended_with == ["0", "1", "2"], ran.stderr


def test_output_is_utf_8_whatever_the_terminal_claims(stations: Path) -> None:
    asked = ("nearest", *HERE, "--stations", str(stations))

    ran = run(PROGRAM, *asked, PYTHONIOENCODING="ascii", LC_ALL="C")

    assert ran.returncode == 0, ran.stderr
    assert "示例驿站" in ran.stdout.decode("utf-8")
