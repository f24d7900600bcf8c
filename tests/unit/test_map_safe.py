"""The one door to folium: words of ours pass encoded, numbers and codes as they are, text never."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

import folium
import pytest
from streamlit_folium import generate_leaflet_string

from stationmap.maps.safe import plain, words

if TYPE_CHECKING:
    from stationmap.maps.safe import Plain

HOSTILE = (
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# comment #}",
    "</script><script>window.ran = 1</script>",
    '<img src=x onerror="window.ran = 1">',
    "${window.ran = 1}",
    "`;window.ran = 1;`",
    "'); window.ran = 1; ('",
    "A\\u座 \\xyz \\",
    "a\u2028b\u2029c",
    "\u202egnp.exe\u2066",
    "\x00\x07\x1b[31m",
    "&lt;b&gt; & &amp;",
    "座" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_hold_nothing_that_html_script_or_jinja_reads(text: str) -> None:
    assert not set("<>\"'`${}\\%\u2028\u2029\x00\x1b") & set(words(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_words_read_as_they_were_but_for_what_cannot_be_seen(text: str) -> None:
    assert unescape(words(text)) == "".join(char if char.isprintable() else " " for char in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_come_through_folium_as_they_are(text: str) -> None:
    """Folium and branca render them twice over; an attribution is where ours go."""
    drawn = folium.Map(tiles=None)
    folium.TileLayer("t/{z}/{x}/{y}.png", attr=words(text)).add_to(drawn)
    drawn.get_root().render()
    written = json.dumps(words(text)).replace("&", "\\u0026")
    assert f'"attribution": {written},' in generate_leaflet_string(drawn)


@pytest.mark.parametrize(
    "value", [1, -2.5, None, True, "closes_soon", "../../layers/ground.json?v=ab12", "AB+/9=="]
)
def test_numbers_and_codes_pass(value: Plain) -> None:
    assert plain({"a": [value, (value,)]}) == {"a": [value, (value,)]}


@pytest.mark.parametrize("text", [*HOSTILE, "驿站", "two words", "a\n"])
def test_no_text_from_people_passes_wherever_it_stands(text: str) -> None:
    for value in (text, [text], (1, text), {"a": text}, {text: 1}, {"a": [{"b": text}]}):
        with pytest.raises(ValueError, match="may not reach folium"):
            plain(value)


def test_nothing_but_plain_values_passes() -> None:
    with pytest.raises(ValueError, match="object may not reach folium"):
        plain([object()])  # type: ignore[list-item]  # that is what is refused
