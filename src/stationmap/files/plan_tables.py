"""The table of coverage by area as CSV, XLSX, GeoJSON and GeoPackage."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from stationmap.files.cells import disarmed
from stationmap.files.export import MAX_DECIMALS
from stationmap.files.xlsx_write import workbook
from stationmap.labels import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.coverage.figures import Figures
    from stationmap.labels import Language

LAYER = "coverage"
GRID_DEG = 10.0**-MAX_DECIMALS
COLUMNS = (
    "code",
    "name",
    "demand",
    "covered",
    "uncovered",
    "share",
    "mean_m",
    "p90_m",
    "radius_m",
)
"""In GeoJSON and GeoPackage these are the names; tables for people have the words of
`plan_table.<column>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area's figures within a radius, and its WGS-84 outline."""

    code: str
    name: str
    figures: Figures
    radius_m: float
    outline: shapely.Polygon | shapely.MultiPolygon

    @property
    def cells(self) -> tuple[str | float | None, ...]:
        """What stands in each of COLUMNS: demand to 0.001, metres to 0.1."""
        told = self.figures
        return (
            self.code,
            self.name,
            round(told.demand, 3),
            round(told.covered, 3),
            round(told.uncovered, 3),
            _rounded(told.share, 6),
            _rounded(told.mean_m, 1),
            _rounded(told.p90_m, 1),
            _rounded(self.radius_m, 1),
        )


def to_csv(lines: Sequence[AreaLine], language: Language) -> bytes:
    """Return CSV with a byte order mark, which spreadsheets need; no text in it runs."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_titles(language))
    for line in lines:
        writer.writerow(
            [disarmed(value) if isinstance(value, str) else value for value in line.cells]
        )
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(lines: Sequence[AreaLine], language: Language) -> bytes:
    """Return a workbook in which numbers are numbers and text is never a formula."""
    return workbook(_titles(language), [line.cells for line in lines])


def to_geojson(lines: Sequence[AreaLine], _language: Language) -> bytes:
    """Return an RFC 7946 FeatureCollection of the areas, with at most 6 decimals."""
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": line.code,
                    "properties": dict(zip(COLUMNS, line.cells, strict=True)),
                    "geometry": shapely.geometry.mapping(_written(line.outline)),
                }
                for line in lines
            ],
        }
    )


def to_geopackage(lines: Sequence[AreaLine], _language: Language) -> bytes:
    """Return a GeoPackage with one layer of multipolygons in WGS-84 (EPSG:4326)."""
    import geopandas as gpd  # noqa: PLC0415 - slow, and few need it
    import pandas as pd  # noqa: PLC0415 - the same

    by_column = zip(*(line.cells for line in lines), strict=True)
    columns: dict[str, Any] = {
        name: pd.Series(values, dtype="str" if name in {"code", "name"} else "Float64")
        for name, values in zip(COLUMNS, by_column, strict=True)
    }
    outlines = [_as_multi(_written(line.outline)) for line in lines]
    frame = gpd.GeoDataFrame(columns, geometry=outlines, crs="EPSG:4326")
    with tempfile.TemporaryDirectory(prefix="stationmap-") as folder:
        path = Path(folder) / f"{LAYER}.gpkg"
        frame.to_file(path, driver="GPKG", layer=LAYER, use_arrow=True)
        return path.read_bytes()


def _titles(language: Language) -> list[str]:
    return [text(f"plan_table.{column}", language) for column in COLUMNS]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _written(outline: Any) -> Any:
    """Return an outline as RFC 7946 wants it: few decimals, outer rings against the clock."""
    return shapely.orient_polygons(shapely.set_precision(outline, GRID_DEG))


def _as_multi(outline: Any) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(list(shapely.get_parts(outline)))
