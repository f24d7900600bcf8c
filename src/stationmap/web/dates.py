"""Sentences with dates and hours in them, as HTML that breaks no line within one."""

from __future__ import annotations

import re

from stationmap.web.markup import Markup, element, together

_TOGETHER = re.compile(r"(\d{4}-\d\d-\d\d|\d\d:\d\d\u2013\d\d:\d\d)")


def dated(sentence: str) -> Markup:
    """Return a sentence each of whose dates (`2026-11-20`) and spans of hours stays in one line."""
    parts = _TOGETHER.split(sentence)
    return together(
        *(
            element("span", part, class_="day") if number % 2 else part
            for number, part in enumerate(parts)
        )
    )
