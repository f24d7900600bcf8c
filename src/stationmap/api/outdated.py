"""What is answered to a change that was made from another version than the newest."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from stationmap.api.feature_bytes import Row
from stationmap.api.problems import Problem
from stationmap.api.versions import tag_of
from stationmap.errors import RevisionNotFoundError

if TYPE_CHECKING:
    from stationmap.api.versions import OutdatedError
    from stationmap.services.edit import EditStations
    from stationmap.stations.station import Station

DETAIL = (
    "The station has another version by now. Nothing was written. Look at both versions, make "
    "your change of the current one, and send it with that one's ETag."
)
UNKNOWN = (
    "If-Match names no version of this station. Nothing was written. Send the ETag of the version "
    "that you have read."
)


def outdated_problem(
    error: OutdatedError, edit: EditStations, mine: Station | None = None
) -> Problem:
    """Return the problem, with the version that was changed and the one that there is.

    Parameters
    ----------
    mine
        What was to be written; then the answer also names the fields that both changed, and
        proposes a station with all that do not contradict.
    """
    kept = error.kept
    more: dict[str, Any] = {
        "current_version": kept.version,
        "current": Row(kept.station).feature,
        "your_version": error.version,
        "yours": None,
    }
    if error.version is not None:
        more |= _compared(edit, mine or kept.station, error.version, is_change=mine is not None)
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "Changed meanwhile" if error.version is not None else "No such version",
        DETAIL if error.version is not None else UNKNOWN,
        headers={"ETag": tag_of(kept.version)},
        **more,
    )


def _compared(
    edit: EditStations, mine: Station, version: int, *, is_change: bool
) -> dict[str, Any]:
    try:
        conflict = edit.conflict(mine, version)
    except RevisionNotFoundError:
        return {}
    more: dict[str, Any] = {"yours": Row(conflict.base).feature}
    if is_change:
        more |= {"conflicts": conflict.fields, "proposal": Row(conflict.proposal).feature}
    return more
