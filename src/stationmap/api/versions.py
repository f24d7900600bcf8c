"""Versions of stations as entity tags, and the preconditions that name them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from stationmap.api.headers import listed
from stationmap.api.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from stationmap.api.negotiation import Form
    from stationmap.labels import Language
    from stationmap.upkeep.change import Kept

_TAG = re.compile(
    r'(?:W/)?"v([1-9][0-9]{0,17})(?:\.(?:json|html)\.(?:zh|en))?(?:-(?:gzip|br|zstd))?"'
)
"""A version may be read in another form or language, and what compresses it weakens a tag (nginx,
ourselves) or appends to it (Caddy, Apache); the version that it names is the same, and that is what
is compared."""

NEEDED = (
    "Say which version you change: send the ETag of the station as you read it in If-Match. "
    "So nobody's change is overwritten unseen."
)


def tag_of(version: int) -> str:
    """Return the entity tag of a version of a station, in the form that everybody gets first."""
    return f'"v{version}"'


def tag_of_other(version: int, form: Form, language: Language) -> str:
    """Return the entity tag of what else is made of a version."""
    return f'W/"v{version}.{form}.{language}"'


def require_version(request: Request, kept: Kept) -> int:
    """Return the version that a change is made from, if it is the newest.

    Raises
    ------
    Problem
        428 if the request names no version, 400 if it names none of ours.
    OutdatedError
        If the station has another version by now.
    """
    given = listed(request, "if-match").strip()
    if not given:
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, detail=NEEDED)
    if given == "*":
        return kept.version
    tags = [tag.strip() for tag in given.split(",")]
    named = [found for found in map(_TAG.fullmatch, tags) if found]
    versions = {int(found[1]) for found in named}
    if kept.version in versions:
        return kept.version
    raise OutdatedError(kept, max(versions, default=None))


class OutdatedError(Exception):
    """A change was made from another version than the newest; None if from none of ours."""

    def __init__(self, kept: Kept, version: int | None) -> None:
        self.kept = kept
        self.version = version
        super().__init__(f"{kept.station.id!r} has version {kept.version}")
