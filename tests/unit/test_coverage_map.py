"""What the map of coverage fetches: small, whole, in the tiles' datum, and told apart in grey."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import orjson
import pytest
import shapely
from streamlit_folium import generate_leaflet_string

from stationmap.coverage.cells import MOST_CELLS, RESOLUTIONS, Cells, cells, resolution_for
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.figures import Figures
from stationmap.coverage.gaps import find_gaps
from stationmap.coverage.measure import Coverage, measure
from stationmap.geo.datum import Datum, from_wgs84
from stationmap.labels import Language
from stationmap.maps.base_map import Base
from stationmap.maps.coverage import (
    DARK,
    FIRST_ZOOM,
    LIGHT,
    CoverageView,
    Mode,
    coverage_layer,
    coverage_map,
)
from stationmap.maps.packed_coverage import (
    CELL_STEPS,
    MOST_STATIONS,
    UNREACHED,
    DrawnArea,
    packed_areas,
    packed_cells,
    packed_dots,
    packed_gaps,
)
from stationmap.maps.steps import breaks_m
from stationmap.settings import Settings

MOST_BYTES = 300_000
MOST_BYTES_A_QUESTION = 10_000
NAME = "{{7*7}}</script><img src=x onerror=alert(1)>"
BASE = Base(settings=Settings(), ground="layers/ground.json?v=ab12", center=(39.9, 116.4))


def scattered(count: int = 60_000, extent: float = 1.6) -> Coverage:
    draws = np.random.default_rng(2026)
    demand = DemandSurface(
        name="residents",
        lons=116.4 + (draws.random(count) - 0.5) * extent,
        lats=39.9 + (draws.random(count) - 0.5) * extent,
        weights=draws.random(count) * 500,
    )
    lons, lats = 116.4 + (draws.random((2, 300)) - 0.5) * extent
    return measure(demand, lons, lats - 76.5)


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return scattered()


@pytest.fixture(scope="module")
def drawn(coverage: Coverage) -> Cells:
    return cells(coverage, 1000.0, resolution_for(coverage.demand))


def unpacked(body: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
    """Read cells as the script does."""
    lons, lats = (np.cumsum(body[axis]) / body["steps_per_degree"] for axis in ("lon", "lat"))
    places = np.cumsum(body["corners"])
    sizes = [ord(letter) - ord("a") for letter in body["sizes"]]
    ends = np.cumsum(sizes)
    return [
        np.column_stack([lons[places[end - size : end]], lats[places[end - size : end]]])
        for size, end in zip(sizes, ends, strict=True)
    ]


def test_as_many_cells_as_are_ever_drawn_stay_under_300_kb() -> None:
    coverage = scattered(40_000, extent=0.36)
    drawn = cells(coverage, 1000.0, 9)

    body = packed_cells(drawn, Datum.GCJ02)

    assert len(drawn) > MOST_CELLS * 0.9
    assert len(body) * MOST_CELLS / len(drawn) < MOST_BYTES


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02])
def test_a_cell_has_the_corners_of_h3_in_the_datum_of_the_tiles(drawn: Cells, datum: Datum) -> None:
    found = unpacked(orjson.loads(packed_cells(drawn, datum)))

    rings = drawn.rings()
    assert [len(ring) for ring in found] == [len(ring) for ring in rings]
    corners = np.concatenate(rings)
    expected = np.column_stack(from_wgs84(corners[:, 0], corners[:, 1], datum))
    assert np.abs(np.concatenate(found) - expected).max() <= 0.5 / CELL_STEPS + 1e-9


def test_neighbours_share_their_corners_so_that_no_sliver_is_between_them(drawn: Cells) -> None:
    body = orjson.loads(packed_cells(drawn, Datum.WGS84))

    assert len(body["lon"]) < 0.6 * len(body["corners"])


def test_a_cell_tells_its_figures_in_whole_numbers(drawn: Cells) -> None:
    body = orjson.loads(packed_cells(drawn, Datum.WGS84))

    assert body["mean_m"] == [round(metres) for metres in drawn.mean_m.tolist()]
    shares = drawn.covered / drawn.demand
    assert np.abs(np.array(body["percent"]) / 100 - shares).max() < 0.0101
    assert np.abs(np.array(body["demand"]) / drawn.demand - 1).max() < 0.0051


def test_what_no_station_reaches_is_told_as_such_and_not_as_near() -> None:
    demand = DemandSurface(
        name="d", lons=np.array([116.4]), lats=np.array([39.9]), weights=np.array([5.0])
    )
    coverage = measure(demand, np.empty(0), np.empty(0))

    body = orjson.loads(packed_cells(cells(coverage, 1000.0, 8), Datum.WGS84))
    gaps = packed_gaps(find_gaps(coverage, 1000.0), Datum.WGS84)

    assert (body["mean_m"], body["percent"]) == ([UNREACHED], [0])
    (gap,) = orjson.loads(gaps)["gaps"]
    assert (gap["rank"], gap["demand"], gap["farthest_m"]) == (1, 5, UNREACHED)


def test_all_but_everything_is_not_told_as_100_percent() -> None:
    area = DrawnArea(
        name=NAME,
        name_en=NAME,
        figures=Figures(demand=1000.0, covered=999.9, mean_m=10.0, p90_m=20.0),
        outline=shapely.box(116, 39, 117, 40),
    )

    (told,) = orjson.loads(packed_areas([area], Datum.WGS84))["areas"]

    assert (told["percent"], told["zh"]) == (99, NAME)


@pytest.mark.parametrize(("across", "corners"), [(18, 400), (60, 4)])
def test_many_areas_and_areas_of_many_corners_stay_under_300_kb(across: int, corners: int) -> None:
    """343 streets as they are drawn by hand, or 3,600 squares of a planner's grid."""
    figures = Figures(demand=1234.0, covered=1000.0, mean_m=345.6, p90_m=789.1)
    side = 1.6 / across
    boxes = [
        shapely.box(west, south, west + side, south + side)
        for west in 115.6 + np.arange(across) * side
        for south in 39.1 + np.arange(across) * side
    ]
    outlines = shapely.segmentize(np.array(boxes, dtype=object), side * 4 / corners)
    areas = [
        DrawnArea(name="学院路街道", name_en="Xueyuanlu", figures=figures, outline=outline)
        for outline in outlines
    ]

    body = packed_areas(areas, Datum.GCJ02)

    assert len(body) < MOST_BYTES


def test_more_stations_than_a_map_can_show_stay_under_300_kb() -> None:
    draws = np.random.default_rng(7)
    lons, lats = 116.4 + draws.random(200_000), 39.9 + draws.random(200_000)

    body = packed_dots(lons, lats, Datum.GCJ02)

    assert MOST_STATIONS * 0.9 < len(orjson.loads(body)["lon"]) <= MOST_STATIONS
    assert len(body) < MOST_BYTES


def test_the_gaps_of_a_city_that_is_hardly_served_stay_under_300_kb(coverage: Coverage) -> None:
    body = packed_gaps(find_gaps(coverage, 300.0), Datum.GCJ02)

    assert len(orjson.loads(body)["gaps"]) == 20
    assert len(body) < MOST_BYTES


def test_the_places_of_gaps_are_in_the_datum_of_the_tiles(coverage: Coverage) -> None:
    gaps = find_gaps(coverage, 1000.0)

    told = orjson.loads(packed_gaps(gaps, Datum.GCJ02))

    expected = from_wgs84([gaps[0].lon], [gaps[0].lat], Datum.GCJ02)
    found = [told["gaps"][0][axis][0] / told["steps_per_degree"] for axis in ("lon", "lat")]
    assert found == pytest.approx([axis[0] for axis in expected], abs=1e-5)


def view(mode: Mode = Mode.CELLS) -> CoverageView:
    return CoverageView(
        mode=mode,
        levels={resolution: f"layers/coverage/ab{resolution}.json" for resolution in (7, 8)},
        areas="layers/coverage/a.json",
        gaps="layers/coverage/b.json",
        dots="layers/coverage/c.json",
        radius_m=1000.0,
        bounds=(116.0, 39.5, 117.0, 40.5),
        focus=(116.4, 39.9, 3),
        dark=False,
        language=Language.ZH,
    )


def test_a_change_of_the_question_sends_less_than_10_kb_to_the_map() -> None:
    drawn = coverage_map(BASE)
    layer = coverage_layer(view(), Datum.WGS84)
    layer.add_to(drawn)
    drawn.render()  # type: ignore[no-untyped-call]  # branca publishes no types

    script = generate_leaflet_string(layer, base_id="layer")
    whole = generate_leaflet_string(coverage_map(BASE), base_id="div")

    assert len(script.encode()) + len(whole.encode()) < MOST_BYTES_A_QUESTION


def test_the_empty_map_is_the_same_for_every_question() -> None:
    one, other = (generate_leaflet_string(coverage_map(BASE), base_id="div") for _ in range(2))

    assert one == other


def test_every_resolution_that_is_drawn_has_its_zoom() -> None:
    assert list(FIRST_ZOOM) == list(RESOLUTIONS)
    assert list(FIRST_ZOOM.values()) == sorted(FIRST_ZOOM.values())


def test_the_second_step_of_the_colours_ends_where_coverage_ends() -> None:
    assert breaks_m(500.0)[1] == 500.0


@pytest.mark.parametrize("colours", [LIGHT, tuple(reversed(DARK))])
def test_the_steps_are_told_apart_in_grey(colours: tuple[str, ...]) -> None:
    """WCAG's relative luminance falls from step to step, each visibly: 1.25 to 1 at least."""
    brightness = [luminance(colour) for colour in colours]

    ratios = [(one + 0.05) / (other + 0.05) for one, other in pairwise(brightness)]
    assert min(ratios) >= 1.25


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
