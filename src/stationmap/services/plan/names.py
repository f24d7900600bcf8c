"""The words that planners give: tidied, and refused where a list or a reader would suffer."""

from __future__ import annotations

from stationmap.errors import PlanError, ScenarioError
from stationmap.upkeep.short_text import MAX_LENGTH, reasons_against, tidied

MOST_CHARACTERS = 60
"""A name stands in a list beside others."""


def required_name(name: str) -> str:
    """Return a name in one line, without space around it.

    Raises
    ------
    PlanError
        If there is none, or it is too long or holds what hides or turns text.
    """
    name = " ".join(name.split())
    if not name:
        raise PlanError("name_missing")
    if len(name) > MOST_CHARACTERS:
        raise PlanError("name_too_long", length=len(name), most=MOST_CHARACTERS)
    if reasons_against(name):
        raise PlanError("name_bad")
    return name


def required_origin(origin: str) -> str:
    """Return where figures come from, or of which date they are; it may be empty.

    Raises
    ------
    PlanError
        If it is too long or holds what hides or turns text.
    """
    origin = " ".join(origin.split())
    if reasons_against(origin):
        raise PlanError("origin_bad", most=MAX_LENGTH)
    return origin


def required_note(note: str) -> str:
    """Return a note on a scenario, tidied; it may be empty.

    Raises
    ------
    ScenarioError
        As for `required_origin`.
    """
    note = tidied(note)
    if reasons_against(note):
        raise ScenarioError("scenario_note", most=MAX_LENGTH)
    return note
