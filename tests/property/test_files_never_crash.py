"""Whatever bytes come in under whatever suffix: faults or stations come out, never a crash."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from rig.examples import tries
from stationmap.files.read import FileReport, inspect_file
from stationmap.geo.datum import Datum
from stationmap.labels import Language
from stationmap.stations.fault_text import fault_text
from stationmap.stations.record import PROPERTIES

suffixes = st.sampled_from([".geojson", ".csv"])
datums = st.sampled_from(Datum)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(["water", "working", "Point", "24/7", "2026-11-20", "warm_station", "\x00"])
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
geometries = values | st.fixed_dictionaries({"type": st.just("Point"), "coordinates": values})
properties = st.dictionaries(st.sampled_from([*PROPERTIES, "id", "lon_gcj02", "wc"]), values)
features = values | st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": geometries, "properties": properties},
    optional={"id": values},
)
collections = st.fixed_dictionaries(
    {"type": st.just("FeatureCollection"), "features": values | st.lists(features, max_size=3)},
    optional={"crs": values},
)
titles = st.sampled_from([*PROPERTIES, "编号", "经度", "纬度", "x", "facility:water", "json:a", ""])
cells = st.text(max_size=8) | st.sampled_from(["116.404", "39.915", "24小时", '"', "[1]", "有"])
tables = st.tuples(
    st.sampled_from(",;\t"), st.lists(titles, max_size=6), st.lists(st.lists(cells, max_size=6))
)


def examined(content: bytes, suffix: str, datum: Datum) -> FileReport:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"stations{suffix}"
        path.write_bytes(content)
        report = inspect_file(path, datum)
    for fault in report.faults:
        for language in Language:
            fault_text(fault, language).encode("utf-8")
    return report


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), suffixes, datums)
def test_no_bytes_crash_the_reader(content: bytes, suffix: str, datum: Datum) -> None:
    report = examined(content, suffix, datum)

    assert report.stations or report.faults


@settings(deadline=None, max_examples=tries(200))
@given(collections, datums)
def test_no_json_crashes_the_reader(document: object, datum: Datum) -> None:
    report = examined(orjson.dumps(document), ".geojson", datum)

    assert report.stations or report.faults


@settings(deadline=None, max_examples=tries(200))
@given(tables, datums)
def test_no_table_crashes_the_reader(
    table: tuple[str, list[str], list[list[str]]], datum: Datum
) -> None:
    delimiter, header, rows = table
    text = "\n".join(delimiter.join(row) for row in [header, *rows])

    report = examined(text.encode("utf-8", "replace"), ".csv", datum)

    assert report.stations or report.faults
