"""Rows into the words of the program, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stationmap.store.documents import document_of, station_of
from stationmap.upkeep.account import Account, Role
from stationmap.upkeep.change import Action, Change, Kept, Revision

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return a moment as whole microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    """Return the moment, in UTC."""
    return _EPOCH + microseconds * _MICROSECOND


def station_row(kept: Kept) -> dict[str, Any]:
    """Return the row of a station."""
    station = kept.station
    return {
        "id": station.id,
        "kind": station.kind.value,
        "status": station.status.value,
        "lon": station.position.lon,
        "lat": station.position.lat,
        "version": kept.version,
        "revision": kept.revision,
        "removed": kept.removed,
        "successor": kept.successor,
        "document": document_of(station),
    }


def kept_of(row: RowMapping) -> Kept:
    """Return what a row of stations keeps."""
    return Kept(
        station=station_of(row["document"]),
        version=row["version"],
        revision=row["revision"],
        removed=row["removed"],
        successor=row["successor"],
    )


def revision_row(kept: Kept, change: Change) -> dict[str, Any]:
    """Return the row of the revision that made a station so."""
    return {
        "number": kept.revision,
        "station_id": kept.station.id,
        "version": kept.version,
        "action": change.action.value,
        "who": change.who,
        "at": micros(change.at),
        "why": change.why,
        "batch": change.batch,
        "undoes": change.undoes,
        "successor": kept.successor,
        "document": None if kept.removed else document_of(kept.station),
    }


def revision_of(row: RowMapping) -> Revision:
    """Return the revision of a row that has the document `before` it beside its own."""
    return Revision(
        number=row["number"],
        station_id=row["station_id"],
        version=row["version"],
        change=Change(
            action=Action(row["action"]),
            who=row["who"],
            at=moment(row["at"]),
            why=row["why"],
            batch=row["batch"],
            undoes=row["undoes"],
        ),
        before=None if row["before"] is None else station_of(row["before"]),
        after=None if row["document"] is None else station_of(row["document"]),
        successor=row["successor"],
    )


def account_of(row: RowMapping) -> Account:
    """Return the account of a row."""
    return Account(
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        area=row["area"],
        subject=row["subject"],
        disabled=row["disabled"],
        created_at=moment(row["created_at"]),
    )
