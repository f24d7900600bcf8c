"""The colours of the pages, by WCAG 2.2: 4.5 to 1 for text, 3 to 1 for the edges of controls."""

from __future__ import annotations

import re

import pytest

from stationmap.web.style import icon_font, style_sheet

TEXT, EDGE = 4.5, 3.0
INKS = ("ink", "muted", "accent")
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "muted", "accent")
        for ground in ("bg", "card", "soft")
    ),
    *((state, f"{state}-bg", TEXT) for state in ("open", "soon", "closed", "unknown")),
    *((state, "card", TEXT) for state in ("open", "soon", "closed", "unknown")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-deep", TEXT),
    ("edge", "bg", EDGE),
    ("edge", "card", EDGE),
]


def themes() -> dict[str, dict[str, str]]:
    """Return the colours by name: those of the day, and those that the night replaces."""
    blocks = re.findall(r":root \{(.*?)\}", style_sheet(), flags=re.DOTALL)
    day, night = (dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in blocks)
    return {"day": day, "night": {**day, **night}}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    colours = themes()[theme]

    assert contrast(colours[ink], colours[ground]) >= least


def test_the_sheet_fetches_nothing() -> None:
    assert "http" not in style_sheet()
    assert re.findall(r"url\(\"(\w+):", style_sheet() + icon_font()) == ["data"]
