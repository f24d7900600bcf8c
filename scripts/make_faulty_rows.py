"""Make a workbook of 10,000 invented stations in one district, with 300 planted faults of 20 kinds.

The rows between are right, though some look odd: dates as numbers, hours that nobody understands,
facilities that no code stands for. Each fault stands in a row of its own. The same seed gives the
same rows.

    python scripts/make_faulty_rows.py faulty.xlsx
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import openpyxl
import shapely

from stationmap.files.districts import read_districts
from stationmap.labels import text
from stationmap.stations.codes import StationKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.stations.districts import District

DATA = Path(__file__).resolve().parents[1] / "data"
DISTRICT, OTHER_DISTRICT = "110108", "110105"
ROWS = 10_000
EACH = 15
"""Rows with each kind of fault."""

FIRST_ROW = 2
SEED = 2026
TOO_LONG = 2001
LOST_DIGITS = 1.1010819900101123e17
DAY_ZERO = date(1899, 12, 30)
FIRST_DAY = date(2025, 1, 1)
ODD_HOURS = "ask at the desk"
ODD_FACILITY = "a good mood"
TITLES = (
    "id", "name", "kind", "lon", "lat", "status", "address", "district", "opening_hours", "phone",
    "facility:water", "facilities", "audience", "entry", "capacity", "area_m2", "verified_on",
    "notes",
)  # fmt: skip

Row = dict[str, Any]


def main(out_path: Path) -> None:
    """Write the workbook, and say which row has which fault."""
    content, planted = workbook()
    out_path.write_bytes(content)
    for number, code in planted.items():
        print(number, code)


def workbook(rows: int = ROWS, each: int = EACH, seed: int = SEED) -> tuple[bytes, dict[int, str]]:
    """Return the workbook, and the code of the fault by the number of its row."""
    random = Random(seed)  # noqa: S311  # invented stations need no secret
    districts = {one.adcode: one for one in read_districts(DATA / "districts.geojson")}
    stations = [station(random, number, districts[DISTRICT]) for number in range(rows)]
    chosen = random.sample(range(1, rows), each * len(FAULTS))
    planted = {}
    for place, index in enumerate(chosen):
        code = list(FAULTS)[place % len(FAULTS)]
        if code == "duplicate_id":
            stations[index]["id"] = stations[0]["id"]
        elif code == "outside_area":
            lon, lat = place_in(random, districts[OTHER_DISTRICT])
            stations[index] |= {"lon": lon, "lat": lat}
        else:
            FAULTS[code](stations[index])
        planted[index + FIRST_ROW] = code
    return written(stations), dict(sorted(planted.items()))


def station(random: Random, number: int, district: District) -> Row:
    """Invent a station that is right."""
    kind = random.choice([StationKind.WARM_STATION, StationKind.DRIVER_HOME])
    lon, lat = place_in(random, district)
    day = FIRST_DAY + timedelta(days=random.randrange(365))
    return {
        "id": f"H{number:05d}",
        "name": f"{text(f'kind.{kind}', 'zh')} {number}",
        "kind": text(f"kind.{kind}", "zh"),
        "lon": lon,
        "lat": lat,
        "status": random.choice(["", "open", "suspended"]),
        "address": f"{district.name_zh} {number}",
        "district": district.name_zh,
        "opening_hours": random.choice(["Mo-Su 08:00-20:00", "24/7", "9:00-17:30", ODD_HOURS]),
        "phone": random.choice([13_800_000_000 + number, f"010-{62_000_000 + number}"]),
        "facility:water": random.choice(["", "working", "broken"]),
        "facilities": random.choice(["", "wifi|aircon", ODD_FACILITY]),
        "audience": random.choice(["", "outdoor_workers|public"]),
        "entry": random.choice(["", "walk_in"]),
        "capacity": random.choice(["", 12, "30", 20.0]),
        "area_m2": random.choice(["", 20, 35.5]),
        "verified_on": random.choice([day, (day - DAY_ZERO).days, day.isoformat(), ""]),
        "notes": random.choice(["", "=1+1", "two\nlines"]),
    }


def place_in(random: Random, district: District) -> tuple[float, float]:
    """Return a longitude and latitude well within a district."""
    inner = inside(district)
    west, south, east, north = inner.bounds
    while True:
        lon, lat = random.uniform(west, east), random.uniform(south, north)
        if shapely.contains_xy(inner, lon, lat):
            return round(lon, 6), round(lat, 6)


@cache
def inside(district: District) -> shapely.Polygon:
    """Return a district without what is within 500 m of its edge."""
    inner = district.outline.buffer(-0.005)
    shapely.prepare(inner)
    return inner


def written(stations: list[Row]) -> bytes:
    """Return the rows as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("stations")
    sheet.append(TITLES)
    for one in stations:
        cells = []
        for title in TITLES:
            cell = openpyxl.cell.WriteOnlyCell(sheet, one[title] or None)
            if one[title] == 0:
                cell.value = 0
            if one[title] == "#REF!":
                cell.data_type = "e"
            elif isinstance(one[title], str) and one[title].startswith("="):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def putting(**cells: Any) -> Callable[[Row], None]:
    """Return what puts these cells into a row; underscores stand for colons."""
    return lambda row: row.update({name.replace("__", ":"): cell for name, cell in cells.items()})


def swapped(row: Row) -> None:
    """Put the latitude where the longitude belongs."""
    row["lon"], row["lat"] = row["lat"], row["lon"]


def nothing(_row: Row) -> None:
    """Leave the row: the fault lies in what stands elsewhere."""


FAULTS: dict[str, Callable[[Row], None]] = {
    "axes_swapped": swapped,
    "not_a_number": putting(lon="NaN"),
    "not_finite": putting(lat="1e999"),
    "no_coordinates": putting(lat=""),
    "position_out_of_range": putting(lat=399.0),
    "zero_position": putting(lon=0, lat=0),
    "outside_area": nothing,
    "missing_field": putting(name=" "),
    "duplicate_id": nothing,
    "digits_lost": putting(id=LOST_DIGITS),
    "bad_text": putting(name="bell_x0007_"),
    "text_too_long": putting(notes="x" * TOO_LONG),
    "unknown_kind": putting(kind="spaceport"),
    "unknown_status": putting(status="dreaming"),
    "unknown_audience": putting(audience="dragons"),
    "unknown_entry": putting(entry="teleport"),
    "unknown_facility_state": putting(facility__water="perhaps"),
    "wrong_type": putting(capacity="thirty people"),
    "number_out_of_range": putting(area_m2=-5),
    "bad_date": putting(verified_on="last winter"),
}
"""By the code of the fault: what puts it into a row."""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
