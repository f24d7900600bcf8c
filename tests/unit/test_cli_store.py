"""`stationmap backup` and `restore`, and `nearest` from the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rig.command_line import CliRunner
from stationmap.bootstrap import open_office
from stationmap.cli import app
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

    from stationmap.bootstrap import Office

CSV = "id,名称,类型,经度,纬度,开放时间\nA,示例驿站,暖心驿站,116.404,39.915,24/7\n"
HERE = ("--lon", "116.404", "--lat", "39.915", "--format", "json")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Keep one station open while commands run, as a server does."""
    stations = tmp_path / "stations.csv"
    stations.write_text(CSV, encoding="utf-8")
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    monkeypatch.setenv("STATIONMAP_STATIONS", str(stations))
    monkeypatch.setenv("STATIONMAP_STORE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    opened = open_office()
    yield opened
    opened.store.close()


def run(*arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=typed)


def rename(office: Office, name: str) -> None:
    kept = office.store.get("A")
    change = Change(action=Action.EDITED, who="test", at=datetime.now(UTC))
    office.store.save(kept.station.model_copy(update={"name": name}), change, version=kept.version)


def name_now(office: Office) -> str:
    return office.live.station("A").name


def test_nearest_answers_from_the_store(office: Office) -> None:
    rename(office, "新名字")

    answered = run("nearest", *HERE)

    assert [found["name"] for found in json.loads(answered.stdout)] == ["新名字"]


def test_nearest_answers_from_a_file_that_is_given(office: Office, tmp_path: Path) -> None:
    rename(office, "新名字")

    answered = run("nearest", *HERE, "--stations", tmp_path / "stations.csv")

    assert [found["name"] for found in json.loads(answered.stdout)] == ["示例驿站"]


def test_a_datum_without_a_file_is_wrong_use(office: Office) -> None:
    assert office.store.revision() == 1
    assert run("nearest", *HERE, "--stations-datum", "gcj02").exit_code == 2


def test_a_backup_restored_puts_back_what_was(office: Office, tmp_path: Path) -> None:
    saved = run("backup", tmp_path / "backup.sqlite")
    assert saved.exit_code == 0
    assert "1 stations" in saved.stdout
    rename(office, "改错了")
    assert name_now(office) == "改错了"

    restored = run("restore", tmp_path / "backup.sqlite", "--yes")

    assert restored.exit_code == 0, restored.output
    assert name_now(office) == "示例驿站"


def test_what_a_restore_replaced_is_kept_and_can_be_put_back(
    office: Office, tmp_path: Path
) -> None:
    run("backup", tmp_path / "backup.sqlite")
    rename(office, "改对了")
    restored = run("restore", tmp_path / "backup.sqlite", "--yes")

    (kept,) = tmp_path.glob("store-before-restore-*.sqlite")
    assert str(kept) in restored.stdout.replace("\n", "")
    assert run("restore", kept, "--yes").exit_code == 0
    assert name_now(office) == "改对了"


def test_a_restore_asks_first_and_takes_no_for_an_answer(office: Office, tmp_path: Path) -> None:
    run("backup", tmp_path / "backup.sqlite")
    rename(office, "新名字")

    asked = run("restore", tmp_path / "backup.sqlite", typed="n\n")

    assert asked.exit_code == 1
    assert "1 stations" in asked.stdout
    assert name_now(office) == "新名字"


def test_a_backup_overwrites_a_file_only_when_told_to(office: Office, tmp_path: Path) -> None:
    assert office.store.revision() == 1
    target = tmp_path / "backup.sqlite"
    target.write_text("precious", encoding="utf-8")

    assert run("backup", target).exit_code == 1
    assert target.read_text(encoding="utf-8") == "precious"
    assert run("backup", target, "--overwrite").exit_code == 0


def test_the_store_itself_is_no_backup(office: Office, tmp_path: Path) -> None:
    refused = run("backup", tmp_path / "store.sqlite", "--overwrite")

    assert refused.exit_code == 1
    assert name_now(office) == "示例驿站"


def test_what_is_no_backup_changes_nothing(office: Office, tmp_path: Path) -> None:
    (tmp_path / "backup.sqlite").write_text("no database", encoding="utf-8")

    refused = run("restore", tmp_path / "backup.sqlite", "--yes")

    assert refused.exit_code == 1
    assert "backup.sqlite" in refused.stderr
    assert "Traceback" not in refused.output
    assert name_now(office) == "示例驿站"
