"""What spreadsheets make of cells on their own: dates as numbers, ids without their zeros."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from stationmap.stations import unstorable

DAY_ZERO = date(1899, 12, 30)
"""Spreadsheets count days from here; the date that they show as 1 March 1900 is number 61."""

FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050
"""1954 to 2100: numbers that are dates in a column of dates, and no years or ids."""

KEPT_DIGITS = 15
"""Of a longer number the rest is lost."""

CONTROL = re.compile(f"{unstorable.CONTROL.pattern}|_x00(?:0[0-8BCEF]|1[0-9A-F])_")
"""Characters that mean nothing in a cell; a workbook writes them as _x0007_, if at all."""

_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?")
_SCIENTIFIC = re.compile(r"(\d(?:\.\d+)?)[eE]\+?\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_LINE_END = re.compile(r"(?:_x000[dD]_)?\r?\n|\r")


def as_date(cell: str) -> str:
    """Return a date without the midnight, or the number, that a spreadsheet made of it."""
    text = cell.strip()
    match = _SERIAL.fullmatch(text)
    if match and FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
        return (DAY_ZERO + timedelta(days=int(match[1]))).isoformat()
    return _MIDNIGHT.sub("", text)


def is_scientific(cell: str) -> bool:
    """Say whether a cell shows a whole number as 1.38E+10, without its last digits."""
    return _SCIENTIFIC.fullmatch(cell.strip()) is not None


def whole_number(cell: str) -> str:
    """Return 13800138000 for 1.3800138000E+10 and 13800138000.0, where no digit is missing."""
    text = cell.strip()
    if is_scientific(text):
        number = Decimal(text)
        shown = len(_digits(text))
        return f"{number:.0f}" if shown > number.adjusted() else text
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def is_rewritten(kept: str, cell: str) -> bool:
    """Say whether a cell is what a spreadsheet shows of a text that nobody edited.

    That is the text itself, its lines ended otherwise, or the same number: without leading zeros,
    with .0 behind it, in scientific notation, or with its digits after the fifteenth gone.
    """
    one, other = (_LINE_END.sub("\n", text).strip() for text in (kept, cell))
    if one == other:
        return True
    if not _NUMBER.fullmatch(one):
        return False
    if is_scientific(other):
        return _rounded(Decimal(one), len(_digits(other))) == Decimal(other)
    if not _NUMBER.fullmatch(other):
        return False
    return Decimal(other) in {Decimal(one), _cut(Decimal(one))}


def _digits(scientific: str) -> str:
    """Return the digits before the exponent."""
    return scientific.lower().partition("e")[0].replace(".", "")


def _rounded(number: Decimal, digits: int) -> Decimal:
    return Decimal(f"{number:.{digits - 1}e}")


def _cut(number: Decimal) -> Decimal:
    """Return a number as a spreadsheet keeps it, the digits after the fifteenth being zeros."""
    beyond = number.adjusted() + 1 - KEPT_DIGITS
    return number if beyond <= 0 else number - number % (Decimal(10) ** beyond)
