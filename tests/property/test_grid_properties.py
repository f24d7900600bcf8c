"""What holds for the cells of any place and any stations: they equal brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from rig.grid_brute_force import cells_in, least_m
from stationmap.coverage.grid.city import cell_distances
from stationmap.coverage.grid.country import count_cells
from stationmap.coverage.grid.spans import spans_of
from stationmap.coverage.grid.strip import Strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coordinate = tuple[float, float]

TOLERANCE_M = 1e-4

middles = st.sampled_from(
    [(116.4, 39.9), (-70.9, -53.2), (0.01, 0.01), (179.9, -16.5), (-179.95, 66.0), (20.0, 84.5)]
)
cell_sizes = st.sampled_from([100.0, 237.5, 1_000.0])
offsets = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
corners = st.lists(offsets, min_size=3, max_size=12)
radii_m = st.floats(1, 3_000) | st.sampled_from([300.0, 1_000.0, 30_000.0])


def around(middle: Coordinate, offsets: list[Coordinate], *, cells: float) -> NDArray[np.float64]:
    """Place offsets around the middle, so many cells of 100 m to each side at most."""
    lon, lat = middle
    scale = cells * 100 / 111_000
    widths = scale / np.cos(np.radians(lat))
    placed: NDArray[np.float64] = np.array(offsets).reshape(-1, 2) * (widths, scale) + (lon, lat)
    return placed


def stations_around(
    middle: Coordinate, offsets: list[Coordinate], *, cells: float
) -> NDArray[np.float64]:
    """Place stations, those beyond the antimeridian at its other side: longitudes, latitudes."""
    lons, lats = around(middle, offsets, cells=cells).T
    beyond = np.abs(lons) > 180
    return np.array([np.where(beyond, lons - np.sign(lons) * 360, lons), lats])


def outline_of(middle: Coordinate, corners: list[Coordinate]) -> shapely.MultiPolygon:
    """Return a place with these corners, with the holes and the bays that joining them makes."""
    ring = around(middle, corners, cells=40)
    ring[:, 0] = np.clip(ring[:, 0], -180, 180)
    valid = shapely.make_valid(shapely.Polygon(ring))
    parts = [part for part in shapely.get_parts(valid) if isinstance(part, shapely.Polygon)]
    assume(parts)
    return shapely.MultiPolygon(parts)


@given(middles, corners, cell_sizes)
def test_a_cell_belongs_to_a_place_if_its_centre_lies_in_it(
    middle: Coordinate, corners: list[Coordinate], cell_m: float
) -> None:
    outline = outline_of(middle, corners)
    lons, lats = cells_in(outline, cell_m)

    found = cell_distances(outline, [], [], cell_m=cell_m)

    assert sorted(zip(lons, lats, strict=True)) == sorted(zip(found.lons, found.lats, strict=True))


@given(middles, corners, st.lists(offsets, max_size=30), cell_sizes)
def test_the_distance_of_every_cell_equals_brute_force(
    middle: Coordinate, corners: list[Coordinate], stations: list[Coordinate], cell_m: float
) -> None:
    outline = outline_of(middle, corners)
    lons, lats = stations_around(middle, stations, cells=60)

    found = cell_distances(outline, lons, lats, cell_m=cell_m)

    expected_m = least_m((found.lons, found.lats), (lons, lats))
    np.testing.assert_allclose(found.distances_m, expected_m, atol=TOLERANCE_M, rtol=0)


@given(middles, corners, st.lists(offsets, max_size=30), cell_sizes, radii_m)
def test_the_counts_of_cells_equal_brute_force(
    middle: Coordinate,
    corners: list[Coordinate],
    stations: list[Coordinate],
    cell_m: float,
    radius_m: float,
) -> None:
    outline = outline_of(middle, corners)
    lons, lats = stations_around(middle, stations, cells=90)

    found = count_cells(outline, lons, lats, radius_m=radius_m, cell_m=cell_m)

    cells = cells_in(outline, cell_m)
    expected_m = least_m(cells, (lons, lats))
    assert len(cells[0]) == found.cells
    assert [int((expected_m <= edge_m).sum()) for edge_m in found.edges_m] == list(found.within)
    assert found.covered <= found.measured <= found.cells


@given(middles, corners, st.lists(offsets, min_size=1, max_size=9), st.data())
def test_a_cell_at_exactly_the_radius_is_covered_and_no_farther_one(
    middle: Coordinate, corners: list[Coordinate], stations: list[Coordinate], data: st.DataObject
) -> None:
    outline = outline_of(middle, corners)
    lons, lats = stations_around(middle, stations, cells=40)
    distances_m = least_m(cells_in(outline, 100.0), (lons, lats))
    assume(len(distances_m))
    radius_m = float(data.draw(st.sampled_from(distances_m.tolist())))

    for asked_m in (radius_m, np.nextafter(radius_m, 0)):
        found = count_cells(outline, lons, lats, radius_m=asked_m)

        assert int((distances_m <= asked_m).sum()) == found.covered


@given(middles, st.lists(st.floats(0.1, 1), min_size=3, max_size=9))
def test_places_that_share_edges_share_their_cells_out(
    middle: Coordinate, reaches: list[float]
) -> None:
    turns = np.arange(len(reaches)) * 2 * np.pi / len(reaches)
    spokes = np.column_stack([np.cos(turns), np.sin(turns)]) * np.array(reaches)[:, None]
    *ring, hub = around(middle, [*spokes.tolist(), (0.0, 0.0)], cells=40).tolist()
    whole = shapely.Polygon(ring)
    slices = [shapely.Polygon([hub, *ends]) for ends in zip(ring, ring[1:] + ring[:1], strict=True)]
    strip = Strip.between(100.0, whole.bounds[1], whole.bounds[3])

    assert spans_of(whole, strip).cells == sum(spans_of(part, strip).cells for part in slices)
