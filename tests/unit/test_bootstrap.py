"""Settings in, wired services out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from rig.stations import BEIJING_CENTRE
from stationmap.bootstrap import open_office, settings_from_environment, wire
from stationmap.errors import SettingsError, Severity, StationFileError
from stationmap.services.filling import was_filled_from
from stationmap.settings import Settings
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CSV = "名称,类型,经度,纬度\n示例驿站,暖心驿站,116.404,39.915\n"


def wired_with(stations: Path, **settings: str) -> Settings:
    """Return settings whose stations are in this file."""
    return Settings(stations=stations, **settings)  # type: ignore[arg-type]  # pydantic reads text


@pytest.fixture
def stations(tmp_path: Path) -> Path:
    """Write a file of one station."""
    path = tmp_path / "stations.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_everything_shares_one_reading_of_the_stations(stations: Path) -> None:
    services = wire(wired_with(stations))

    assert services.stations == services.base.stations
    assert [station.name for station in services.stations] == ["示例驿站"]
    assert services.search.find("示例驿站")[0].station_id == services.stations[0].id


def test_the_stations_are_read_in_their_datum(stations: Path) -> None:
    (as_wgs84,) = wire(wired_with(stations)).stations
    (as_gcj02,) = wire(wired_with(stations, stations_datum="gcj02")).stations

    assert as_wgs84.position.lon - as_gcj02.position.lon == pytest.approx(0.0062, abs=0.0005)


def test_districts_and_search_are_made_once(stations: Path) -> None:
    services = wire(wired_with(stations))

    assert services.districts is services.districts
    assert services.search is services.search
    assert services.districts.of(BEIJING_CENTRE) is not None


def test_faults_of_the_stations_go_up_with_their_places(stations: Path) -> None:
    stations.write_text(CSV.replace("116.404", "east"), encoding="utf-8")

    with pytest.raises(StationFileError) as refused:
        wire(wired_with(stations))

    errors = [fault for fault in refused.value.faults if fault.severity is Severity.ERROR]
    assert [(fault.unit, fault.number) for fault in errors] == [("row", 2)]


def test_districts_that_cannot_be_read_are_told_when_they_are_asked_for(
    stations: Path, tmp_path: Path
) -> None:
    services = wire(Settings(stations=stations, districts=tmp_path / "none.geojson"))

    with pytest.raises(SettingsError, match="districts"):
        _ = services.districts


def office_settings(stations: Path, store: Path) -> Settings:
    return Settings(stations=stations, store_url=f"sqlite:///{store}")


def test_a_new_store_is_filled_in_one_batch(
    stations: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new = tmp_path / "var" / "new.sqlite"
    office = open_office(office_settings(stations, new))

    (revision,) = office.store.history()
    assert [station.name for station in office.live.current().stations] == ["示例驿站"]
    assert (revision.change.action, revision.change.who) == (Action.FILLED, "system")
    assert revision.change.batch is not None
    assert was_filled_from(office.store, stations)
    assert caplog.messages == [f"{new} was empty and has now 1 stations of {stations}"]
    office.store.close()


def test_a_store_that_has_stations_is_not_filled_again(
    stations: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = office_settings(stations, tmp_path / "store.sqlite")
    open_office(settings).store.close()
    stations.write_text(CSV.replace("示例", "别的"), encoding="utf-8")
    caplog.clear()

    office = open_office(settings)

    assert [station.name for station in office.live.current().stations] == ["示例驿站"]
    assert not was_filled_from(office.store, stations)
    assert not was_filled_from(office.store, tmp_path / "none.csv")
    assert caplog.messages == []
    office.store.close()


def test_a_file_with_faults_leaves_the_store_empty(stations: Path, tmp_path: Path) -> None:
    settings = office_settings(stations, tmp_path / "store.sqlite")
    stations.write_text(CSV.replace("116.404", "east"), encoding="utf-8")

    with pytest.raises(StationFileError):
        open_office(settings)

    stations.write_text(CSV, encoding="utf-8")
    office = open_office(settings)
    assert len(office.live.current().stations) == 1
    office.store.close()


def test_two_that_start_at_once_fill_a_store_once(stations: Path, tmp_path: Path) -> None:
    """Threads with a store each stand for processes: nothing but the file is between them."""
    settings = office_settings(stations, tmp_path / "store.sqlite")
    with ThreadPoolExecutor(4) as pool:
        offices = list(pool.map(open_office, [settings] * 4))

    assert [office.store.revision() for office in offices] == [1] * 4
    for office in offices:
        office.store.close()


def test_a_variable_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_STALE_AFTER_DAYS", "never")

    with pytest.raises(SettingsError, match="STATIONMAP_STALE_AFTER_DAYS") as refused:
        settings_from_environment()

    assert refused.value.setting == "STATIONMAP_STALE_AFTER_DAYS"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("STATIONMAP_PROXIES", "nonsense", "'nonsense' is no address or network"),
        ("STATIONMAP_PUBLIC_URL", "nonsense", "'nonsense' is no address such as https://"),
    ],
)
def test_what_an_address_should_be_is_said(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match=f"^{variable}: {reason}"):
        settings_from_environment()


def _no_text(secret: Path) -> None:
    secret.write_bytes(b"\xff\xfe\x00")


def _folder(secret: Path) -> None:
    secret.mkdir()


def _link_to_nowhere(secret: Path) -> None:
    secret.symlink_to(secret.with_name("nowhere"))


def _link_out(secret: Path) -> None:
    outside = secret.parent.with_name("outside")
    outside.write_text("a token of some length", encoding="utf-8")
    secret.symlink_to(outside)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_no_text, "this secret is no text in UTF-8"),
        (_folder, "this secret is no file that can be read: Is a directory"),
        (_link_to_nowhere, "this secret is no file that can be read: No such file or directory"),
        (_link_out, "this secret leads out of its folder"),
    ],
)
def test_a_secret_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], reason: str
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    secret = folder / "stationmap_metrics_token"
    spoil(secret)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))

    with pytest.raises(SettingsError) as refused:
        settings_from_environment()

    assert (refused.value.setting, refused.value.reason) == (str(secret), reason)


def test_what_else_lies_beside_secrets_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stationmap_metrics_token").write_text("a token of some length", encoding="utf-8")
    (tmp_path / "other").write_bytes(b"\xff")
    (tmp_path / "..data").mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert settings_from_environment().metrics_token is not None
