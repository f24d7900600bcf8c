"""`stationmap coverage`, `site` and `report`: what they print and write, and how they end."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from rig.command_line import CliRunner
from rig.hostile import HOSTILE
from stationmap.cli import app
from stationmap.errors import PlanError
from stationmap.files import report_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

HAIDIAN = "110108"
SUM_OF_DEMAND = 100.0


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of whoever runs this show."""
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two stations, four points of demand and two areas."""
    folder = tmp_path_factory.mktemp("plan")
    stations = [station("A", 116.30, 39.90), station("B", 116.40, 39.90, audience=["own_staff"])]
    written(folder / "stations.geojson", stations)
    (folder / "demand.csv").write_text(
        "lon,lat,weight\n116.30,39.90,40\n116.31,39.90,30\n116.40,39.90,20\n116.45,39.95,10\n"
    )
    areas = [area("W", "west", 116.2, 116.35), area("E", "east", 116.35, 116.5)]
    written(folder / "areas.geojson", areas)
    return folder


def station(own_id: str, lon: float, lat: float, **more: Any) -> dict[str, Any]:
    """Make a feature that counts, unless something else is said."""
    properties = {"name": own_id, "kind": "warm_station", "opening_hours": "24/7", **more}
    return feature(own_id, {"type": "Point", "coordinates": [lon, lat]}, properties)


def area(code: str, name: str, west: float, east: float) -> dict[str, Any]:
    """Make a rectangle."""
    ring = [[west, 39.8], [east, 39.8], [east, 40.0], [west, 40.0], [west, 39.8]]
    return feature(code, {"type": "Polygon", "coordinates": [ring]}, {"code": code, "name": name})


def feature(own_id: str, geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Make a feature."""
    return {"type": "Feature", "id": own_id, "geometry": geometry, "properties": properties}


def written(path: Path, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def run(command: str, files: Path, *options: str) -> Result:
    """Run a command on the files, in this process."""
    given = {"--stations": "stations.geojson", "--demand": "demand.csv", "--areas": "areas.geojson"}
    paths = [part for option, name in given.items() for part in (option, str(files / name))]
    return CliRunner().invoke(app, [command, *options, *paths])


def told(command: str, files: Path, *options: str) -> Any:
    """Run it for JSON and return what it printed."""
    result = run(command, files, *options, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_coverage_counts_the_demand_within_a_kilometre_by_area(files: Path) -> None:
    answer = told("coverage", files)

    assert answer["demand"]["total"] == SUM_OF_DEMAND
    assert answer["stations"] == 1  # rooms for a unit's own staff do not count
    assert answer["whole"]["covered"] == 70
    assert {one["code"]: one["share"] for one in answer["areas"]} == {"W": 1.0, "E": 0.0}
    assert sum(one["demand"] for one in answer["areas"]) == SUM_OF_DEMAND
    assert [gap["demand"] for gap in answer["gaps"]] == [20, 10]


@pytest.mark.parametrize(
    ("options", "covered"),
    [
        (["--radius-m", "500"], 40),
        (["--minutes", "15", "--by", "walk"], 70),
        (["--minutes", "15"], 70),
        (["--minutes", "90", "--by", "ebike"], 100),
        (["--audience", "own_staff,public"], 90),
        (["--kind", "driver_home"], 0),
        (["--with", "water"], 0),
        (["--when", "night"], 70),
        (["--verified-within", "30"], 0),
        (["--within", "W"], 70),
        (["--within", "east"], 0),
    ],
)
def test_options_say_what_counts(files: Path, options: list[str], covered: float) -> None:
    assert told("coverage", files, *options)["whole"]["covered"] == covered


def test_the_official_target_is_always_told_in_both_its_halves(files: Path) -> None:
    official = told("coverage", files, "--radius-m", "100")["official"]

    assert official["within_1_km"]["share"] == 0.7
    assert official["within_15_min"]["share"] == 0.7


def test_coverage_as_geojson_holds_the_areas(files: Path) -> None:
    collection = json.loads(run("coverage", files, "--format", "geojson").stdout)

    assert [one["id"] for one in collection["features"]] == ["W", "E"]
    assert {one["geometry"]["type"] for one in collection["features"]} == {"Polygon"}


def test_coverage_as_a_table_names_areas_radius_and_revision(files: Path) -> None:
    lines = run("coverage", files).stdout.splitlines()

    assert [line.split()[0] for line in lines[:4]] == ["Area", "east", "west", "All"]
    assert "Radius 1,000 m; 1 stations count; revision 2." in lines[4]
    assert "70.0% within 1 km" in lines[4]


def test_the_census_and_a_district_by_its_name_are_asked_of_the_store() -> None:
    options = ["coverage", "--within", "海淀区", "--format", "json"]
    answer = json.loads(CliRunner().invoke(app, options).stdout)

    assert [area["code"] for area in answer["areas"]] == [HAIDIAN]


def test_site_proposes_what_covers_most_and_states_the_gap(files: Path) -> None:
    answer = told("site", files, "1", "--candidates", str(files / "demand.csv"))

    assert answer["gap"] == 0
    assert answer["agrees"] is True
    assert [(one["lon"], one["lat"], one["adds"]) for one in answer["sites"]] == [(116.4, 39.9, 20)]
    assert answer["after"]["covered"] == 90


def test_site_prints_nothing_but_its_answer(files: Path) -> None:
    result = run("site", files, "1", "--format", "geojson")

    (only,) = json.loads(result.stdout)["features"]
    assert only["geometry"]["type"] == "Point"
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("options", "sites"),
    [
        (["--model", "lscp", "--share", "0.9"], 1),
        (["--model", "lscp", "--share", "1"], 2),
        (["2", "--model", "p-median"], 2),
        (["2", "--spacing-m", "1500"], 2),
    ],
)
def test_each_model_answers(files: Path, options: list[str], sites: int) -> None:
    assert len(told("site", files, *options)["sites"]) == sites


def test_site_as_a_table_states_the_optimality_gap(files: Path) -> None:
    assert "optimality gap 0.00%" in run("site", files, "1").stdout


def test_fewer_sites_than_were_asked_for_are_explained(files: Path) -> None:
    """One of the two candidates stands where a station is and reaches nothing new."""
    (files / "two.csv").write_text("lon,lat\n116.30,39.90\n116.45,39.95\n")

    told = run("site", files, "2", "--candidates", str(files / "two.csv")).stdout

    assert "Only 1 of the 2 sites asked for: no other candidate has demand" in told


@pytest.mark.parametrize(
    ("command", "options", "hint"),
    [
        ("coverage", ["--radius-m", "500", "--minutes", "15"], "give one of them"),
        ("coverage", ["--when", "noon"], "there is no"),
        ("coverage", ["--kind", "palace"], "there is no"),
        ("site", [], "how many"),
        ("site", ["2", "--share", "0.5"], "goes with --model lscp"),
        ("site", ["2", "--candidates", "grid:wide"], "is no number of metres"),
        ("report", ["report.docx"], ".html, .pdf, .xlsx, .json, .geojson"),
    ],
)
def test_wrong_use_ends_with_2(files: Path, command: str, options: list[str], hint: str) -> None:
    result = run(command, files, *options)

    assert result.exit_code == 2
    assert hint in " ".join(result.stderr.replace("\u2502", " ").split())


@pytest.mark.parametrize(
    ("command", "options", "hint"),
    [
        ("coverage", ["--radius-m", "0"], "A service radius of 0"),
        ("coverage", ["--within", "nowhere"], "There is no area"),
        ("coverage", ["--verified-within", "-1"], "cannot be"),
        ("coverage", ["--scenario", "none"], "scenario"),
        ("site", ["1", "--candidates", "hosts:palace"], "host"),
        ("site", ["1", "--candidates", "nothing.csv"], "“nothing.csv” is neither a file"),
    ],
)
def test_what_cannot_be_answered_ends_with_1_and_what_to_do(
    files: Path, command: str, options: list[str], hint: str
) -> None:
    result = run(command, files, *options)

    assert result.exit_code == 1, result.output
    assert hint in result.stderr
    assert result.stdout == ""


def test_a_faulty_file_of_stations_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "stations.csv"
    path.write_text("id,name\n1,x\n")

    result = CliRunner().invoke(app, ["coverage", "--stations", str(path)])

    assert result.exit_code == 1
    assert f"stationmap check {path}" in result.stderr


def test_the_report_is_written_as_html(files: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"

    result = run("report", files, str(target), "--sites", "1")

    assert (result.exit_code, result.stdout) == (0, f"{target} written\n")
    html = target.read_text("utf-8")
    assert "Coverage and siting of rest stations" in html
    assert "Proposed sites" in html


def test_the_report_as_a_workbook_holds_every_table(files: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"

    result = run("report", files, str(target), "--sites", "1")

    assert result.exit_code == 0, result.stderr
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    assert book.sheetnames == [
        "Overview",
        "Target",
        "Curve",
        "areas.geojson",
        "Districts",
        "Gaps",
        "Sites",
        "Quality",
        "Method",
    ]
    assert list(book["areas.geojson"].iter_rows(min_row=2, max_col=5, values_only=True)) == [
        ("east", "E", 30, 0, 0),
        ("west", "W", 70, 1, 1),
        ("All", None, 100, 0.7, 0.7),
    ]


def test_the_figures_of_a_report_are_written_for_programs(files: Path, tmp_path: Path) -> None:
    as_json, as_geojson = tmp_path / "report.json", tmp_path / "report.anything"

    assert run("report", files, str(as_json), "--sites", "1").exit_code == 0
    other = run("report", files, str(as_geojson), "--sites", "1", "--format", "geojson")

    assert other.exit_code == 0
    record = json.loads(as_json.read_text(encoding="utf-8"))
    assert record["whole"]["demand"] == SUM_OF_DEMAND
    assert [area["code"] for area in record["areas"]] == ["W", "E"]
    assert len(record["siting"]["sites"]) == 1
    features = json.loads(as_geojson.read_text(encoding="utf-8"))["features"]
    roles = [one["properties"]["role"] for one in features]
    assert roles == ["area", "area", *["gap"] * len(record["gaps"]), "site"]
    sites = [one["properties"]["adds"] for one in features if one["properties"]["role"] == "site"]
    assert sites == [site["adds"] for site in record["siting"]["sites"]]


@pytest.mark.parametrize("option", ["--demand", "--areas"])
def test_what_is_neither_a_file_nor_known_is_named(option: str) -> None:
    result = CliRunner().invoke(app, ["coverage", option, "absent.csv"])

    assert result.exit_code == 1
    assert "“absent.csv” is neither a file nor known in the store" in result.stderr


def test_the_report_is_written_as_pdf(files: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"

    result = run("report", files, str(target))

    assert result.exit_code == 0, result.stderr
    assert target.read_bytes().startswith(b"%PDF-")


def test_where_no_pdf_can_be_made_the_html_is_given_with_the_reason(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> bytes:
        raise PlanError("report_no_chinese_font")

    monkeypatch.setattr(report_pdf, "to_pdf", refuses)
    target = tmp_path / "report.pdf"

    result = run("report", files, str(target))

    assert result.exit_code == 1
    assert "fonts-noto-cjk" in result.stderr
    assert result.stdout == f"{target.with_suffix('.html')} written\n"
    assert not target.exists()


def test_a_report_that_cannot_be_written_leaves_what_was_there(files: Path, tmp_path: Path) -> None:
    result = run("report", files, str(tmp_path / "absent" / "report.html"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".xlsx"])
def test_hostile_names_of_areas_and_files_are_written_as_they_are(
    tmp_path: Path, files: Path, suffix: str
) -> None:
    areas, demand = tmp_path / "[a]*{{7x7}}<b>#read('x').geojson", tmp_path / "demand.csv"
    texts = [*HOSTILE, '#read("/etc/passwd")', "$ x $ #panic()", "=1+1"]
    width = 0.3 / len(texts)
    edges = [116.2 + number * width for number in range(len(texts))]
    written(
        areas,
        [
            area(str(west), name, west, west + width)
            for west, name in zip(edges, texts, strict=True)
        ],
    )
    demand.write_text("lon,lat\n" + "".join(f"{west + width / 2},39.9\n" for west in edges))
    target = tmp_path / f"report{suffix}"

    options = ["--areas", str(areas), "--demand", str(demand)]
    options += ["--stations", str(files / "stations.geojson")]
    result = CliRunner().invoke(app, ["report", str(target), *options])

    assert result.exit_code == 0, result.stderr
    if suffix == ".html":
        html = target.read_text("utf-8")
        assert [one for one in ("<script", "<img", "<svg onload", "<b>") if one in html] == []
        assert "&lt;svg onload=&#x27;window.ran" in html
        assert "#read(&quot;/etc/passwd&quot;)" in html
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s", "n"}
        assert "=1+1" in {cell.value for cell in cells}
