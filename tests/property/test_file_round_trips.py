"""Whatever a station holds, it is the same after GeoJSON, CSV, and GeoJSON again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rig.examples import tries
from stationmap.files.read import read_stations
from stationmap.files.write import write_stations
from stationmap.geo.datum import Datum
from stationmap.geo.position import Position
from stationmap.stations.codes import Audience, Entry, Facility, FacilityState, StationKind, Status
from stationmap.stations.record import NOT_PROPERTIES, PROPERTIES
from stationmap.stations.station import Station

# Not control characters but tabs and line breaks: spreadsheets cannot hold them.
letters = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs"],
    include_characters="\t\n\r",
    exclude_characters="\ufffe\uffff",
)
texts = (
    st.text(letters | st.sampled_from("'=+-@,;|\"[]{}:0.json、；"), max_size=12)
    .map(str.strip)
    .filter(bool)
)
visible_texts = texts.map("{}站".format)
lists = st.lists(texts, max_size=3).map(tuple)
numbers = st.floats(0, 1e6, allow_nan=False)
counts = st.integers(0, 1_000_000)
hours = st.sampled_from(["24/7", "Mo-Fr 08:30-17:30; PH off", "08:00-02:00"])
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(letters, max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extra_names = (
    texts
    | st.text(letters, min_size=1, max_size=4)
    | st.sampled_from(["经度", "lon", "x", "名称", "电话", "facility:water", "json:a", "lat_gcj02"])
).filter(lambda name: name not in PROPERTIES and name not in NOT_PROPERTIES)
degrees_6 = st.integers(-90_000_000, 90_000_000).map(lambda millionths: millionths / 1e6)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


stations = st.builds(
    Station,
    id=visible_texts,
    name=visible_texts,
    kind=st.sampled_from(StationKind),
    position=st.builds(Position, degrees_6.map(lambda lon: round(lon * 2, 6)), degrees_6),
    status=st.sampled_from(Status),
    suspended_from=maybe(st.dates()),
    verified_on=maybe(st.dates()),
    address=maybe(texts),
    opening_hours=maybe(hours),
    phone=maybe(texts),
    facilities=st.dictionaries(st.sampled_from(Facility), st.sampled_from(FacilityState)),
    facility_expiry=st.dictionaries(st.sampled_from(Facility), st.dates()),
    audience=st.lists(st.sampled_from(Audience), unique=True).map(tuple),
    entry=st.lists(st.sampled_from(Entry), unique=True).map(tuple),
    capacity=maybe(counts),
    area_m2=maybe(numbers),
    honours=lists,
    notes=maybe(texts),
    source_datum=maybe(st.sampled_from(Datum)),
    source_position=maybe(st.tuples(degrees_6, degrees_6)),
    position_precision_m=maybe(numbers),
    related_ids=lists,
    extra=st.dictionaries(extra_names, json_values, max_size=3),
)
collections = st.lists(stations, max_size=4, unique_by=lambda station: station.id)


@settings(max_examples=tries(150), deadline=None)
@given(collections)
def test_a_station_survives_geojson_and_csv_and_geojson(written: list[Station]) -> None:
    with TemporaryDirectory() as folder:
        first, table, last = (Path(folder) / name for name in ("1.geojson", "2.csv", "3.geojson"))
        write_stations(written, first)
        write_stations(read_stations(first), table)
        write_stations(read_stations(table), last)

        assert read_stations(first) == written
        assert read_stations(table) == written
        assert first.read_bytes() == last.read_bytes()
