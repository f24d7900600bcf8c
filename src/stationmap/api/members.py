"""Takes the members out of a JSON object that was sent, and names every one that cannot be."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from stationmap.api.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    Code = TypeVar("Code", bound=StrEnum)

_MISSING = object()


class Members:
    """Reads one member after the other; the first that cannot be ends the request.

    What stands there instead is not repeated: it may be a position.

    Raises
    ------
    Problem
        422 that names the member and what would have been right.
    """

    def __init__(self, sent: Mapping[str, Any]) -> None:
        self._sent = sent
        self._asked: set[str] = set()

    def text(self, name: str, *, default: str | None = None) -> str:
        """Return a text."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise unfit(name, "a text")
        return value

    def code(self, name: str, codes: type[Code], *, default: Code | None = None) -> Code:
        """Return a code of a list."""
        value = self._value(name, default)
        if not isinstance(value, str) or value not in set(codes):
            raise unfit(name, f"one of {', '.join(codes)}")
        return codes(value)

    def codes(self, name: str, codes: type[Code]) -> frozenset[Code]:
        """Return the codes of a list; none if it is not there."""
        value = self._value(name, [])
        known = set(codes)
        if not isinstance(value, list) or not all(
            isinstance(each, str) and each in known for each in value
        ):
            raise unfit(name, f"a list out of {', '.join(codes)}")
        return frozenset(map(codes, value))

    def whole(self, name: str, *, least: int, most: int, default: int) -> int:
        """Return a whole number within bounds, both included."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise unfit(name, f"a whole number from {least} to {most}")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false; false if it is not there."""
        value = self._value(name, default=False)
        if not isinstance(value, bool):
            raise unfit(name, "true or false")
        return value

    def pair(self, name: str) -> tuple[float, float]:
        """Return two numbers."""
        value = self._value(name, None)
        if (
            not isinstance(value, list)
            or len(value) != 2  # noqa: PLR2004 - a pair
            or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
        ):
            raise unfit(name, "[longitude, latitude] in degrees")
        return value[0], value[1]

    def refuse_others(self) -> None:
        """Refuse what nobody asked for: a member that is misspelt would be lost unseen."""
        for name in self._sent:
            if name not in self._asked:
                raise unfit(name, f"none but {', '.join(sorted(self._asked))}")

    def _value(self, name: str, default: Any) -> Any:
        self._asked.add(name)
        value = self._sent.get(name, _MISSING)
        if value is _MISSING:
            value = default
        if value is None:
            raise unfit(name, "a value")
        return value


def unfit(name: str, expected: str) -> Problem:
    """Return the problem of a member that cannot be as it is."""
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Invalid member",
        f"{name[:80]}: expected {expected}.",
        member=name[:80],
        expected=expected,
    )
