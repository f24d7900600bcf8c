"""Tiles: each source with its thanks, its key and its datum; none is the default."""

from __future__ import annotations

import pytest

from stationmap.errors import SettingsError
from stationmap.geo.datum import Datum
from stationmap.maps.tiles import SOURCES, map_datum, tile_hosts, tile_layers
from stationmap.settings import Settings, Tiles


def settings(tiles: Tiles, key: str | None = None) -> Settings:
    return Settings.model_validate({"tiles": tiles, "tianditu_key": key})


def test_without_a_source_there_are_no_layers_and_no_foreign_hosts() -> None:
    assert tile_layers(settings(Tiles.NONE)) == []
    assert tile_hosts(Tiles.NONE) == ()
    assert map_datum(Tiles.NONE) is Datum.WGS84


@pytest.mark.parametrize("tiles", SOURCES)
def test_every_source_is_thanked_in_a_link_to_its_terms(tiles: Tiles) -> None:
    for layer in tile_layers(settings(tiles, key="abc123")):
        thanks = str(layer.options["attribution"])
        assert SOURCES[tiles].terms in thanks
        assert "©" in thanks
        assert layer.options["max_zoom"] == 19


def test_amap_draws_in_gcj02() -> None:
    assert map_datum(Tiles.AMAP) is Datum.GCJ02


def test_tianditu_draws_names_over_the_streets_with_the_operators_key() -> None:
    streets, names = tile_layers(settings(Tiles.TIANDITU, key="abc123"))
    assert "LAYER=vec&" in streets.tiles
    assert "LAYER=cva&" in names.tiles
    assert all(layer.tiles.endswith("&tk=abc123") for layer in (streets, names))


@pytest.mark.parametrize("key", [None, "", "a b", "a'b", "{{7*7}}", "钥匙"])
def test_a_key_that_cannot_be_one_is_refused(key: str | None) -> None:
    with pytest.raises(SettingsError, match="tianditu_key"):
        tile_layers(settings(Tiles.TIANDITU, key=key))


def test_the_policy_names_each_server_of_the_tiles() -> None:
    assert tile_hosts(Tiles.OSM) == ("https://tile.openstreetmap.org",)
    assert tile_hosts(Tiles.AMAP) == tuple(
        f"https://webrd0{number}.is.autonavi.com" for number in "1234"
    )
