"""Which column of a CSV holds what."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from stationmap.files.title_remarks import without_remark
from stationmap.geo.datum import Datum
from stationmap.labels import Language
from stationmap.stations.place import Place
from stationmap.stations.record import PROPERTIES
from stationmap.stations.vocabulary import code_for, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stationmap.errors import Fault

FIRST_ROW = Place(unit="row", number=1)
JSON_PREFIX = "json:"
"""Marks a column whose cells are JSON: an unknown property that is not plain text."""

AXES = ("lon", "lat")
BY_FACILITY = frozenset({"facilities", "facility_expiry"})
"""Properties that an export may spread over a column for each facility."""

OWN_COLUMNS = frozenset({"id", *AXES, *PROPERTIES}) - BY_FACILITY
"""What an export of this program has a column for."""

FACILITY_PREFIX = "facilities."
"""Before the code of a facility that has a column of its own."""

_BRACKETS = re.compile(r"[()\[\]]")


@dataclass(slots=True)
class Columns:
    """Where each property stands in a row, by index.

    Attributes
    ----------
    properties
        By the contract's name; `id`, `lon` and `lat` (in the datum of the file) are among them.
    facilities
        By facility code, where each has a column of its own.
    extra
        By header, as it stands, for columns that the contract does not know.
    """

    width: int
    properties: dict[str, int] = field(default_factory=dict)
    facilities: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)


def columns_of(
    header: Sequence[str], datum: Datum, header_row: Place = FIRST_ROW
) -> tuple[Columns, list[Fault]]:
    """Recognise the columns of a header; a column that is missing or there twice is a fault."""
    columns = Columns(len(header))
    axes: dict[tuple[str, Datum | None], int] = {}
    faults: list[Fault] = []
    for index, (title, words) in enumerate(zip(header, understood(header), strict=True)):
        target, name = _target(columns, axes, title, words, index)
        if name in target:
            expected = f"one column for {name if isinstance(name, str) else name[0]}"
            faults.append(header_row.error("duplicate_column", field=title, expected=expected))
        target.setdefault(name, index)
    _choose_axes(columns, axes, datum, header)
    faults += _missing(columns, axes, datum, header_row, ", ".join(header))
    return columns, faults


def is_recognised(title: str) -> bool:
    """Say whether a header means something to this program."""
    return title.startswith(JSON_PREFIX) or likely_meaning_of(title) is not None


def likely_meaning_of(title: str) -> tuple[str, Datum | None] | None:
    """Return what a header means, if need be without its remark in brackets."""
    return meaning_of(title) or meaning_of(without_remark(title))


def understood(header: Sequence[str]) -> list[str]:
    """Return each title without a remark that hides its meaning, if no other title means the same.

    Of a telephone by day and a telephone by night, neither is the telephone.
    """
    claims = [likely_meaning_of(title) or without_remark(title) for title in header]
    claimed = Counter(claims)
    return [
        title if meaning_of(title) or claimed[claim] > 1 else without_remark(title)
        for title, claim in zip(header, claims, strict=True)
    ]


def meaning_of(title: str) -> tuple[str, Datum | None] | None:
    """Return what a header means, and of an axis its datum where the header names one.

    That is a property's name, `id`, `lon`, `lat`, or `facilities.` and a code.
    """
    axis = _axis_of(title)
    if axis is not None:
        return axis
    facility = _facility_of(title)
    if facility is not None:
        return FACILITY_PREFIX + facility, None
    name = None if title.startswith(JSON_PREFIX) else property_titles().get(title_word(title))
    return None if name is None else (name, None)


def title_word(title: str) -> str:
    """Return a title as it is compared: folded, without the marks of a form."""
    return _form_marks().sub("", folded(title))


def may_be_kind(title: str) -> bool:
    """Say whether a title that is not understood may be that of the kind."""
    return any(word in title.casefold() for word in _table("of_a_kind")["words"])


def named_datums(titles: Iterable[str]) -> tuple[Datum, ...]:
    """Return the datums that titles of axes name, each once."""
    axes = filter(None, map(_axis_of, titles))
    return tuple(dict.fromkeys(datum for _, datum in axes if datum is not None))


def chinese_title(name: str) -> str:
    """Return what a property's column is called in a workbook that is exported in Chinese."""
    return _table("column").get(name, [name])[0]


def facility_title(word: str, language: Language) -> str:
    """Return what the column of one facility is called in a workbook in this language."""
    english, *_, chinese = _table("facility_column")["prefixes"]
    return f"{chinese if language is Language.ZH else english}{word}"


def _target(
    columns: Columns,
    axes: dict[tuple[str, Datum | None], int],
    title: str,
    words: str,
    index: int,
) -> tuple[dict[Any, int], Any]:
    """Return the table that a column belongs in, and its key there.

    Parameters
    ----------
    words
        What the title is looked up by.
    """
    axis = _axis_of(words)
    if axis is not None:
        return axes, axis
    facility = _facility_of(words)
    if facility is not None:
        return columns.facilities, facility
    if not title.startswith(JSON_PREFIX) and title_word(words) in property_titles():
        return columns.properties, property_titles()[title_word(words)]
    return columns.extra, title if title.strip() else f"column {index + 1}"


def _axis_of(title: str) -> tuple[str, Datum | None] | None:
    """Return the axis that a column gives, and its datum where the title names one."""
    words = _BRACKETS.sub("", title_word(title))
    return _axis_titles().get(words)


def _facility_of(title: str) -> str | None:
    for prefix in _table("facility_column")["prefixes"]:
        if title.casefold().startswith(prefix):
            return code_for("facility", title[len(prefix) :])
    return None


def _choose_axes(
    columns: Columns,
    axes: dict[tuple[str, Datum | None], int],
    datum: Datum,
    header: Sequence[str],
) -> None:
    """Take the columns of the file's datum, else those of none; the rest are extra."""
    for axis in AXES:
        chosen = axes.get((axis, datum), axes.get((axis, None)))
        if chosen is not None:
            columns.properties[axis] = chosen
    taken = set(columns.properties.values())
    columns.extra |= {header[index]: index for index in axes.values() if index not in taken}


def _missing(
    columns: Columns,
    axes: Mapping[tuple[str, Datum | None], int],
    datum: Datum,
    header_row: Place,
    found: str,
) -> Iterator[Fault]:
    others = sorted({other.value for _, other in axes if other is not None and other is not datum})
    hint = f"; the file has {', '.join(others)}: try --datum {others[0]}" if others else ""
    for name in ("name", *AXES):
        if name not in columns.properties:
            expected = f"a column for {name}" + (f" in {datum}{hint}" if name in AXES else "")
            yield header_row.error("missing_column", field=name, value=found, expected=expected)


@cache
def _form_marks() -> re.Pattern[str]:
    """Return what a form puts beside a title to say whether it must be filled in."""
    marks = _table("form_marks")
    opening, closing, bracketed, alone = (
        "|".join(map(re.escape, marks[name]))
        for name in ("opening", "closing", "bracketed", "alone")
    )
    return re.compile(f"(?:{opening})(?:{bracketed})(?:{closing})|(?:{alone})")


@cache
def property_titles() -> Mapping[str, str]:
    """Return the property by folded title, positions aside."""
    titles = {
        folded(title): name
        for name, others in _table("column").items()
        if name not in AXES
        for title in others
    }
    return titles | {folded(name): name for name in ("id", *PROPERTIES)}


@cache
def _axis_titles() -> Mapping[str, tuple[str, Datum | None]]:
    titles: dict[str, tuple[str, Datum | None]] = {}
    for axis in AXES:
        for word in map(folded, (axis, *_table("column")[axis])):
            titles[word] = (axis, None)
            for datum, names in _table("datum").items():
                for name in map(folded, names):
                    titles[word + name] = titles[name + word] = (axis, Datum(datum))
    return titles


@cache
def _table(name: str) -> Mapping[str, list[str]]:
    text = files("stationmap.files").joinpath("headers.toml").read_text(encoding="utf-8")
    table: Mapping[str, list[str]] = tomllib.loads(text)[name]
    return table
