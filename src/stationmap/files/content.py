"""The text of a file: its bytes within a limit, and the encoding that they are in."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from stationmap.files.limits import too_big
from stationmap.stations.place import WHOLE_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.errors import Fault

MAX_BYTES = 32 * 1024 * 1024
"""About 45,000 stations. With `limits.py`, no such file took more than 0.8 GB or 4 s to refuse."""

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""UTF-32 first: its mark begins with that of UTF-16."""

EXPECTED = "UTF-8"

SAMPLE_BYTES = 32_768
"""On either side of what is no UTF-8: enough to tell what the rest is."""


MIN_PLAIN, PLAIN_SHARE, MUCH_MORE = 3, 0.05, 4
"""Of the letters of UTF-16: how many and which share are plain, and how many times as many bytes
are NUL on one side as on the other."""


def bytes_of(path: Path) -> tuple[bytes, list[Fault]]:
    """Read a regular file of at most MAX_BYTES; what prevents it is a fault."""
    try:
        if not path.exists():
            return b"", [
                WHOLE_FILE.error("file_missing", value=str(path), expected="a file that exists")
            ]
        if not path.is_file():
            return b"", [
                WHOLE_FILE.error("file_unreadable", value=str(path), expected="a regular file")
            ]
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        return b"", [WHOLE_FILE.error("file_unreadable", value=reason, expected="a readable file")]
    faults = content_faults(content)
    return (b"", faults) if faults else (content, [])


def content_faults(content: bytes) -> list[Fault]:
    """Find content that is too big, or empty."""
    if len(content) > MAX_BYTES:
        return [too_big(f"{MAX_BYTES // 1024**2} MiB")]
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return [WHOLE_FILE.error("file_empty", expected="stations")]
    return []


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str, list[Fault]]:
    """Return the text of a file and the name of its encoding, detected unless it is given.

    Anything but UTF-8 without a byte order mark is said in a warning and read all the same;
    bytes that fit no encoding are an error.
    """
    said = encoding or _marked(content) or _unmarked_utf16(content)
    if said is not None:
        return _decoded_as(said, content)
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        around = content[max(0, error.start - SAMPLE_BYTES) : error.end + SAMPLE_BYTES]
        if _is_mostly_utf8(around):
            return "", "utf-8", [_undecodable("broken_utf8", content, error)]
    return _decoded_as("gb18030", content)


def _marked(content: bytes) -> str | None:
    """Recognise an encoding by the mark that content begins with."""
    marks = BYTE_ORDER_MARKS | {codecs.BOM_UTF8: "utf-8-sig"}
    return next((marked for mark, marked in marks.items() if content.startswith(mark)), None)


def _decoded_as(encoding: str, content: bytes) -> tuple[str, str, list[Fault]]:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        return "", encoding, [_undecodable("unknown_encoding", content, error)]
    return text, encoding, [WHOLE_FILE.warning("encoding", value=encoding, expected=EXPECTED)]


def _undecodable(code: str, content: bytes, error: UnicodeDecodeError) -> Fault:
    line = content.count(b"\n", 0, error.start) + 1
    found = f"line {line}: {content[error.start : error.end].hex(' ')}"
    return WHOLE_FILE.error(code, value=found, expected=EXPECTED)


def _unmarked_utf16(content: bytes) -> str | None:
    """Recognise UTF-16 without its mark by the NULs beside its plain letters.

    Whatever language a file is in, its commas, digits, braces and line ends are plain. Some Chinese
    letters end with a NUL too, as the one for "one" does, but far fewer.
    """
    sample = content[:SAMPLE_BYTES]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    few = max(MIN_PLAIN, len(sample) // 2 * PLAIN_SHARE)
    if max(first, second) < few:
        return None
    if second > MUCH_MORE * first:
        return "utf-16-le"
    return "utf-16-be" if first > MUCH_MORE * second else None


def _is_mostly_utf8(content: bytes) -> bool:
    """Tell damaged UTF-8 from another encoding, in which hardly any letter is valid UTF-8."""
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in text) - damaged
    return whole > damaged
