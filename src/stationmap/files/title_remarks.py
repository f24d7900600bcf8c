"""Titles as forms print them, with a remark in brackets that explains them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from unicodedata import normalize

_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def without_remark(title: str) -> str:
    """Return a title without the remark at its end.

    A remark that says for which days a column holds is part of the title: hours of workdays are
    not those of every day.
    """
    # Each bracket remains one character.
    remark = _REMARK.search("".join(map(_plain, title)))
    if remark is None or any(word in remark.group().casefold() for word in _of_some_days()):
        return title
    return title[: remark.start()]


def _plain(letter: str) -> str:
    """Return a full-width or lenticular bracket as a plain one."""
    plain = normalize("NFKC", letter)
    return {"\u3010": "[", "\u3011": "]"}.get(plain, plain if len(plain) == 1 else letter)


@cache
def _of_some_days() -> tuple[str, ...]:
    text = files("stationmap.files").joinpath("headers.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["remark"]["of_some_days"])
