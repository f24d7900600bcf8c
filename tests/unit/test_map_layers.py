"""What the maps are given: places and codes, small, in the tiles' datum, and no text at all."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from streamlit_folium import generate_leaflet_string

from rig.served_app import REPOSITORY
from stationmap.errors import StationNotFoundError
from stationmap.files.districts import read_districts
from stationmap.geo.datum import Datum, coordinates_in
from stationmap.geo.geodesic import distance_m
from stationmap.geo.position import Position
from stationmap.labels import Language
from stationmap.maps.all_stations import all_stations_layer, all_stations_map
from stationmap.maps.base_map import Base, Drawing
from stationmap.maps.finder import finder_layer, finder_map, tapped_position
from stationmap.maps.ground import Ground
from stationmap.maps.packed_stations import PackedStations
from stationmap.maps.packing import STEPS_PER_DEGREE
from stationmap.maps.views import AllStationsView, FinderView, MapAnswer
from stationmap.settings import Settings, Tiles
from stationmap.stations.codes import StationKind, Status
from stationmap.stations.filter import StationFilter
from stationmap.stations.hours import ArrivalState
from stationmap.stations.station import Station

if TYPE_CHECKING:
    import folium

HERE = Position(116.397, 39.908)
BASE = Base(settings=Settings(), ground="layers/ground.json?v=ab12", center=(39.9, 116.4))
NAME = "{{7*7}}</script><img src=x onerror=alert(1)>驿站"


@pytest.fixture(scope="module")
def districts() -> Ground:
    return Ground(read_districts(REPOSITORY / "data" / "districts.geojson"))


def stations(count: int = 60) -> list[Station]:
    draws = np.random.default_rng(2026)
    kinds, statuses = list(StationKind), list(Status)
    return [
        Station(
            id=f"{NAME} {number}",
            name=NAME,
            kind=kinds[number % len(kinds)],
            status=statuses[number % len(statuses)],
            address=NAME,
            position=Position(116 + draws.random(), 39.5 + draws.random()),
        )
        for number in range(count)
    ]


def view(**changes: object) -> FinderView:
    answers = [
        MapAnswer(number=number, position=Position(116.4, 39.9 + number / 1000), state=state)
        for number, state in enumerate(ArrivalState, start=1)
    ]
    given = {"position": HERE, "accuracy_m": 35.4, "answers": answers, "language": Language.ZH}
    return FinderView(**{**given, **changes})  # type: ignore[arg-type]  # made of fields


def script_of(drawn: folium.Map, layer: folium.FeatureGroup) -> str:
    layer.add_to(drawn)
    drawn.get_root().render()
    script: str = generate_leaflet_string(drawn)
    return script


def data_of(layer: folium.FeatureGroup) -> dict[str, Any]:
    (drawing,) = layer._children.values()  # noqa: SLF001  # folium has no other way to them
    assert isinstance(drawing, Drawing)
    return drawing.data


def test_the_maps_ask_nobody_else_for_scripts_and_styles() -> None:
    for drawn in (finder_map(BASE), all_stations_map(BASE)):
        for _name, address in (*drawn.default_js, *drawn.default_css):
            assert address.startswith("../../assets/")
        drawn.get_root().render()
        assert "http" not in generate_leaflet_string(drawn).replace("http-equiv", "")


def test_the_empty_map_is_the_same_at_every_rerun() -> None:
    """streamlit-folium makes a new frame when the script differs, and loses the place shown."""
    first, second = (generate_leaflet_string(finder_map(BASE)) for _turn in range(2))
    assert first == second


def test_a_question_costs_less_than_a_kilobyte() -> None:
    assert len(script_of(finder_map(BASE), finder_layer(view(), tiles=Tiles.NONE))) < 1000


def test_each_answer_is_its_place_its_number_and_its_state() -> None:
    data = data_of(finder_layer(view(), tiles=Tiles.NONE))
    assert data["position"] == [39.908, 116.397]
    assert data["accuracy_m"] == 35
    assert data["answers"] == [
        [39.901, 116.4, 1, "open"],
        [39.902, 116.4, 2, "closes_soon"],
        [39.903, 116.4, 3, "closed"],
        [39.904, 116.4, 4, "unknown"],
    ]


def test_before_a_position_there_is_nothing_to_draw() -> None:
    data = data_of(finder_layer(FinderView(), tiles=Tiles.NONE))
    assert (data["position"], data["accuracy_m"], data["answers"]) == (None, None, [])


def test_on_amaps_tiles_all_that_is_drawn_is_shifted_with_them() -> None:
    data = data_of(finder_layer(view(answers=()), tiles=Tiles.AMAP))
    lon, lat = coordinates_in(HERE, Datum.GCJ02)
    assert data["position"] == [round(lat, 6), round(lon, 6)]


@pytest.mark.parametrize("tiles", Tiles)
def test_a_tap_on_what_is_drawn_means_where_it_is(tiles: Tiles) -> None:
    lat, lng = data_of(finder_layer(view(), tiles=tiles))["position"]
    tapped = tapped_position({"lat": lat, "lng": lng}, tiles=tiles)
    assert tapped is not None
    assert distance_m(HERE, tapped) < 0.2


@pytest.mark.parametrize(
    "tap",
    [{}, {"lat": 39.9}, {"lat": "x", "lng": 1}, {"lat": 91, "lng": 1}, {"lat": None, "lng": 1}],
)
def test_what_no_map_reports_is_no_tap(tap: dict[str, object]) -> None:
    assert tapped_position(tap, tiles=Tiles.NONE) is None


def test_no_text_of_a_station_reaches_the_map_of_all() -> None:
    packed = PackedStations(stations())
    layer = all_stations_layer(AllStationsView(where=StationFilter()), packed=packed)
    script = script_of(all_stations_map(BASE), layer)
    assert "7*7" not in script
    assert "驿" not in script
    assert "7*7" not in packed.body.decode()


def places(steps: list[int]) -> list[float]:
    degrees: list[float] = (np.cumsum(steps) / STEPS_PER_DEGREE).tolist()
    return degrees


def test_the_layer_holds_every_station_once_within_a_metre() -> None:
    given = stations()
    packed = PackedStations(given)
    body = json.loads(packed.body)
    for number, (lon, lat) in enumerate(zip(places(body["lon"]), places(body["lat"]), strict=True)):
        station = packed.station(number)
        assert distance_m(station.position, Position(lon, lat)) < 1
        assert body["kind_letters"][body["kinds"][number]] == station.kind
        assert body["status_letters"][body["statuses"][number]] == station.status
    assert {packed.station(number).id for number in range(60)} == {one.id for one in given}


@pytest.mark.parametrize("number", [-1, 60, 10**12])
def test_a_number_beyond_the_stations_has_none(number: int) -> None:
    with pytest.raises(StationNotFoundError):
        PackedStations(stations()).station(number)


def test_a_filter_sets_the_bits_of_those_that_fit() -> None:
    packed = PackedStations(stations())
    where = StationFilter(kinds=frozenset({StationKind.DRIVER_HOME}))
    bits = np.unpackbits(np.frombuffer(b64decode(packed.mask(where)), dtype=np.uint8))[:60]
    assert bits.tolist() == [int(where(packed.station(number))) for number in range(60)]


def test_the_revision_changes_with_an_id_and_not_with_the_order() -> None:
    given = stations()
    other = [given[0].model_copy(update={"id": "new"}), *given[1:]]
    assert PackedStations(given).revision == PackedStations(given).revision
    assert PackedStations(given).revision != PackedStations(other).revision


def test_no_stations_are_a_layer_of_none() -> None:
    body = json.loads(PackedStations([]).body)
    assert (body["lon"], body["kinds"]) == ([], "")


def test_the_sample_fits_into_sixty_kilobytes() -> None:
    features = json.loads((REPOSITORY / "data" / "stations.geojson").read_text("utf-8"))["features"]
    packed = PackedStations(
        [
            Station(
                id=feature["id"],
                name="n",
                kind=feature["properties"]["kind"],
                position=Position(*feature["geometry"]["coordinates"]),
            )
            for feature in features
        ]
    )
    assert len(gzip.compress(packed.body, 6)) < 60_000


def test_the_ground_fits_into_thirty_kilobytes(districts: Ground) -> None:
    assert len(gzip.compress(districts.body, 6)) < 30_000


def test_simplified_districts_still_meet_and_lie_where_they_lay(districts: Ground) -> None:
    drawn = {}
    for district in json.loads(districts.body)["districts"]:
        rings = [
            shapely.Polygon(np.column_stack([places(ring["lon"]), places(ring["lat"])]))
            for ring in district["rings"]
        ]
        drawn[district["zh"]] = shapely.union_all(rings)
        label = shapely.Point(
            places(district["label"]["lon"])[0], places(district["label"]["lat"])[0]
        )
        assert drawn[district["zh"]].buffer(1e-5).contains(label)
    for original in read_districts(REPOSITORY / "data" / "districts.geojson"):
        common = shapely.intersection(original.outline, drawn[original.name_zh]).area
        assert common / original.outline.area > 0.995


def test_the_ground_says_every_word_in_both_languages(districts: Ground) -> None:
    words = json.loads(districts.body)["words"]
    assert words["zh"].keys() == words["en"].keys()
    assert words["en"]["map.state.closes_soon"] == "closes soon"
