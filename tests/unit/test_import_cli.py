"""`stationmap import`: what it asks, says, refuses and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from openpyxl import Workbook

from rig.command_line import CliRunner
from rig.import_desk import table
from rig.stations import station
from stationmap.cli import app
from stationmap.files.content import MAX_BYTES
from stationmap.files.write import to_geojson
from stationmap.store.opening import open_store
from stationmap.store.protocol import StationQuery

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

HEAD = ["编号", "名称", "经度", "纬度"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the settings to a new store that a sample of one station fills."""
    sample = tmp_path / "sample.geojson"
    sample.write_bytes(orjson.dumps(to_geojson([station(id="s", source="sample")])))
    monkeypatch.setenv("STATIONMAP_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setenv("STATIONMAP_STATIONS", str(sample))
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    return tmp_path


def run(folder: Path, content: bytes, *options: str) -> Result:
    file = folder / "list.csv"
    file.write_bytes(content)
    return CliRunner().invoke(app, ["import", str(file), *options])


def ids(folder: Path) -> list[str]:
    store = open_store(f"sqlite:///{folder / 'store.sqlite'}")
    try:
        return [kept.station.id for kept in store.find(StationQuery())]
    finally:
        store.close()


def test_it_imports_the_good_rows_and_gives_the_faulty_ones_back(folder: Path) -> None:
    content = table(HEAD, ["a", "知春路驿站", 116.34, 39.976], ["b", "坏驿站", "x", 39.9])

    result = run(folder, content, "--datum", "wgs84", "--faulty-rows", str(folder / "faulty.csv"))

    assert result.exit_code == 0, result.output
    assert "1 new, 0 changed, 0 unchanged, 0 possible duplicates, 1 faulty" in result.output
    assert "1 added, 0 changed, 1 samples taken out" in result.output
    assert ids(folder) == ["a"]
    assert "坏驿站" in (folder / "faulty.csv").read_text(encoding="utf-8-sig")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    result = run(folder, table(HEAD, ["a", "甲", 116.34, 39.976]), "--datum", "wgs84", "--dry-run")

    assert result.exit_code == 0, result.output
    assert ids(folder) == ["s"]


def test_a_file_with_faulty_rows_alone_ends_with_1_and_changes_nothing(folder: Path) -> None:
    result = run(folder, table(HEAD, ["a", "甲", "", ""]), "--datum", "wgs84")

    assert result.exit_code == 1
    assert "nothing is written" in result.output
    assert ids(folder) == ["s"]


@pytest.mark.parametrize("row", [2, 12])
def test_nothing_goes_in_of_a_file_with_a_quotation_mark_that_does_not_close(
    folder: Path, row: int
) -> None:
    lines = table(HEAD, *([f"a{n}", f"驿站{n}", 116.3 + n / 100, 39.9] for n in range(2, 21)))
    content = lines.replace(f"驿站{row},".encode(), f'"驿站{row},'.encode())

    result = run(folder, content, "--datum", "wgs84")

    assert result.exit_code == 1
    assert f"Row {row} opens a quotation mark" in result.output
    assert ids(folder) == ["s"]


@pytest.mark.parametrize("name", ["list.csv", "faulty.pdf"])
def test_the_faulty_rows_never_replace_the_file_and_have_a_suffix_that_says_what_they_are(
    folder: Path, name: str
) -> None:
    content = table(HEAD, ["a", "甲", "", ""])

    result = run(
        folder, content, "--datum", "wgs84", "--dry-run", "--faulty-rows", str(folder / name)
    )

    assert result.exit_code == 2
    assert (folder / "list.csv").read_bytes() == content
    assert not (folder / "faulty.pdf").exists()


def test_faulty_rows_that_cannot_be_written_are_said_and_nothing_is_imported(folder: Path) -> None:
    content = table(HEAD, ["a", "甲", 116.34, 39.976], ["b", "乙", "", ""])

    result = run(
        folder, content, "--datum", "wgs84", "--faulty-rows", str(folder / "no" / "faulty.csv")
    )

    assert result.exit_code == 1
    assert "faulty.csv cannot be written (No such file or directory)" in result.output
    assert ids(folder) == ["s"]


@pytest.mark.parametrize(
    ("name", "said"), [("none.csv", "there is no such file"), ("folder.csv", "is no folder")]
)
def test_a_file_that_cannot_be_read_is_said_in_words(folder: Path, name: str, said: str) -> None:
    (folder / "folder.csv").mkdir()

    result = CliRunner().invoke(app, ["import", str(folder / name), "--datum", "wgs84"])

    assert result.exit_code == 1
    assert said in result.output


def test_a_file_is_read_no_further_than_it_may_be_long(folder: Path) -> None:
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(MAX_BYTES * 100)

    result = CliRunner().invoke(app, ["import", str(folder / "sparse.csv"), "--datum", "wgs84"])

    assert (result.exit_code, "at most 32 MiB" in result.output) == (1, True)


def test_a_sheet_of_a_workbook_is_named_for_import_and_check(folder: Path) -> None:
    book = Workbook(write_only=True)
    for number, title in enumerate(("东城", "西城")):
        sheet = book.create_sheet(title)
        sheet.append(HEAD)
        sheet.append([title, f"{title}驿站", 116.3 + number / 10, 39.9])
    book.save(folder / "book.xlsx")
    file = str(folder / "book.xlsx")

    def said(*words: str) -> str:
        return CliRunner().invoke(app, words).output

    assert "only its sheet 东城 is read, not: 西城" in said("check", file)
    assert "not: 西城" in said("import", file, "--datum", "wgs84", "--dry-run")
    assert "Its sheets are: 东城, 西城" in said("check", file, "--sheet", "南城")
    assert "1 added" in said("import", file, "--datum", "wgs84", "--sheet", "西城")
    assert ids(folder) == ["西城"]


def test_a_sheet_of_what_is_no_workbook_is_refused(folder: Path) -> None:
    content = table(HEAD, ["a", "甲", 116.34, 39.976])
    refused = run(folder, content, "--datum", "wgs84", "--sheet", "西城")
    checked = CliRunner().invoke(app, ["check", str(folder / "list.csv"), "--sheet", "西城"])

    for result in (refused, checked):
        assert result.exit_code == 1
        assert "is no workbook and has no sheets such as 西城. Leave out --sheet" in result.output
    assert ids(folder) == ["s"]


def test_the_datum_is_asked_for_unless_the_file_names_one(folder: Path) -> None:
    asked = run(folder, table(HEAD, ["a", "甲", 116.34, 39.976]))
    named = run(folder, table([*HEAD[:2], "高德经度", "高德纬度"], ["a", "甲", 116.34, 39.976]))

    assert asked.exit_code == 2
    assert named.exit_code == 0, named.output
    assert ids(folder) == ["a"]


def test_a_column_is_mapped_by_its_title(folder: Path) -> None:
    content = table(["叫什么", "经度", "纬度"], ["甲", 116.34, 39.976])

    refused = run(folder, content, "--datum", "wgs84")
    unknown = run(folder, content, "--datum", "wgs84", "--map", "叫什么=title")
    mapped = run(folder, content, "--datum", "wgs84", "--map", "叫什么=name", "--no-replace-sample")

    assert (refused.exit_code, unknown.exit_code) == (1, 2)
    assert mapped.exit_code == 0, mapped.output
    assert len(ids(folder)) == 2
