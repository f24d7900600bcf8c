"""The table of coverage by area as files: each is read back, and no text in it runs."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import geopandas as gpd
import orjson
import pytest
import shapely
from openpyxl import load_workbook

from stationmap.coverage.figures import Figures
from stationmap.files.plan_tables import (
    COLUMNS,
    AreaLine,
    to_csv,
    to_geojson,
    to_geopackage,
    to_xlsx,
)
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '=HYPERLINK("http://x")<script>'
SQUARE = shapely.box(116.1234567, 39.9, 116.2, 40.0)
RING = shapely.MultiPolygon([shapely.box(116, 39, 116.1, 39.1), shapely.box(117, 39, 117.1, 39.1)])
LINES = (
    AreaLine(
        code="007",
        name=HOSTILE,
        figures=Figures(demand=226_315.0, covered=100_000.5, mean_m=612.345, p90_m=1200.0),
        radius_m=1000.0,
        outline=SQUARE,
    ),
    AreaLine(
        code="110108",
        name="海淀区",
        figures=Figures(demand=5.0, covered=0.0, mean_m=None, p90_m=None),
        radius_m=1000.0,
        outline=RING,
    ),
)
SHARE = round(100_000.5 / 226_315.0, 6)


def test_csv_reads_back_and_no_cell_of_it_runs() -> None:
    content = to_csv(LINES, Language.EN)

    first, second = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert first["name"] == f"'{HOSTILE}"
    assert (first["code"], first["demand"], first["covered"]) == ("007", "226315.0", "100000.5")
    assert (first["share"], first["mean_m"]) == (str(SHARE), "612.3")
    assert (second["mean_m"], second["share"]) == ("", "0.0")


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text() -> None:
    book = load_workbook(BytesIO(to_xlsx(LINES, Language.ZH)))

    titles, first, second = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in titles] == [
        text(f"plan_table.{column}", Language.ZH) for column in COLUMNS
    ]
    assert [cell.data_type for cell in first[:3]] == ["s", "s", "n"]
    assert (first[0].value, first[1].value) == ("007", HOSTILE)
    assert (first[2].value, first[5].value) == (226_315, SHARE)
    assert second[6].value is None


def test_geojson_reads_back_with_six_decimals_and_rings_against_the_clock() -> None:
    found = orjson.loads(to_geojson(LINES, Language.EN))

    first, second = found["features"]
    assert found["type"] == "FeatureCollection"
    assert (first["id"], first["properties"]["name"]) == ("007", HOSTILE)
    assert second["properties"]["mean_m"] is None
    outline = shapely.geometry.shape(first["geometry"])
    assert isinstance(outline, shapely.Polygon)
    assert outline.exterior.is_ccw
    assert outline.bounds == (116.123457, 39.9, 116.2, 40.0)
    assert second["geometry"]["type"] == "MultiPolygon"


def test_a_geopackage_reads_back_with_its_outlines_in_wgs84(tmp_path: Path) -> None:
    file = tmp_path / "coverage.gpkg"
    file.write_bytes(to_geopackage(LINES, Language.ZH))

    frame = gpd.read_file(file)

    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert list(frame["code"]) == ["007", "110108"]
    assert list(frame["name"]) == [HOSTILE, "海淀区"]
    assert frame["share"][0] == pytest.approx(SHARE)
    assert frame["mean_m"].isna().tolist() == [False, True]
    assert set(frame.geometry.geom_type) == {"MultiPolygon"}
    assert frame.geometry[1].equals(RING)
