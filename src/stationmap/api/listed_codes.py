"""Codes that stand in one query parameter, separated by commas."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from stationmap.api.problems import BadParameter

if TYPE_CHECKING:
    from enum import StrEnum

    Code = TypeVar("Code", bound=StrEnum)


def codes_listed(name: str, given: str, codes: type[Code]) -> frozenset[Code]:
    """Return the codes; none of an empty text.

    Raises
    ------
    BadParameter
        At the first that is not in its list.
    """
    listed = [code.strip() for code in given.split(",")] if given else []
    known = set(codes)
    for code in listed:
        if code not in known:
            raise BadParameter(name, f"There is no {code[:80]!r}; known: {', '.join(codes)}.")
    return frozenset(map(codes, listed))
