"""Where the base map's tiles come from, in which datum, and whom to thank for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium

from stationmap.errors import SettingsError
from stationmap.geo.datum import Datum
from stationmap.labels import text
from stationmap.maps.safe import words
from stationmap.settings import Tiles

if TYPE_CHECKING:
    from stationmap.settings import Settings

MAX_ZOOM = 19
_TIANDITU = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileSource:
    """Somebody's tiles.

    Attributes
    ----------
    addresses
        Leaflet's templates, one for each layer, the lowest first; `{key}` is the operator's.
    servers
        What `{s}` stands for, a character each.
    datum
        What the tiles are drawn in; all that is drawn on them must be shifted to it.
    terms
        Where the terms of use stand, linked from the attribution.
    native_zoom
        The closest zoom that has tiles of its own; beyond it they are enlarged.
    """

    addresses: tuple[str, ...]
    servers: str = ""
    datum: Datum = Datum.WGS84
    terms: str
    native_zoom: int = 18

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins that the images come from, for the content policy."""
        origins = ["/".join(address.split("/")[:3]) for address in self.addresses]
        return tuple(
            sorted({origin.replace("{s}", server) for origin in origins for server in self._names})
        )

    @property
    def _names(self) -> str:
        return self.servers or " "


SOURCES = {
    Tiles.OSM: TileSource(
        addresses=("https://tile.openstreetmap.org/{z}/{x}/{y}.png",),
        terms="https://www.openstreetmap.org/copyright",
        native_zoom=MAX_ZOOM,
    ),
    Tiles.TIANDITU: TileSource(
        addresses=tuple(_TIANDITU.format(layer=layer, key="{key}") for layer in ("vec", "cva")),
        servers="01234567",
        terms="https://www.tianditu.gov.cn/",
    ),
    Tiles.AMAP: TileSource(
        addresses=(
            (
                "https://webrd0{s}.is.autonavi.com/appmaptile"
                "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
            ),
        ),
        servers="1234",
        datum=Datum.GCJ02,
        terms="https://www.amap.com/",
    ),
}


def map_datum(tiles: Tiles) -> Datum:
    """Return the datum that everything on the map must be drawn in."""
    return SOURCES[tiles].datum if tiles in SOURCES else Datum.WGS84


def tile_hosts(tiles: Tiles) -> tuple[str, ...]:
    """Return the origins that the map's images come from, apart from our own."""
    return SOURCES[tiles].hosts if tiles in SOURCES else ()


def tile_layers(settings: Settings) -> list[folium.TileLayer]:
    """Return the layers of the configured source, the lowest first; none without a source.

    Raises
    ------
    SettingsError
        If the source needs a key and has none that could be one.
    """
    source = SOURCES.get(settings.tiles)
    if source is None:
        return []
    thanks = words(text(f"map.tiles.{settings.tiles}", settings.language))
    return [
        folium.TileLayer(
            tiles=address.replace("{key}", _key(settings)),
            attr=f'<a href="{source.terms}" target="_blank" rel="noopener">{thanks}</a>',
            name=f"tiles{number}",
            subdomains=source.servers or "a",
            max_zoom=MAX_ZOOM,
            max_native_zoom=source.native_zoom,
            # OpenStreetMap asks to be told from where; the origin is all that is told.
            referrer_policy="strict-origin",
        )
        for number, address in enumerate(source.addresses)
    ]


def _key(settings: Settings) -> str:
    if settings.tiles is not Tiles.TIANDITU:
        return ""
    key = "" if settings.tianditu_key is None else settings.tianditu_key.get_secret_value()
    if not (key.isascii() and key.isalnum()):
        raise SettingsError("tianditu_key", "tiles=tianditu needs a key of letters and digits")
    return key
