"""Reads the catalogue: one TOML file per room, each leaf an inline table with `zh` and `en`."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Language(StrEnum):
    """The languages that every key is written in; Chinese is the first."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The language as HTML and other programs name it (BCP 47)."""
        return "zh-CN" if self is Language.ZH else "en"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All entries by dotted key, each with its text by language.

    Raises
    ------
    ValueError
        If two files hold the same key.
    """
    entries: dict[str, dict[str, str]] = {}
    folder = files("stationmap.labels").joinpath("catalogue")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for key, leaf in _leaves("", tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in entries:
                message = f"catalogue key {key!r} stands twice, the second time in {file.name}"
                raise ValueError(message)
            entries[key] = leaf
    return entries


def text(key: str, language: Language | str, **values: object) -> str:
    """Return the text of a key, with `{name}` places filled from `values`.

    Raises
    ------
    KeyError
        If the catalogue has no such key.
    """
    template = catalogue()[key][language]
    return template.format(**values) if values else template


def _leaves(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for name, entry in table.items():
        if Language.ZH in entry and isinstance(entry[Language.ZH], str):
            yield prefix + name, entry
        else:
            yield from _leaves(f"{prefix}{name}.", entry)
