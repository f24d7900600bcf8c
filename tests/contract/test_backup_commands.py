"""`backup`, `restore` and `export` as an operator types them, on each store that lasts."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from rig.command_line import CliRunner
from rig.postgres_cluster import the_cluster
from rig.stores import account, change, report
from stationmap.bootstrap import open_office
from stationmap.cli import app
from stationmap.store.opening import open_store
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CSV = """id,名称,类型,经度,纬度,开放时间
a,一号驿站,暖心驿站,116.404,39.915,24/7
b,二号驿站,暖心驿站,116.414,39.925,08:00-20:00
"""


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'store.sqlite'}"


def postgres_url(_folder: Path) -> str:
    cluster = the_cluster()
    return cluster.url(cluster.new_database())


KINDS: dict[str, Callable[[Path], str]] = {"sqlite": sqlite_url, "postgres": postgres_url}


@pytest.fixture(params=list(KINDS))
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a store that the settings name, with two stations and what goes with it."""
    (tmp_path / "stations.csv").write_text(CSV, encoding="utf-8")
    monkeypatch.setenv("STATIONMAP_LANGUAGE", "en")
    monkeypatch.setenv("STATIONMAP_STATIONS", str(tmp_path / "stations.csv"))
    monkeypatch.chdir(tmp_path)
    chosen = KINDS[request.param](tmp_path)
    monkeypatch.setenv("STATIONMAP_STORE_URL", chosen)
    with closing(open_office().store) as store:
        store.accounts.save(account("wang"))
        store.reports.add(report("a"))
    return chosen


def run(*arguments: object) -> str:
    """Run a command that must succeed, and return what it said."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def exported(path: Path) -> dict[str, Any]:
    run("export", path)
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def rename_and_remove(url: str) -> None:
    with closing(open_store(url)) as store:
        kept = store.get("a")
        renamed = kept.station.model_copy(update={"name": "新名字"})
        store.save(renamed, change(), version=kept.version)
        store.remove("b", change(Action.REMOVED), version=store.get("b").version)


def test_a_restore_brings_back_what_the_backup_had(url: str, tmp_path: Path) -> None:
    before = exported(tmp_path / "before.geojson")
    assert "2 stations" in run("backup", tmp_path / "copy.sqlite")
    rename_and_remove(url)
    assert exported(tmp_path / "changed.geojson") != before

    run("restore", "--yes", tmp_path / "copy.sqlite")

    assert exported(tmp_path / "after.geojson") == before
    with closing(open_store(url)) as store:
        assert [one.login for one in store.accounts.all()] == ["wang"]
        assert [one.station_id for one in store.reports.find()] == ["a"]
        assert next(one.change.action for one in store.history(station_id="a")) is Action.RESTORED


def test_a_backup_may_have_any_name(url: str, tmp_path: Path) -> None:
    before = exported(tmp_path / "before.geojson")
    folder = tmp_path / "100%25 名 ?mode=ro#1"
    folder.mkdir()
    run("backup", folder / "a%41?.sqlite")
    rename_and_remove(url)

    run("restore", "--yes", folder / "a%41?.sqlite")

    assert exported(tmp_path / "after.geojson") == before


def test_what_a_restore_replaced_is_kept_and_can_be_restored(url: str, tmp_path: Path) -> None:
    run("backup", tmp_path / "copy.sqlite")
    rename_and_remove(url)
    changed = exported(tmp_path / "changed.geojson")
    run("restore", "--yes", tmp_path / "copy.sqlite")
    (kept,) = tmp_path.glob("*-before-restore-*")

    run("restore", "--yes", kept)

    assert exported(tmp_path / "again.geojson") == changed


def test_a_backup_is_restored_into_a_store_of_the_other_kind(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "postgres" if url.startswith("sqlite") else "sqlite"
    before = exported(tmp_path / "before.geojson")
    run("backup", tmp_path / "copy.sqlite")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("STATIONMAP_STORE_URL", KINDS[other](elsewhere))

    run("restore", "--yes", tmp_path / "copy.sqlite")

    assert exported(tmp_path / "there.geojson") == before


@pytest.mark.usefixtures("url")
def test_what_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    before = exported(tmp_path / "before.geojson")
    (tmp_path / "no.sqlite").write_bytes(b"no backup" * 100)
    refused = CliRunner().invoke(app, ["restore", "--yes", str(tmp_path / "no.sqlite")])
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert exported(tmp_path / "after.geojson") == before
