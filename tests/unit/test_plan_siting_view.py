"""What the tabs of siting and scenarios say, draw and offer, without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from streamlit_folium import generate_leaflet_string

from rig.scenarios import scenario
from rig.stations import station
from stationmap.coverage.figures import Figures
from stationmap.coverage.scenario import with_added, with_closed, with_hours, with_moved
from stationmap.files.read import read_stations
from stationmap.geo.datum import Datum, coordinates_in
from stationmap.geo.position import Position
from stationmap.labels import Language
from stationmap.maps.base_map import Base, Drawing
from stationmap.maps.packed_stations import PackedStations
from stationmap.maps.sites import SitesView, sites_layer, sites_map
from stationmap.services.plan.comparison import Difference
from stationmap.services.plan.siting_answer import Site, SitingAnswer
from stationmap.services.plan.siting_question import SitingModel, SitingQuestion
from stationmap.settings import Settings, Tiles
from stationmap.web.plan import comparison_html, scenario_html, siting_html
from stationmap.web.plan.plan_map import Among
from stationmap.web.plan.scenario_view import (
    What,
    change_lines,
    planned_csv,
    planned_geojson,
    stations_like,
)
from stationmap.web.plan.siting_curve import next_adds
from stationmap.web.plan.siting_view import (
    csv_file,
    fine_percent,
    geojson_file,
    how_good,
    what_came,
)

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '=1+1</script><img src=x onerror="window.ran=1">{{7*7}}'
BASE = Base(settings=Settings(), ground="layers/ground.json?v=ab12", center=(39.9, 116.4))


def figures(covered: float, mean_m: float = 400.0) -> Figures:
    return Figures(demand=200, covered=covered, mean_m=mean_m, p90_m=900)


def answer(**facts: Any) -> SitingAnswer:
    """Return an answer with two sites, of which one has a name that means harm."""
    sites = tuple(
        Site(
            rank=rank,
            position=Position(116.3 + rank / 100, 39.98),
            area="海淀区",
            area_en="Haidian",
            name=HOSTILE if rank == 2 else "",
            adds=adds,
            after=figures(100 + 30 * rank),
        )
        for rank, adds in ((1, 30.0), (2, 30.0))
    )
    known = {
        "question": SitingQuestion(n=2),
        "revision": 7,
        "sites": sites,
        "existing": 3,
        "candidates": 50,
        "before": figures(100),
        "after": figures(160, 350.0),
        "objective": 160.0,
        "bound": 160.0,
        "gap": 0.0,
        "method": "exact",
        "is_optimal": True,
        "seconds": 0.2,
        "agrees": True,
    }
    return SitingAnswer(**{**known, **facts})


def data_of(view: SitesView, tiles: Tiles = Tiles.NONE) -> dict[str, Any]:
    layer = sites_layer(
        view, packed=PackedStations([station(id="1"), station(id="2")]), tiles=tiles
    )
    (drawing,) = layer._children.values()  # noqa: SLF001  # folium has no other way to them
    assert isinstance(drawing, Drawing)
    return drawing.data


def test_how_good_it_is_is_always_said() -> None:
    assert how_good(answer(), Language.EN) == "Proven best: no other sites do better."
    near = answer(is_optimal=False, gap=0.0123)
    assert how_good(near, Language.EN) == "At most 1.3% from the best possible."


@pytest.mark.parametrize(
    ("gap", "shown"), [(0.00001, "0.1%"), (0.001, "0.1%"), (0.0011, "0.2%"), (0.25, "25.0%")]
)
def test_a_gap_is_never_shown_smaller_than_it_is(gap: float, shown: str) -> None:
    told = how_good(answer(is_optimal=False, gap=gap), Language.EN)
    assert f"At most {shown} " in told


def test_what_came_of_it_is_told_by_what_was_wanted() -> None:
    assert "50.00% to 80.00%" in what_came(answer(), Language.EN)
    nearest = answer(question=SitingQuestion(n=2, model=SitingModel.P_MEDIAN))
    assert "from 400 m to 350 m" in what_came(nearest, Language.EN)


def test_all_is_said_of_everything_alone() -> None:
    assert fine_percent(0.999999, Language.ZH) == "99.99%"
    assert fine_percent(1.0, Language.ZH) == "100.00%"


def test_fewer_sites_than_asked_for_are_explained() -> None:
    fewer = siting_html.came_of_it(answer(question=SitingQuestion(n=9)), Language.EN)
    assert "9 were asked for and 2 are of use" in fewer
    assert "asked for" not in siting_html.came_of_it(answer(), Language.EN)


def test_a_model_that_promised_too_much_is_told_on() -> None:
    told = siting_html.came_of_it(answer(agrees=False), Language.EN)
    assert "differ from the model" in told


def test_names_are_words_in_the_table() -> None:
    table = siting_html.table(answer(), Language.ZH)
    assert "<img" not in table
    assert "</script>" not in table


def test_how_often_a_site_is_chosen_is_told_of_several_runs() -> None:
    assert "chosen" not in siting_html.table(answer(), Language.EN).casefold()
    often = siting_html.table(answer(runs=3), Language.EN)
    assert "1 of 3" in often


def test_the_sites_as_csv_open_in_a_spreadsheet_without_running() -> None:
    content = csv_file(answer(), Language.EN).decode("utf-8-sig")
    head, first, second = csv.reader(io.StringIO(content))
    assert head == ["Rank", "Area", "Adds demand", "Covered with it", "lon", "lat", "Chosen"]
    assert first == ["1", "Haidian", "30.0", "0.650000", "116.31", "39.98", "1"]
    assert not second[1].startswith("=")


def test_the_sites_as_geojson_stand_where_they_are() -> None:
    collection = json.loads(geojson_file(answer(), Language.ZH))
    first = collection["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [116.31, 39.98]}
    assert first["properties"]["adds"] == 30
    assert first["properties"]["share_after"] == 0.65


def test_the_curve_starts_today_and_ends_with_the_last_site() -> None:
    image = next_adds(answer().shares, Language.EN)
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", image)
    assert found is not None
    drawing = b64decode(found[1]).decode()
    line = re.search(r'points="([^"]+)"', drawing)
    assert line is not None
    heights = [float(point.split(",")[1]) for point in line[1].split()]
    assert len(heights) == 3
    assert heights == sorted(heights, reverse=True)
    assert "from 50.00% to 80.00%" in image


def test_the_map_of_a_plan_gets_numbers_and_bits_alone() -> None:
    ring = np.array([[116.3, 39.9], [116.31, 39.9], [116.31, 39.91]])
    view = SitesView(
        sites=[Position(116.3, 39.98)],
        stations=Among(frozenset({"2"})),
        closed=[Position(116.2, 39.9)],
        moved=[(Position(116.2, 39.9), Position(116.25, 39.95))],
        gained=[ring, ring],
        lost=[],
        pin=Position(116.4, 39.9),
        bounds=(116.0, 39.8, 116.5, 40.1),
        subject="abc:110108",
    )
    data = data_of(view)
    assert data["sites"] == [[39.98, 116.3]]
    assert data["moved"] == [[[39.9, 116.2], [39.95, 116.25]]]
    assert data["gained"]["ends"] == [3, 6]
    assert data["lost"] == {"lon": [], "lat": [], "ends": []}
    assert data["bounds"] == [[39.8, 116.0], [40.1, 116.5]]
    assert sum(byte.bit_count() for byte in b64decode(data["shown"])) == 1


def test_a_plan_is_drawn_in_the_datum_of_the_tiles() -> None:
    here = Position(116.397, 39.908)
    lon, lat = coordinates_in(here, Datum.GCJ02)
    data = data_of(SitesView(sites=[here]), Tiles.AMAP)
    assert data["sites"] == [[round(lat, 6), round(lon, 6)]]


def test_the_empty_map_of_a_plan_is_the_same_at_every_rerun() -> None:
    first, second = (generate_leaflet_string(sites_map(BASE, takes_taps=True)) for _ in range(2))
    assert first == second
    assert "stationmap.taps" in first
    assert "stationmap.taps" not in generate_leaflet_string(sites_map(BASE, takes_taps=False))


def test_every_change_of_a_scenario_is_a_line() -> None:
    there = {one: station(id=one, name=f"站{one}") for one in ("a", "b", "c")}
    changed = with_added(scenario(), station(id="new-1", name="新站", opening_hours="24/7"))
    changed = with_closed(changed, "a", "gone")
    changed = with_moved(changed, "b", Position(116.3, 39.98))
    changed = with_hours(changed, "c", "Mo-Fr 08:00-18:00")
    lines = change_lines(changed, there, Language.EN)

    told = [(line.what, line.name, line.number) for line in lines]
    assert told == [
        (What.ADD, "新站", 1),
        (What.CLOSE, "站a", None),
        (What.CLOSE, "gone (no longer in the list)", None),
        (What.MOVE, "站b", None),
        (What.HOURS, "站c", None),
    ]
    drawn = scenario_html.changes(lines, Language.ZH, may_plan=True)
    assert drawn.count('data-tap="undo:') == 5
    assert "data-tap" not in scenario_html.changes(lines, Language.ZH, may_plan=False)


def test_a_station_is_found_by_name_number_or_address_else_near_a_tap() -> None:
    stations = [
        station(id="A1", name="东驿站", position=Position(116.5, 39.9)),
        station(id="B2", name="西驿站", address="长安街", position=Position(116.2, 39.9)),
    ]
    by = {
        words: [one.id for one in stations_like(stations, words, None)]
        for words in ("东", " b2 ", "长安", "驿站", "北")
    }
    assert by == {"东": ["A1"], " b2 ": ["B2"], "长安": ["B2"], "驿站": ["A1", "B2"], "北": []}
    near = stations_like(stations, "", Position(116.21, 39.9))
    assert [one.id for one in near] == ["B2", "A1"]
    assert stations_like(stations, "", None) == []


def test_planned_stations_can_be_imported_again(tmp_path: Path) -> None:
    planned = [station(id="p1", status="planned", opening_hours="24/7", audience=["public"])]
    for name, content in {
        "planned.csv": planned_csv(planned),
        "planned.geojson": planned_geojson(planned),
    }.items():
        (tmp_path / name).write_bytes(content)
        assert list(read_stations(tmp_path / name, Datum.WGS84)) == planned


def test_a_change_is_told_with_its_sign_and_for_better_or_worse() -> None:
    assert comparison_html.signed(1234.0) == "+1,234"
    assert comparison_html.signed(-2.0) == "\N{MINUS SIGN}2"
    assert comparison_html.signed(0.0) == "0"
    assert comparison_html.points(-0.0123) == "\N{MINUS SIGN}1.23"
    assert comparison_html.points(None) == ""


def test_an_area_is_told_today_with_it_and_by_how_much() -> None:
    worse = Difference(
        code="1", name=HOSTILE, name_en="x", before=figures(100), after=figures(90, 500.0)
    )
    table = comparison_html.area_table([worse], Language.ZH)
    assert "<img" not in table
    for told in ("50.0%", "45.0%", "\N{MINUS SIGN}5.00", "\N{MINUS SIGN}10", "+100"):
        assert told in table


def test_a_scenario_is_named_in_words_and_shared_by_its_id() -> None:
    head = scenario_html.head(scenario(id="abc", name=HOSTILE), Language.EN)
    assert "<img" not in head
    assert 'data-share="plan?scenario=abc&amp;lang=en"' in head
