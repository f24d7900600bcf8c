"""Reads the file of standards: what stations of each kind should have."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from stationmap.errors import SettingsError
from stationmap.upkeep.standards import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_standards(path: Path) -> tuple[Profile, ...]:
    """Read the profiles, in the order of the file.

    Raises
    ------
    SettingsError
        If the file cannot be read, or naming everything in it that is wrong.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("standards", f"{path} is no file of standards: {error}") from error
    profiles, reasons = [], [f"there is no table {name}" for name in stated if name != "profile"]
    for number, table in enumerate(stated.get("profile", []), start=1):
        try:
            profiles.append(Profile.model_validate(table))
        except ValidationError as error:
            reasons += (f"profile {number}: {reason}" for reason in _reasons(error))
    reasons += _twice(profiles)
    if reasons:
        raise SettingsError("standards", f"{path}: " + "; ".join(reasons))
    return tuple(profiles)


def _reasons(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_url=False, include_input=False):
        # People count the items of a list from one.
        steps = (str(step + 1) if isinstance(step, int) else str(step) for step in found["loc"])
        yield ": ".join([" ".join(steps), found["msg"].removeprefix("Value error, ")])


def _twice(profiles: list[Profile]) -> Iterator[str]:
    known = set()
    for profile in profiles:
        if (profile.code, profile.since) in known:
            yield f"{profile.code} stands twice from {profile.since} on"
        known.add((profile.code, profile.since))
