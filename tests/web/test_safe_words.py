"""Words that went through the door to folium, in a real browser: shown as they are, run never."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import folium
import pytest

from stationmap.maps.assets import LEAFLET, STATIC
from stationmap.maps.safe import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

HOSTILE = (
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% set x = 1 %}{# y #}",
    "</script><script>window.ran = 1</script>",
    '<img src=x onerror="window.ran = 1">',
    "${window.ran = 1} `;window.ran = 1;`",
    "'); window.ran = 1; ('",
    "A\\u座 \\xyz \\",
    "&lt;b&gt; &amp;",
    "\u202egnp.exe\u2066 a\u2028b",
    "座" * 10_000,
)
LIBRARIES = re.compile(r'<script src="[^"]*"></script>|<link rel="stylesheet" href="[^"]*"/>')


def in_the_attribution(text: str) -> folium.Map:
    drawn = folium.Map([39.9, 116.4], tiles=None)
    folium.TileLayer("data:,{z}{x}{y}", attr=words(text)).add_to(drawn)
    return drawn


def in_a_tooltip(text: str) -> folium.Map:
    drawn = folium.Map([39.9, 116.4], tiles=None)
    tooltip = folium.Tooltip(words(text), permanent=True)
    folium.CircleMarker([39.9, 116.4], tooltip=tooltip).add_to(drawn)
    return drawn


def in_an_icon(text: str) -> folium.Map:
    drawn = folium.Map([39.9, 116.4], tiles=None)
    folium.Marker([39.9, 116.4], icon=folium.DivIcon(html=words(text))).add_to(drawn)
    return drawn


def page_of(drawn: folium.Map) -> str:
    """Return folium's page, with our Leaflet in it instead of the addresses of others."""
    leaflet = (STATIC / LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    page: str = drawn.get_root().render()
    return LIBRARIES.sub("", page).replace("<head>", f"<head><script>{leaflet}</script>", 1)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    ("sink", "shown"),
    [
        (in_the_attribution, ".leaflet-control-attribution"),
        (in_a_tooltip, ".leaflet-tooltip"),
        (in_an_icon, ".leaflet-div-icon, .empty"),
    ],
)
def test_encoded_words_are_shown_and_never_run(
    browser: Browser, sink: Callable[[str], folium.Map], shown: str, text: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(page_of(sink(text)))
        assert page.evaluate("window.ran") is None
        seen = page.locator(shown).first.text_content() or ""
    visible = "".join(char if char.isprintable() else " " for char in text)
    assert visible in seen


def test_the_same_words_do_run_where_they_are_only_escaped(browser: Browser) -> None:
    """If this fails, folium has mended it, and the door can be narrower."""
    drawn = folium.Map([39.9, 116.4], tiles=None)
    text = escape("${window.ran = 1}")
    folium.CircleMarker([39.9, 116.4], tooltip=folium.Tooltip(text)).add_to(drawn)
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(page_of(drawn))
        assert page.evaluate("window.ran") == 1
