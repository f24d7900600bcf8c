"""`check` and `import` say the same of a file, whatever a spreadsheet has made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from rig.import_desk import ImportDesk, table
from rig.stations import station
from stationmap.files.read import inspect_file, read_stations
from stationmap.files.write import write_stations
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["id", "name", "kind", "lon", "lat", "verified_on", "phone"]
FIRST = ["a", "知春路驿站", "warm_station", 116.3412, 39.9763]


def feature(**properties: object) -> bytes:
    """Return a collection of one feature with these properties."""
    one = {
        "type": "Feature",
        "id": "a",
        "geometry": {"type": "Point", "coordinates": [116.3412, 39.9763]},
        "properties": properties,
    }
    return orjson.dumps({"type": "FeatureCollection", "features": [one]})


FILES = {
    "a date as a number.csv": (table(HEAD, [*FIRST, "46000", ""]), []),
    "an id and a phone as numbers.csv": (
        table(HEAD, ["1.0", *FIRST[1:], "", "1.3800138000E+10"]),
        [],
    ),
    "a phone without its last digits.csv": (table(HEAD, [*FIRST, "", "1.38E+10"]), ["digits_lost"]),
    "features without a kind.geojson": (feature(name="甲"), ["missing_field"]),
    "a name in two languages.geojson": (feature(name="甲", kind="warm_station", 名称="乙"), []),
    "a header alone.csv": (table(HEAD), ["no_records"]),
    "a kind that may be one.csv": (
        table(["id", "name", "什么类型的站", "lon", "lat"], ["a", "甲", "站", 116.3412, 39.9763]),
        ["kind_unclear"],
    ),
    "a quotation mark that does not close.csv": (
        table(HEAD, [*FIRST, "", ""]).replace(b"a,", b'"a,', 1),
        ["open_quote"],
    ),
    "no features.geojson": (b'{"type": "FeatureCollection", "features": []}', ["no_records"]),
}


@pytest.mark.parametrize("name", FILES)
def test_both_find_the_same(tmp_path: Path, name: str) -> None:
    content, expected = FILES[name]
    (tmp_path / name).write_bytes(content)

    report = inspect_file(tmp_path / name)
    plan = ImportDesk().plan(content, name)

    assert [fault.code for fault in report.faults] == expected
    of_rows = [fault.code for row in (*plan.faulty, *plan.doubtful) for fault in row.faults]
    assert [*(fault.code for fault in plan.file_faults), *of_rows] == expected
    if not expected:
        (checked,), (planned,) = report.stations, plan.new
        assert checked == planned.after


def test_both_take_the_datum_that_titles_name(tmp_path: Path) -> None:
    content = table(["id", "name", "kind", "经度（GCJ02）", "纬度（GCJ02）"], FIRST)
    (tmp_path / "list.csv").write_bytes(content)

    report = inspect_file(tmp_path / "list.csv", None)
    file = ImportDesk().imports.examine(content, "list.csv")

    assert (report.errors, report.datum) == ((), Datum.GCJ02)
    assert file.evidence.named == (Datum.GCJ02,)


def test_what_we_wrote_ourselves_is_read_as_it_stands(tmp_path: Path) -> None:
    written = [station(id="1.0", phone="5e3"), station(id="1E5")]
    write_stations(written, tmp_path / "own.csv")

    assert read_stations(tmp_path / "own.csv") == written
