"""What the guides say is written on the screen is written there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from rig.source_keys import REPOSITORY
from stationmap.labels import Language, catalogue

if TYPE_CHECKING:
    from pathlib import Path

DOCS = REPOSITORY / "docs"
IN_CHINESE = sorted((DOCS / "zh").glob("*.md"))
IN_ENGLISH = [DOCS / "tutorial" / name for name in ("courier.md", "staff.md", "planner.md")]
QUOTED = re.compile(r"“([^”\n]+)”")
SLANTED = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?!\*)")
LEAST_WORDS = 4
OF_OTHERS = {
    "允许",
    "添加到主屏幕",
    "位置",
    "位置信息",
    "…",
    "双十五",
    "如果这样改",
    "不清楚",
    "没有",
    "缺",
}
"""What phones, browsers and people say, not the program."""


@pytest.mark.parametrize("page", IN_CHINESE, ids=lambda page: page.name)
def test_what_a_chinese_guide_quotes_is_on_the_screen(page: Path) -> None:
    assert _not_on_the_screen(page, QUOTED, Language.ZH) - OF_OTHERS == set()


@pytest.mark.parametrize("page", IN_ENGLISH, ids=lambda page: page.name)
def test_what_an_english_guide_sets_slanted_is_on_the_screen(page: Path) -> None:
    assert _not_on_the_screen(page, SLANTED, Language.EN) == set()


def test_every_guide_for_users_is_in_both_languages() -> None:
    assert {page.name for page in IN_ENGLISH} <= {page.name for page in IN_CHINESE}


@pytest.mark.parametrize("page", IN_CHINESE, ids=lambda page: page.name)
def test_a_chinese_guide_is_wholly_in_chinese(page: Path) -> None:
    """Lines without any Chinese are pictures, fences, or the link to the English page."""
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    foreign = [
        row
        for row in prose.splitlines()
        if re.search(r"[A-Za-z]{4,}", row) and not re.search(r"[\u4e00-\u9fff]", row)
    ]

    assert [row for row in foreign if not row.startswith(("English: ", "!["))] == []


def _not_on_the_screen(page: Path, marked: re.Pattern[str], language: Language) -> set[str]:
    """Return what the page marks as a label and the catalogue does not have."""
    said = set(marked.findall(page.read_text(encoding="utf-8")))
    return {
        words for words in said if not any(label.fullmatch(words) for label in _labels(language))
    }


@cache
def _labels(language: Language) -> list[re.Pattern[str]]:
    return [re.compile(_pattern(entry[language])) for entry in catalogue().values()]


def _pattern(label: str) -> str:
    """Let anything stand in a label's places; a label of little else matches nothing."""
    parts = re.split(r"\{\w+\}", label)
    said = len(parts) == 1 or sum(map(len, parts)) >= LEAST_WORDS
    return ".*".join(map(re.escape, parts)) if said else "(?!)"
