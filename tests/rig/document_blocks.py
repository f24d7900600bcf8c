"""Finds what the documentation tells people to type: fenced blocks, and commands in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
PROMPT, CONTINUED = "$ ", "> "
GENERATED = {"cli.md"}
"""Its fenced blocks are usage lines with places in brackets; its examples are typed as well."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Attributes
    ----------
    page
        The file that it stands in.
    line
        The line of its first row.
    language
        What stands behind the opening fence.
    text
        What is in it, without the indentation of a list.
    """

    page: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as editors understand it."""
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"

    @property
    def typed(self) -> str:
        """What a person types: all of it, or in a `console` block what follows a prompt."""
        if self.language != "console":
            return self.text
        rows = self.text.splitlines()
        return "".join(f"{row[len(PROMPT) :]}\n" for row in rows if _is_typed(row))

    @property
    def shown(self) -> list[str]:
        """The lines of a `console` block that the page shows as its output."""
        if self.language != "console":
            return []
        return [row for row in self.text.splitlines() if row.strip() and not _is_typed(row)]


def pages() -> list[Path]:
    """Return every page of the documentation."""
    beside = [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "deploy/README.md")]
    return [*beside, *sorted((REPOSITORY / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, from its top to its bottom."""
    text = page.read_text(encoding="utf-8")
    found = (_block(page, text, fence) for fence in FENCE.finditer(text))
    return [block for block in found if page.name not in GENERATED or block.language != "console"]


def examples() -> Iterator[str]:
    """Yield the command that each page of the command line shows as its example."""
    page = REPOSITORY / "docs" / "reference" / "cli.md"
    yield from re.findall(r"^Example: (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def commands_in_sentences(page: Path) -> Iterator[str]:
    """Yield each `stationmap …` that stands in a sentence."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    yield from re.findall(r"`(?:\.venv/bin/)?(stationmap(?: [^`]+)?)`", prose)


def _block(page: Path, text: str, fence: re.Match[str]) -> Block:
    indent = len(fence["indent"])
    rows = (row[indent:] if row.strip() else row for row in fence["text"].splitlines(keepends=True))
    first = text.count("\n", 0, fence.start("text")) + 1
    return Block(page, first, fence["language"], "".join(rows))


def _is_typed(row: str) -> bool:
    return row.startswith((PROMPT, CONTINUED))
