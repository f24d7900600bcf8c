"""Whatever a planner uploads: sums stay what they were, or a sentence says what to do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import orjson
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from rig.examples import tries
from rig.plan_files import geojson, square
from stationmap.coverage.problem_text import problem_text
from stationmap.errors import AreaFileError, DemandError
from stationmap.files.areas import read_areas
from stationmap.files.demand import read_demand
from stationmap.files.demand_spread import shared_out, spread
from stationmap.geo.datum import Datum
from stationmap.labels import Language

datums = st.sampled_from(Datum)
suffixes = st.sampled_from([".csv", ".geojson", ".json"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(["Point", "12", "1,000", "-1", "\x00"])
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
degrees = st.floats(-200, 200)
rings = st.lists(st.lists(degrees, min_size=2, max_size=3), max_size=6)
kinds = st.sampled_from(["Point", "MultiPoint", "Polygon", "MultiPolygon", "LineString"])
coordinates = values | st.lists(degrees, max_size=3) | rings | st.lists(rings, max_size=2)
geometries = values | st.fixed_dictionaries({"type": kinds, "coordinates": coordinates})
properties = st.dictionaries(st.sampled_from(["pop", "name", "code", "weight", "x"]), values)
features = values | st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": geometries, "properties": properties | values},
    optional={"id": values},
)
collections = st.fixed_dictionaries(
    {"type": st.just("FeatureCollection"), "features": st.lists(features, max_size=3) | values},
    optional={"crs": values},
)
cells = st.text(max_size=6) | st.sampled_from(
    ["116.404", "39.915", "12", "-1", "1e400", "nan", '"']
)
titles = st.sampled_from(
    ["lon", "lat", "经度", "纬度", "人口", "pop2020", "x", "y", "lon_gcj02", ""]
)
tables = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=4)


def answered(content: bytes, file_name: str, datum: Datum) -> None:
    """Read a file both ways; what is refused must be told in both languages."""
    for read, kind in ((read_demand, DemandError), (read_areas, AreaFileError)):
        try:
            read(content, file_name, name="a", datum=datum)
        except kind as error:
            said = [problem_text(error, language).encode() for language in Language]
            assert all(said)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), suffixes, datums)
def test_no_bytes_crash_the_reader(content: bytes, suffix: str, datum: Datum) -> None:
    answered(content, f"a{suffix}", datum)


@settings(max_examples=tries(300))
@given(collections, datums)
def test_no_json_crashes_the_reader(document: object, datum: Datum) -> None:
    answered(orjson.dumps(document), "a.geojson", datum)


@settings(max_examples=tries(300))
@given(st.lists(titles, min_size=1, max_size=4), tables, datums)
def test_no_table_crashes_the_reader(
    header: list[str], rows: list[list[str]], datum: Datum
) -> None:
    lines = "\n".join(",".join(row) for row in (header, *rows))

    answered(lines.encode("utf-8", "ignore"), "a.csv", datum)


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
    st.data(),
)
def test_whole_totals_are_shared_out_to_the_last_one_in_any_order(
    totals: list[int], data: st.DataObject
) -> None:
    counts = data.draw(st.lists(st.integers(1, 9), min_size=len(totals), max_size=len(totals)))
    sizes = data.draw(st.lists(st.floats(1e-12, 1e6), min_size=sum(counts), max_size=sum(counts)))
    owners = np.repeat(np.arange(len(totals)), counts)

    weights = shared_out(np.array(totals, dtype=float), owners, np.array(sizes))

    assert (weights >= 0).all()
    for place, total in enumerate(totals):
        assert sum(map(Fraction, weights[owners == place].tolist())) == total
    assert weights.sum() == sum(totals)
    assert weights[::-1].cumsum()[-1] == sum(totals)


def test_a_tiny_polygon_after_a_huge_one_keeps_its_total() -> None:
    weights = shared_out(
        np.array([1.0, 1.0, 4.0]), np.array([0, 1, 2, 2]), np.array([1.0, 16383.0, 1e-12, 3e-12])
    )
    assert weights.tolist() == [1.0, 1.0, 1.0, 3.0]


@settings(max_examples=tries(40))
@given(
    st.lists(
        st.tuples(
            st.floats(-179, 178), st.floats(-80, 79), st.floats(1e-7, 0.05), st.integers(0, 10**7)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_polygons_keep_their_population_and_hold_their_points(
    given_squares: list[tuple[float, float, float, int]],
) -> None:
    outlines = [shapely.geometry.shape(square(*each[:3])) for each in given_squares]
    totals = [each[3] for each in given_squares]

    lons, lats, weights = spread(np.array(outlines), np.array(totals, dtype=float))

    assert weights.sum() == sum(totals)
    reach = shapely.buffer(shapely.union_all(outlines), 1e-9)
    assert shapely.intersects_xy(reach, lons, lats).all()


@settings(max_examples=tries(40))
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), datums)
def test_a_file_of_polygons_keeps_its_total_in_every_datum(totals: list[int], datum: Datum) -> None:
    given_features = [
        (square(116.2 + place / 50, 39.9, 0.004), {"pop": total})
        for place, total in enumerate(totals)
    ]
    content = geojson(*given_features)

    if sum(totals) > 0:
        assert read_demand(content, "a.geojson", name="a", datum=datum).total == sum(totals)
