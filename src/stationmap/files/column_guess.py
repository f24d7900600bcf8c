"""What the columns of a file probably mean; a person may say otherwise."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from stationmap.files.headers import (
    AXES,
    FACILITY_PREFIX,
    JSON_PREFIX,
    Columns,
    meaning_of,
    property_titles,
    title_word,
    understood,
)
from stationmap.stations.codes import Facility
from stationmap.stations.record import PROPERTIES
from stationmap.stations.vocabulary import code_for, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stationmap.errors import Fault
    from stationmap.files.preview import Preview
    from stationmap.geo.datum import Datum
    from stationmap.stations.place import Place

KEEP_ASIDE = "keep_aside"
"""The target of a column that the contract does not know: kept under its title."""

LEAVE_OUT = "leave_out"

TARGETS = (
    KEEP_ASIDE,
    LEAVE_OUT,
    "id",
    *AXES,
    *PROPERTIES,
    *(FACILITY_PREFIX + code for code in Facility),
)
"""All that a column may be taken for."""

SAMPLES = 3
SAMPLE_LENGTH = 40
ALIKE = 86.0
"""Of 100, by letters: an English title with a slip of the pen."""

MIN_ENDING = 2


class Confidence(StrEnum):
    """How sure a guess is."""

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """What one column probably means.

    Attributes
    ----------
    target
        A property, `id`, `lon`, `lat`, `facilities.` and a code, KEEP_ASIDE or LEAVE_OUT.
    datum
        Of an axis whose title names one.
    samples
        The first cells that are not empty, shortened.
    """

    index: int
    title: str
    target: str
    datum: Datum | None
    confidence: Confidence
    samples: tuple[str, ...]


def guesses_of(seen: Preview) -> tuple[ColumnGuess, ...]:
    """Guess each column; what is recognised goes before what only looks like it.

    Of features, the contract's own name of a property goes before other names for it.
    """
    own = set(seen.titles).intersection(PROPERTIES) if seen.unit == "feature" else set()
    words = understood(seen.titles)
    taken = {meaning[0] for meaning in map(meaning_of, words) if meaning is not None}
    guesses = (_guess(seen, index, words[index], taken) for index in range(len(words)))
    return tuple(
        replace(guess, target=KEEP_ASIDE, confidence=Confidence.NONE)
        if guess.target in own and guess.title != guess.target
        else guess
        for guess in guesses
    )


def _guess(seen: Preview, index: int, words: str, taken: set[str]) -> ColumnGuess:
    title = seen.titles[index]
    meaning = meaning_of(words)
    target, datum = (KEEP_ASIDE, None) if meaning is None else meaning
    confidence = Confidence.NONE if meaning is None else Confidence.SURE
    if meaning is not None and words != title:
        confidence = Confidence.LIKELY
    if title_word(words) in _table("left_out"):
        target, confidence = LEAVE_OUT, Confidence.LIKELY
    elif meaning is None:
        likely = _facility_of(seen, index, words) or _likely(words)
        if likely is not None and likely not in taken:
            target, confidence = likely, Confidence.LIKELY
            taken.add(target)
    return ColumnGuess(
        index=index,
        title=title,
        target=target,
        datum=datum,
        confidence=confidence,
        samples=_samples(seen, index),
    )


def targets_of(
    guesses: Sequence[ColumnGuess], datum: Datum, overrides: Mapping[int, str]
) -> list[str]:
    """Return what each column is taken for in a file of this datum.

    Of several columns for an axis, the one of the datum counts, else the one that names none; the
    others are kept aside. What a person said counts before any guess.
    """
    targets = [guess.target for guess in guesses]
    for axis in AXES:
        of_axis = [guess for guess in guesses if guess.target == axis]
        chosen = next(
            (guess for wanted in (datum, None) for guess in of_axis if guess.datum is wanted), None
        )
        for guess in of_axis:
            if guess is not chosen:
                targets[guess.index] = KEEP_ASIDE
    said = set(overrides.values()) - {KEEP_ASIDE, LEAVE_OUT}
    for index, target in enumerate(targets):
        if index not in overrides and target in said:
            targets[index] = KEEP_ASIDE
    for index, target in overrides.items():
        targets[index] = target
    return targets


def columns_for(
    titles: Sequence[str], targets: Sequence[str], header: Place
) -> tuple[Columns, list[Fault]]:
    """Return where each property stands in a row; what two columns claim is a fault."""
    columns = Columns(len(titles))
    faults = []
    for index, (title, target) in enumerate(zip(titles, targets, strict=True)):
        if target == LEAVE_OUT:
            continue
        if target == KEEP_ASIDE:
            table, name = columns.extra, title if title.strip() else f"column {index + 1}"
        elif target.startswith(FACILITY_PREFIX):
            table, name = columns.facilities, target.removeprefix(FACILITY_PREFIX)
        else:
            table, name = columns.properties, target
        if name in table:
            expected = f"one column for {name}"
            faults.append(header.error("duplicate_column", field=title, expected=expected))
        table.setdefault(name, index)
    return columns, faults


def _likely(title: str) -> str | None:
    """Return the property that a title resembles: one that it ends with, or one misspelt."""
    if title.startswith(JSON_PREFIX):
        return None
    word = title_word(title)
    known = {name: prop for name, prop in _firm_titles().items() if len(name) >= MIN_ENDING}
    endings = [name for name in known if word.endswith(name)]
    if endings:
        return known[max(endings, key=len)]
    match = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known[match[0]] if match else None


def _facility_of(seen: Preview, index: int, title: str) -> str | None:
    """Return the target of a column that is called like a facility and says yes and no of it."""
    code = code_for("facility", title_word(title))
    cells = {cells[index].strip() for _, cells in seen.rows if index < len(cells)} - {""}
    if code is None or not cells or None in {code_for("facility_state", cell) for cell in cells}:
        return None
    return FACILITY_PREFIX + code


def _samples(seen: Preview, index: int) -> tuple[str, ...]:
    found: list[str] = []
    for _, cells in seen.rows:
        cell = cells[index].strip() if index < len(cells) else ""
        if cell and cell not in found:
            found.append(cell[:SAMPLE_LENGTH])
        if len(found) == SAMPLES:
            break
    return tuple(found)


@cache
def _firm_titles() -> Mapping[str, str]:
    """Return the property by folded title, without titles that are too general."""
    vague = _table("vague")
    axes = {word: axis for axis in AXES for word in _axis_words(axis)}
    return {name: prop for name, prop in property_titles().items() if name not in vague} | axes


def _axis_words(axis: str) -> Iterable[str]:
    return [word for word in _table(axis) if len(word) >= MIN_ENDING]


@cache
def _table(name: str) -> frozenset[str]:
    text = files("stationmap.files").joinpath("column_guess.toml").read_text(encoding="utf-8")
    return frozenset(map(folded, tomllib.loads(text)[name]))
