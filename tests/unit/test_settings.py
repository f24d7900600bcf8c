"""Settings come from the environment, and only usable ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from stationmap.settings import Geocoder, Settings, Tiles


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STATIONMAP_{name.upper()}", raising=False)


def test_without_any_the_files_that_come_with_it_are_used() -> None:
    settings = Settings()

    assert settings.stations.is_file()
    assert settings.districts.is_file()


def test_without_any_nobody_else_is_asked_for_anything() -> None:
    settings = Settings()

    assert (settings.tiles, settings.geocoder) == (Tiles.NONE, Geocoder.NONE)


def test_a_variable_sets_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_STATIONS", "mine.csv")
    monkeypatch.setenv("STATIONMAP_STALE_AFTER_DAYS", "30")

    settings = Settings()

    assert (settings.stations, settings.stale_after_days) == (Path("mine.csv"), 30)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STATIONS_DATUM", "utm"),
        ("LANGUAGE", "fr"),
        ("TILES", "google"),
        ("GEOCODER", "guess"),
        ("HOTLINE", "12351; call me"),
        ("STALE_AFTER_DAYS", "0"),
        ("PROXIES", "nonsense"),
        ("PROXIES", "127.0.0.1,nonsense"),
        ("PROXIES", "172.28.5.1/24"),
        ("PROXIES", "127.0.0.1,*"),
        ("PUBLIC_URL", "nonsense"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https:///path"),
        ("PUBLIC_URL", "https://stations.example:port"),
        ("PUBLIC_URL", "https://stations.example/?q=1"),
        ("PUBLIC_URL", "https://stations.example/#top"),
        ("PUBLIC_URL", "https://stations example"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "https://me:secret@stations.example"),
        ("PUBLIC_URL", "https://stations.example/\n"),
        ("PUBLIC_URL", "https://stations.example/?"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"STATIONMAP_{name}", value)

    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


@pytest.mark.parametrize(
    "proxies", ["", "*", "127.0.0.1,::1", "172.28.5.0/24, 10.0.0.7", "fd00::/8", "2001:db8::1"]
)
def test_proxies_are_addresses_networks_or_all(
    monkeypatch: pytest.MonkeyPatch, proxies: str
) -> None:
    monkeypatch.setenv("STATIONMAP_PROXIES", proxies)
    assert Settings().proxies == proxies


@pytest.mark.parametrize(
    "address",
    [
        "https://stations.example",
        "http://10.0.0.7:8501",
        "https://stations.example/map/",
        "http://[2001:db8::1]:8501/",
        "https://驿站.example",
    ],
)
def test_the_public_address_is_one_of_the_web(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("STATIONMAP_PUBLIC_URL", address)
    assert Settings().public_url == address


def test_an_empty_public_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_PUBLIC_URL", "")
    assert Settings().public_url is None


def test_a_key_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIONMAP_TIANDITU_KEY", "secret-key")

    assert "secret-key" not in repr(Settings())


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().language = "en"  # type: ignore[misc]  # that is the point
