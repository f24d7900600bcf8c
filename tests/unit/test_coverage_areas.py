"""Which area a position lies in, on its edge too, and which areas cannot be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from stationmap.coverage.areas import AreaSet
from stationmap.coverage.demand import DemandSurface
from stationmap.coverage.figures import figures, figures_by_area
from stationmap.coverage.measure import measure
from stationmap.errors import AreaFileError
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from pathlib import Path

WEST, EAST = shapely.box(116.0, 39.0, 116.5, 40.0), shapely.box(116.5, 39.0, 117.0, 40.0)
BOWTIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def area_set(*outlines: object, **facts: Any) -> AreaSet:
    """Make a set of areas that are called by their numbers."""
    numbers = tuple(map(str, range(len(outlines))))
    kept = np.empty(len(outlines), dtype=object)
    kept[:] = outlines
    return AreaSet(**{"name": "区域", "codes": numbers, "names": numbers, "outlines": kept} | facts)


def streets_of_haidian(shared_data: Path) -> tuple[AreaSet, list[float]]:
    """Read the real streets, and how many people live in each."""
    path = shared_data / "haidian_29_streets_wgs84_pop2020.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    outlines = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    known = [feature["properties"] for feature in features]
    areas = area_set(
        *outlines,
        codes=tuple(str(street["id"]) for street in known),
        names=tuple(street["name"] for street in known),
    )
    return areas, [float(street["pop2020"]) for street in known]


def test_a_position_is_in_the_area_around_it() -> None:
    found = area_set(WEST, EAST).of_many([116.2, 116.7, 118.0], [39.5, 39.5, 39.5])
    assert found.tolist() == [0, 1, -1]


def test_a_shared_edge_belongs_to_the_first_in_order_and_the_outer_edge_to_its_area() -> None:
    on_edges = ([116.5, 116.0, 117.0, 116.5], [39.5, 39.0, 40.0, 39.0])
    assert area_set(WEST, EAST).of_many(*on_edges).tolist() == [0, 0, 1, 0]
    assert area_set(EAST, WEST).of_many(*on_edges).tolist() == [0, 1, 0, 0]


def test_where_areas_overlap_the_first_in_order_has_the_position() -> None:
    around = shapely.box(115.0, 38.0, 118.0, 41.0)
    assert area_set(EAST, around).of_many([116.7, 116.2], [39.5, 39.5]).tolist() == [0, 1]


def test_areas_without_english_names_are_called_as_in_chinese() -> None:
    assert area_set(WEST, names=("西",)).names_en == ("西",)
    assert area_set(WEST, names=("西",), names_en=("West",)).names_en == ("West",)


def test_the_bounds_are_those_of_all_areas() -> None:
    assert area_set(WEST, EAST).bounds == (116.0, 39.0, 117.0, 40.0)


@pytest.mark.parametrize(
    ("outlines", "facts", "code"),
    [
        ([], {}, "areas_none"),
        ([WEST], {"codes": ("1", "2")}, "areas_shape"),
        ([WEST, EAST], {"names_en": ("West",)}, "areas_shape"),
        ([WEST, EAST], {"codes": ("1", "1")}, "areas_code_twice"),
        ([WEST, shapely.Point(0, 0)], {}, "areas_no_polygon"),
        ([WEST, shapely.Polygon()], {}, "areas_no_polygon"),
        ([WEST, None], {}, "areas_no_polygon"),
        ([WEST, BOWTIE], {}, "areas_invalid"),
    ],
)
def test_areas_that_cannot_be_get_a_sentence_that_says_what_to_do(
    outlines: list[object], facts: dict[str, Any], code: str
) -> None:
    with pytest.raises(AreaFileError) as refused:
        area_set(*outlines, **facts)
    assert refused.value.code == code
    for language in Language:
        assert text(f"plan_error.{code}", language, **refused.value.facts)


def test_the_real_streets_of_haidian_get_back_their_own_people(shared_data: Path) -> None:
    """Each street's people spread over points inside it; 3,133,469 of them in all."""
    areas, people = streets_of_haidian(shared_data)
    rng = np.random.default_rng(20)
    columns = []
    for place, outline in enumerate(areas.outlines):
        west, south, east, north = outline.bounds
        lons, lats = rng.uniform(west, east, 2000), rng.uniform(south, north, 2000)
        mine = areas.of_many(lons, lats) == place
        weights = np.full(mine.sum(), people[place] / mine.sum())
        columns.append((lons[mine], lats[mine], weights))
    lons, lats, weights = (np.concatenate(column) for column in zip(*columns, strict=True))
    demand = DemandSurface(name="海淀", lons=lons, lats=lats, weights=weights)
    coverage = measure(demand, rng.choice(lons, 60), rng.choice(lats, 60))

    told = figures_by_area(coverage, 1000.0, areas.of_many(lons, lats), len(areas))

    assert [one.demand for one in told] == pytest.approx(people)
    whole = figures(coverage, 1000.0)
    assert sum(one.demand for one in told) == pytest.approx(3_133_469)
    assert sum(one.demand for one in told) == pytest.approx(whole.demand)
    assert sum(one.covered for one in told) == pytest.approx(whole.covered)
    assert 0 < whole.covered < whole.demand
    means = sum(one.demand * one.mean_m for one in told if one.mean_m is not None)
    assert whole.mean_m == pytest.approx(means / whole.demand)
