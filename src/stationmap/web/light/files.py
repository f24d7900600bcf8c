"""The files of the light page: each address changes with the content, so that phones keep them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

from stationmap.labels import Language, text
from stationmap.maps.assets import digest
from stationmap.web.light.outlines import outlines
from stationmap.web.light.words import words
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_WEB = files("stationmap.web")
_STATIC = _WEB / "light" / "static"
_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
FONT = "icons.woff2"
SCRIPTS = ("page.js", "offline.js")
ICONS = ("icon-192.png", "icon-512.png")
WORKER = "worker.js"
THEME_COLOURS = {"light": "#fbf6f0", "dark": "#16120f"}
"""The paper of both themes, as light.css has it."""


@dataclass(frozen=True, slots=True)
class LightFile:
    """One file as it is served."""

    content: bytes
    media_type: str


@cache
def light_file(name: str) -> LightFile:
    """Return a file by its name.

    Raises
    ------
    LookupError
        If there is none by this name.
    """
    ending = name.rpartition(".")[2]
    return LightFile(_content(name), _TYPES[ending])


@cache
def address(name: str) -> str:
    """Return the address of a file below the page's folder."""
    return f"{name}?v={digest(light_file(name).content)}"


def words_file(language: Language) -> str:
    """Return the name of the file of words of a language."""
    return f"words-{language}.json"


def worker(language: Language) -> LightFile:
    """Return the service worker of a language, which knows what it has to keep.

    Its own address never changes, by which browsers notice that it has.
    """
    kept = ["style.css", FONT, words_file(language), "outlines.json", *SCRIPTS]
    shell = f"./?lang={language}"
    kept_addresses = [address(name) for name in kept]
    version = digest(orjson.dumps([shell, *kept_addresses]))
    told = b"const VERSION = %b\nconst KEPT = %b\n" % (
        orjson.dumps(version),
        orjson.dumps([shell, *kept_addresses]),
    )
    return LightFile(told + _read(_STATIC / WORKER), _TYPES["js"])


def manifest(language: Language) -> bytes:
    """Return what a phone is told that puts the page among its apps."""
    name = text("shell.name", language)
    return orjson.dumps(
        {
            "name": name,
            "short_name": text("shell.find", language),
            "lang": language.tag,
            "id": "./",
            "start_url": f"./?lang={language}",
            "scope": "../m",
            "display": "standalone",
            "background_color": THEME_COLOURS["light"],
            "theme_color": THEME_COLOURS["light"],
            "icons": [
                {
                    "src": address(icon),
                    "sizes": "x".join([icon.removesuffix(".png").partition("-")[2]] * 2),
                    "type": "image/png",
                    "purpose": purpose,
                }
                for icon in ICONS
                for purpose in ("any", "maskable")
            ],
        }
    )


def _content(name: str) -> bytes:
    if name in (of_language := {words_file(language): language for language in Language}):
        return orjson.dumps(words(office().settings, of_language[name]))
    if name == "outlines.json":
        return outlines(office().districts)
    if name == FONT:
        return _read(_WEB / FONT)
    if name == "style.css":
        return _read(_STATIC / name).replace(FONT.encode(), address(FONT).encode())
    if name in {*SCRIPTS, *ICONS, "nojs.css"}:
        return _read(_STATIC / name)
    raise LookupError(name)


def _read(path: Traversable) -> bytes:
    return path.read_bytes()
