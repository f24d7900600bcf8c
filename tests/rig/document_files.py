"""The files that the documentation types the names of, and the stations of its store: few."""

from __future__ import annotations

import csv
import json
from itertools import islice
from typing import TYPE_CHECKING

from openpyxl import Workbook

from stationmap.bootstrap import open_office
from stationmap.files.read import read_stations
from stationmap.files.write import write_stations
from stationmap.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 20
DISTRICTS = {"东城区", "海淀区"}
"""Where the examples ask for stations; the whole sample would take each page many seconds."""

HEADER = ("编号", "名称", "类型", "经度", "纬度", "地址", "开放时间", "设施")
UNUSUAL_HEADER = ("名称", "类型", "经度", "纬度", "具体在哪", "单位")


def write_files(folder: Path, stations: Path) -> None:
    """Write `stations.csv`, `stations.xlsx`, `list.xlsx` and `streets.geojson` into a folder."""
    rows = [
        (
            f"N{station.id}",
            f"{station.name} 新",
            station.kind.value,
            *(f"{degrees:.6f}" for degrees in (station.position.lon, station.position.lat)),
            station.address or "",
            "24/7",
            "water|microwave",
        )
        for station in islice(read_stations(stations), ROWS)
    ]
    with (folder / "stations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    _workbook(folder / "stations.xlsx", [HEADER, *rows])
    unusual = [
        (name, kind, lon, lat, where, "示例银行") for _, name, kind, lon, lat, where, *_ in rows
    ]
    _workbook(folder / "list.xlsx", [UNUSUAL_HEADER, *unusual])
    streets = {"type": "FeatureCollection", "features": [_street(number) for number in range(4)]}
    (folder / "streets.geojson").write_text(json.dumps(streets), encoding="utf-8")


def few_stations(folder: Path, sample: Path) -> Path:
    """Fill a store in the folder with the stations of two districts, and return its file."""
    chosen = [one for one in read_stations(sample) if one.district in DISTRICTS]
    stations, store = folder / "few.geojson", folder / "few.sqlite"
    write_stations(chosen[::10], stations)
    office = open_office(Settings(store_url=f"sqlite:///{store}", stations=stations))
    office.store.close()
    return store


def _workbook(path: Path, rows: list[tuple[str, ...]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)


def _street(number: int) -> dict[str, object]:
    """Return a square of two kilometres in Haidian, with its people."""
    west, south = 116.06 + 0.025 * number, 40.05
    east, north = west + 0.02, south + 0.02
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": f"s{number}", "name": f"示例街道{number}", "population": 40_000},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
