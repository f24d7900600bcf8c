"""The one door through which anything reaches folium.

branca renders what it is given a second time, as a Jinja template without a sandbox, and the
result is script in the browser: a station's name could run commands on the server. So numbers
and codes pass as they are, words of our own pass encoded, and nothing else passes. Names,
addresses and all other text from people go to the page's script as JSON, which fills them in with
`textContent`.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Plain = bool | int | float | str | None | Sequence["Plain"] | Mapping[str, "Plain"]

_CODE = re.compile(r"[A-Za-z0-9_./?=+:-]*")
"""Codes, relative addresses and base64: nothing that HTML, JavaScript or Jinja reads."""

_READ_BY_SOMEBODY = str.maketrans({char: f"&#{ord(char)};" for char in "`${}\\%"})
"""What remains after `html.escape` that JavaScript's templates or Jinja read."""


def words(text: str) -> str:
    r"""Encode text so that folium, Jinja, JavaScript and HTML all take it for words.

    `html.escape`, then each of `` ` $ { } \ % `` as a numeric entity; control characters, line
    separators and lone surrogates become spaces.
    """
    printable = "".join(char if char.isprintable() else " " for char in text)
    return escape(printable).translate(_READ_BY_SOMEBODY)


def plain(value: Plain) -> Plain:
    """Return the value if it holds numbers and codes only.

    Raises
    ------
    ValueError
        If any text in it is no code.
    """
    if isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise ValueError(f"text may not reach folium: {value[:40]!r}")
    elif isinstance(value, dict):
        plain(list(value))
        plain(list(value.values()))
    elif isinstance(value, list | tuple):
        for entry in value:
            plain(entry)
    elif value is not None and not isinstance(value, bool | int | float):
        raise ValueError(f"{type(value).__name__} may not reach folium")
    return value
