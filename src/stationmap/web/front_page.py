"""The page that every visit starts with: Streamlit's own, told what it would first ask for.

Streamlit's page is in English, fetches fonts that ours do not use (more than a third of a first
visit's bytes), and asks the server where it lives before it connects. What this module changes is
checked piece by piece: after an update of Streamlit that changes its page, the test of this module
says what is no longer there, and the app goes on with Streamlit's own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from streamlit import config

from stationmap.labels import Language, text
from stationmap.maps import all_stations, coverage, finder
from stationmap.maps.base_map import map_files
from stationmap.web.markup import Markup, element
from stationmap.web.shell import page_title
from stationmap.web.wiring import ground, packed_stations, services

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLE = """
i[aria-hidden] { font-family: "stationmap icons" }
.meanwhile { margin: 30vh 16px 0; text-align: center; font: 18px/2.6 system-ui, sans-serif; }
.meanwhile a { padding: 12px; font-weight: 700; color: #b5341c; }
@media (prefers-color-scheme: dark) {
  body { background: #16120f; }
  .meanwhile { color: #f5ece3; }
  .meanwhile a { color: #ff9a6b; }
}
"""
"""Our icons, before style.css comes: else their glyphs are looked for in Streamlit's fonts. And
what is read until then."""

PAGES_KEPT = 64
"""Each of our pages in each language, and the ones of all stations for a few of their layers."""

_THEME_NAMES = {"font": "bodyFont"}
_MAP_SCRIPTS = {
    "find": finder.SCRIPTS,
    "all_stations": all_stations.SCRIPTS,
    "plan": coverage.SCRIPTS,
}

SCRIPT = """
const root = new URL("./", location.href).href;
window.__streamlit = {
  // With these two Streamlit connects at once, instead of first asking where it lives.
  BACKEND_BASE_URL: root,
  HOST_CONFIG: {
    allowedOrigins: [location.origin],
    useExternalAuthToken: false,
    enableCustomParentMessages: false,
    blockErrorDialogs: false,
  },
  // With these it starts in our colours, and fetches no font for the first half second.
  LIGHT_THEME: %s,
  DARK_THEME: %s,
};
// Streamlit's icon font (376 kB) is fetched where an icon of it is shown, and not before.
const load = document.fonts.load.bind(document.fonts);
document.fonts.load = (font, sample) =>
  font.includes("Material Symbols") ? Promise.resolve([]) : load(font, sample);
"""


def front_page(name: str, language: Language) -> str:
    """Return the page for visits in a language that begin at one of our pages."""
    needs_layer = _MAP_SCRIPTS.get(name) is all_stations.SCRIPTS
    return _front_page(name, language, packed_stations().address if needs_layer else None)


@lru_cache(PAGES_KEPT)
def _front_page(name: str, language: Language, layer: str | None) -> str:
    page = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")
    for pattern, ours in _changes(name, language, layer):
        page = "".join(_replaced(page, re.compile(pattern, re.DOTALL), ours))
    return page


def _replaced(page: str, pattern: re.Pattern[str], ours: str) -> Iterator[str]:
    """Put ours, whatever it holds, where the pattern is first found."""
    before, *after = pattern.split(page, maxsplit=1)
    yield before
    for rest in after:
        yield ours
        yield rest


def _changes(name: str, language: Language, layer: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is looked for in Streamlit's page, each with what stands there instead."""
    title = element("title", page_title(name, language))
    hotline = services().settings.hotline
    call = element("a", hotline, href=f"tel:{hotline}")
    yield '<html lang="en">', f'<html lang="{language.tag}">'
    script = SCRIPT % (_theme("light"), _theme("dark"))
    ours = f"{title}<style>{STYLE}</style><script>{script}</script>"
    yield "<title>Streamlit</title>", ours
    yield r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', ""
    early = chain(_early_files(name), filter(None, [layer]))
    yield '<link rel="service-desc"[^>]*>', "".join(map(_prefetch, early))
    yield (
        "<noscript>.*?</noscript>",
        str(element("noscript", element("p", text("front.no_script", language), " ", call))),
    )
    yield '<div id="root"></div>', str(element("div", _meanwhile(language), id="root"))


def _meanwhile(language: Language) -> Markup:
    """Return what is seen until Streamlit has started, which then draws over it."""
    return element(
        "p",
        text("light.front_loading", language),
        element("br"),
        element("a", text("light.front", language), href=f"./m?lang={language}"),
        class_="meanwhile",
    )


def _theme(variant: str) -> str:
    """Return a theme of config.toml as Streamlit's page takes it."""
    theme = {
        _THEME_NAMES.get(name, name): value
        for section in ("theme", f"theme.{variant}")
        for name, value in config.get_options_for_section(section).items()
        if value is not None
    }
    return orjson.dumps(theme).decode().replace("<", "\\u003c")


def _early_files(name: str) -> Iterator[str]:
    """Yield what the page's map will need, to be fetched while Streamlit still starts."""
    scripts = _MAP_SCRIPTS.get(name)
    if scripts is None:
        return
    for script in sorted(_streamlit_folium().glob("frontend/build/static/js/*.js")):
        yield f"component/streamlit_folium.st_folium/static/js/{script.name}"
    yield from map_files(scripts)
    yield ground().address


def _streamlit_folium() -> Path:
    """Return the package's folder. Importing it outside a page would lose its component."""
    spec = find_spec("streamlit_folium")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="streamlit_folium")
    return Path(spec.origin).parent


def _prefetch(address: str) -> str:
    return str(element("link", rel="prefetch", href=f"./{address}"))
