"""The pictures of a planner's report: to scale, readable in grey, and free of anything foreign."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from stationmap.coverage.areas import AreaSet
from stationmap.coverage.cells import cells
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.gaps import find_gaps
from stationmap.coverage.measure import measure
from stationmap.geo.geodesic import GEOD
from stationmap.labels import Language
from stationmap.maps import coverage as page_map
from stationmap.maps import report_svg
from stationmap.maps.report_charts import Mark, share_chart
from stationmap.maps.report_frame import Frame, square_around
from stationmap.maps.report_paint import HATCHED_FROM, STEPS, Sign, dots, legend
from stationmap.maps.report_shares import share_map
from stationmap.maps.report_svg import ReportMap, coverage_map, detail_map
from stationmap.maps.steps import breaks_m

SVG = "{http://www.w3.org/2000/svg}"
RADIUS_M = 1000.0
SQUARE = shapely.box(116.0, 39.8, 116.2, 40.0)
EAST = shapely.box(116.2, 39.8, 116.4, 40.0)
HOSTILE = "</text><script>x</script>&{{7*7}}"


def areas(*names: str) -> AreaSet:
    """Return two areas side by side."""
    outlines = np.array([SQUARE, EAST], dtype=object)
    return AreaSet(name="two", codes=("1", "2"), names=names, outlines=outlines)


@pytest.fixture(scope="module")
def drawn() -> ReportMap:
    """Return a map of demand on a grid, with one station in its middle."""
    lons, lats = (
        one.ravel() for one in np.meshgrid(np.arange(116, 116.4, 0.005), np.arange(39.8, 40, 0.005))
    )
    demand = DemandSurface(name="grid", lons=lons, lats=lats, weights=np.ones(len(lons)))
    measured = measure(demand, np.array([116.2]), np.array([39.9]))
    return ReportMap(
        name="test",
        bounds=(116.0, 39.8, 116.4, 40.0),
        areas=areas("west", "east"),
        cells=cells(measured, RADIUS_M, 8),
        radius_m=RADIUS_M,
        lons=np.array([116.2]),
        lats=np.array([39.9]),
        gaps=find_gaps(measured, RADIUS_M, most=1),
        sites=((116.1, 39.85), (116.3, 39.95), (117.0, 39.9)),
    )


def parsed(svg: str) -> ET.Element:
    """Parse a picture, which is XML of its own."""
    return ET.fromstring(svg)  # noqa: S314 - it is our own


def said(svg: str) -> list[str]:
    """Return the words of a picture."""
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


def test_a_kilometre_is_as_long_in_each_direction() -> None:
    frame = Frame.around((116.0, 39.5, 117.0, 40.5), width=680, max_height=640)
    lon, lat, _ = GEOD.fwd(116.5, 40.0, 90, 10_000)
    east = np.subtract(frame.place(lon, lat), frame.place(116.5, 40.0))
    lon, lat, _ = GEOD.fwd(116.5, 40.0, 0, 10_000)
    north = np.subtract(frame.place(lon, lat), frame.place(116.5, 40.0))

    assert np.hypot(*east) == pytest.approx(np.hypot(*north), rel=0.01)
    assert 10_000 / np.hypot(*north) == pytest.approx(frame.metres_per_px, rel=0.01)


def test_a_frame_shows_what_it_was_made_around() -> None:
    frame = Frame.around((116.0, 39.5, 117.0, 40.5), width=680, max_height=640)

    corners = [frame.shows(lon, lat) for lon in (116.0, 117.0) for lat in (39.5, 40.5)]
    assert corners == [True] * 4
    assert frame.height <= 640
    assert not frame.shows(118.0, 40.0)


def test_a_square_around_a_point_is_as_wide_as_asked() -> None:
    west, south, east, north = square_around((116.4, 39.9, 116.4, 39.9), least_m=4000)

    across, high = GEOD.inv(west, 39.9, east, 39.9)[2], GEOD.inv(116.4, south, 116.4, north)[2]
    assert (across, high) == (pytest.approx(4000, rel=0.01), pytest.approx(4000, rel=0.01))


def test_shapes_are_cut_to_the_picture_and_keep_their_holes() -> None:
    frame = Frame.around((116.0, 39.8, 116.2, 40.0), width=200, max_height=200)
    holed = shapely.box(110, 35, 120, 45) - shapely.box(116.05, 39.85, 116.1, 39.9)

    path = frame.path(holed)

    numbers = [abs(float(one)) for one in re.findall(r"-?[\d.]+", path)]
    assert path.count("M") == 2
    assert max(numbers) < 230
    assert frame.path(shapely.box(100, 30, 101, 31)) == ""


def test_colours_of_steps_are_told_apart_by_their_lightness() -> None:
    def lightness(colour: str) -> float:
        light = (np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255) ** 2.2
        return float(light @ [0.2126, 0.7152, 0.0722])

    steps = [lightness(colour) for colour in STEPS]
    assert all(near / far > 1.3 for near, far in pairwise(steps))


def test_the_report_is_coloured_as_the_page_by_day() -> None:
    assert [step.removeprefix("#") for step in STEPS] == list(page_map.LIGHT)
    assert breaks_m(RADIUS_M)[HATCHED_FROM - 1] == RADIUS_M


def test_a_map_numbers_gaps_and_sites_and_explains_its_colours(drawn: ReportMap) -> None:
    words = said(coverage_map(drawn, Language.EN))

    assert words.count("1") == 1 + 1 + 1  # the gap, the site, the mark in the legend
    assert "2" in words
    assert "3" not in words  # the third site is outside
    steps = ["\u2264 500 m", "\u2264 1 km", "\u2264 2 km", "\u2264 4 km", "> 4 km"]
    assert words[-9:] == [*steps, "station", "1", "gap", "proposed site"]


def test_what_is_beyond_the_radius_is_hatched_and_nothing_else(drawn: ReportMap) -> None:
    ground = coverage_map(drawn, Language.EN).split("</g>")[0]

    hatched = set(re.findall(r'<path fill="url\(#test-hatch\)" d="([^"]+)"', ground))
    coloured = dict(re.findall(r'<path fill="(#\w{6})" d="([^"]+)"', ground))
    assert hatched == {coloured[colour] for colour in STEPS[HATCHED_FROM:] if colour in coloured}
    assert hatched


def test_two_pictures_of_a_page_share_no_name(drawn: ReportMap) -> None:
    one = set(re.findall(r'id="([^"]+)"', coverage_map(drawn, Language.EN)))
    other = set(
        re.findall(r'id="([^"]+)"', share_map("areas1", areas("a", "b"), [1.0, 0.1], Language.EN))
    )

    assert one
    assert other
    assert not one & other


def test_every_picture_is_xml_without_script_or_address(drawn: ReportMap) -> None:
    chart = share_chart([0, 1000], [0.0, 1.0], axis=HOSTILE, marks=[Mark(x=500, words=HOSTILE)])
    named = share_map("areas1", areas(HOSTILE, "b"), [0.9, None], Language.ZH)
    for svg in (coverage_map(drawn, Language.ZH), detail_map(drawn, Language.ZH), named, chart):
        tags = {one.tag.removeprefix(SVG) for one in parsed(svg).iter()}
        assert tags <= {"svg", "defs", "pattern", "clipPath", "path", "g", "text", "circle"}
        assert re.findall(r"href|https?://(?!www\.w3\.org/2000/svg)", svg) == []
    assert HOSTILE in said(named)


def test_areas_without_demand_have_an_edge_and_no_colour_or_name() -> None:
    svg = share_map("areas1", areas("west", "east"), [None, 0.3], Language.EN)

    assert "east" in said(svg)
    assert "west" not in said(svg)
    assert svg.split("<text")[0].count('fill="#d7301f"') == 1


def test_a_share_at_a_step_belongs_to_the_better_side() -> None:
    svg = share_map("areas1", areas("west", "east"), [0.5, 0.9], Language.EN)
    shapes = svg.split("<text")[0]

    assert STEPS[2] in shapes
    assert STEPS[0] in shapes
    assert STEPS[1] not in shapes


def test_a_map_without_stations_or_cells_is_drawn() -> None:
    nothing = np.array([])
    empty = ReportMap(
        name="empty",
        bounds=(116.0, 39.8, 116.4, 40.0),
        areas=areas("west", "east"),
        cells=None,
        radius_m=RADIUS_M,
        lons=nothing,
        lats=nothing,
    )

    assert "station" in said(coverage_map(empty, Language.EN))


def test_very_many_stations_are_thinned() -> None:
    rng = np.random.default_rng(1)
    crowd = ReportMap(
        name="crowd",
        bounds=(116.0, 39.8, 116.4, 40.0),
        areas=areas("west", "east"),
        cells=None,
        radius_m=RADIUS_M,
        lons=rng.uniform(116.0, 116.4, 20_000),
        lats=rng.uniform(39.8, 40.0, 20_000),
    )

    drawn = coverage_map(crowd, Language.EN)

    assert 300 < drawn.count("h.01") / 2 <= report_svg.MOST_DOTS + 1


def test_a_chart_begins_near_its_shares_where_their_rise_is_to_be_seen() -> None:
    whole = share_chart(range(3), [0.91, 0.92, 0.93], axis="n")
    near = share_chart(range(3), [0.91, 0.92, 0.93], axis="n", dots=True)

    assert [one for one in said(whole) if "%" in one] == ["0%", "25%", "50%", "75%", "100%"]
    assert [one for one in said(near) if "%" in one] == ["91%", "92%", "93%", "94%", "95%"]


def test_a_mark_says_the_share_where_it_stands() -> None:
    chart = share_chart([0, 1000], [0.0, 1.0], axis="m", marks=[Mark(x=250, words="here")])

    assert "here 25.0%" in said(chart)


def test_a_legend_breaks_its_lines_before_they_end() -> None:
    signs = [Sign(drawn=dots([(1.0, 1.0)]), words="w" * 40)] * 3

    _, high = legend(signs, width=700, top=0)

    assert high == 40
