"""Which column of a planner's file holds the demand, the code or the name; and its numbers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, NoReturn

from stationmap.errors import DemandError
from stationmap.files.plan_content import named
from stationmap.stations.place import shown
from stationmap.stations.vocabulary import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.errors import PlanError

MAX_WEIGHT = 1e12
"""More than any count of people; sums of such weights are still exact to a person."""

_YEAR = re.compile(r"(19|20)\d\d")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?([eE][+-]?\d+)?|[+-]?\.\d+", re.ASCII)


def weight_column(titles: Sequence[str], said: str | None) -> int | None:
    """Return the place of the column that holds the demand; None if no title looks like one.

    Parameters
    ----------
    said
        The title that a person named; None to guess.

    Raises
    ------
    DemandError
        `demand_no_column` if there is none of that title, `demand_which_column` if several
        look like it.
    """
    if said is not None:
        return said_column(titles, said, DemandError)
    found = [place for place, title in enumerate(titles) if means("weight", title)]
    if len(found) > 1:
        raise DemandError("demand_which_column", columns=named([titles[one] for one in found]))
    return found[0] if found else None


def said_column(titles: Sequence[str], said: str, error: type[PlanError]) -> int:
    """Return the place of the column that a person named, letter by letter or nearly so.

    Raises
    ------
    PlanError
        Of the given kind, `no_column`, if there is none of that title; it names those there are.
    """
    if said in titles:
        return titles.index(said)
    alike = [place for place, title in enumerate(titles) if folded(title) == folded(said)]
    if not alike:
        raise error("no_column", column=shown(said), columns=named(list(titles)))
    return alike[0]


def means(what: str, title: str) -> bool:
    """Say whether a title is a word for `weight`, `code`, `name` or `name_en`."""
    word = _YEAR.sub("", folded(title))
    for noise in _words()["left_out"]:
        word = word.replace(noise, "")
    return word in _words()[what]


def weight_of(value: object, *, unit: str, number: int, column: str) -> float:
    """Return the demand that a cell or a property states.

    Parameters
    ----------
    unit, number
        Where it stands: a `row` or a `feature`.

    Raises
    ------
    DemandError
        `row_negative`, `row_weight`, `feature_negative` or `feature_weight`.
    """
    weight = _number(value)
    if weight is None or not isfinite(weight) or weight > MAX_WEIGHT:
        _refuse(f"{unit}_weight", number, column, value)
    if weight < 0:
        _refuse(f"{unit}_negative", number, column, value)
    return weight


def _refuse(code: str, number: int, column: str, value: object) -> NoReturn:
    found = "" if value is None else shown(value)
    raise DemandError(code, number=number, column=shown(column), value=found)


def _number(value: object) -> float | None:
    if isinstance(value, str):
        text = value.strip()
        return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


@cache
def _words() -> dict[str, frozenset[str]]:
    text = files("stationmap.files").joinpath("plan_columns.toml").read_text(encoding="utf-8")
    return {name: frozenset(map(folded, words)) for name, words in tomllib.loads(text).items()}
