"""HTML that is made of text from outside."""

from __future__ import annotations

import pytest

from stationmap.web.markup import Markup, element, together


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style>", "a & b"]
)
def test_text_is_escaped_wherever_it_stands(hostile: str) -> None:
    made = element("p", hostile, title=hostile)

    assert hostile not in made
    assert made.count("<") == 2


def test_a_quote_cannot_end_an_attribute() -> None:
    assert element("a", href='" onclick="x') == '<a href="&quot; onclick=&quot;x"></a>'


def test_markup_is_kept_and_joined_text_is_escaped() -> None:
    assert together(Markup("<b>1</b>"), "<", None) == "<b>1</b>&lt;"


def test_an_attribute_that_is_none_or_false_is_left_out() -> None:
    made = element("button", "x", disabled=True, hidden=False, title=None, class_="a", data_tap="b")

    assert made == '<button disabled class="a" data-tap="b">x</button>'


def test_an_input_has_no_end_tag() -> None:
    assert element("input", value="1") == '<input value="1">'
