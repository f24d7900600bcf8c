"""The map that everything is drawn on: folium's, with our own copy of Leaflet and the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium
from folium.template import Template

from stationmap.maps.assets import LEAFLET, STYLES, asset, from_frame
from stationmap.maps.safe import plain
from stationmap.maps.tiles import MAX_ZOOM, tile_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.maps.safe import Plain
    from stationmap.settings import Settings

MIN_ZOOM = 4
CITY_ZOOM = 9
BASE_SCRIPTS = (f"{LEAFLET}/leaflet.js", "ground.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What every map of this installation lies on.

    Attributes
    ----------
    ground
        Address of the ground's JSON, below the app's root.
    center
        Latitude and longitude, as Leaflet wants them, in the datum of the tiles.
    """

    settings: Settings
    ground: str
    center: tuple[float, float]


class LocalMap(folium.Map):
    """A folium map that asks nobody but us for its scripts and styles, and sends little.

    streamlit-folium sends all of it at each tap, so what folium would set is left out where our
    style sheet or script sets it.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = "
        "L.map({{ this.get_name()|tojson }}, {{ this.leaflet|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, *, scripts: Sequence[str], center: tuple[float, float]) -> None:
        super().__init__(location=list(center), tiles=None)
        self.leaflet = plain(
            {
                "center": center,
                "zoom": CITY_ZOOM,
                "minZoom": MIN_ZOOM,
                "maxZoom": MAX_ZOOM,
                # Ours is placed by our script, with its words in the page's language.
                "zoomControl": False,
            }
        )
        files = (*BASE_SCRIPTS, *scripts)
        self.default_js = [(file, from_frame(asset(file))) for file in files]
        self.default_css = [(file, from_frame(asset(file))) for file in STYLES]


def map_files(scripts: Sequence[str]) -> list[str]:
    """Return where the files of a map are, below the app's root, in the order of their need."""
    return [*map(asset, (*BASE_SCRIPTS, *scripts, *STYLES))]


class Ground(folium.MacroElement):
    """What lies below: the script fetches words and, without tiles, the districts' outlines."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "stationmap.ground({{ this._parent.get_name() }}, {{ this.address|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca publishes no types
        self._name = "Ground"
        self.address = plain(from_frame(address))


class Drawing(folium.MacroElement):
    """A layer whose script draws what it is given: numbers and codes, never text from people."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = stationmap.{{ this.draw }}({{ this.data|tojson }});"
        "{{ this.get_name() }}.addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, draw: str, data: dict[str, Plain]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca publishes no types
        self._name = "Drawing"
        self.draw = plain(draw)
        plain(data)
        self.data = data


def base_map(base: Base, *, scripts: Sequence[str]) -> folium.Map:
    """Return a new, empty map of the city.

    It is the same for every visitor at every rerun, so that streamlit-folium keeps the frame.

    Parameters
    ----------
    scripts
        Names of our script files that the layers need.

    Raises
    ------
    SettingsError
        If the tiles' source needs a key and has none that could be one.
    """
    drawn = LocalMap(scripts=scripts, center=base.center)
    for layer in tile_layers(base.settings):
        layer.add_to(drawn)
    Ground(base.ground).add_to(drawn)
    return drawn
