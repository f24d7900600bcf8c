"""Scenarios and uploads as rows, and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.coverage.scenario import Scenario
from stationmap.geo.position import Position
from stationmap.store.documents import document_of, require_storable, station_of
from stationmap.store.plan_protocol import Upload, UploadKind
from stationmap.store.rows import micros, moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.stations.station import Station

DOCUMENTS_AT_HAND = 64
"""Of scenarios: each page of a planner lists all of them, and few have changed since the last."""


def scenario_row(scenario: Scenario) -> dict[str, Any]:
    """Return the row of a scenario.

    Raises
    ------
    UnstorableError
        If any of its texts cannot be kept.
    """
    content = {
        "added": [orjson.loads(document_of(station)) for station in scenario.added],
        "closed": list(scenario.closed),
        "moved": {one: [where.lon, where.lat] for one, where in scenario.moved.items()},
        "hours": {one: list(hours) for one, hours in scenario.hours.items()},
        "note": scenario.note,
    }
    require_storable(scenario.id, scenario.name, scenario.owner, content)
    return {
        "id": scenario.id,
        "name": scenario.name,
        "owner": scenario.owner,
        "created_at": micros(scenario.created_at),
        "changed_at": micros(scenario.changed_at),
        "version": scenario.version,
        "removed": False,
        "document": orjson.dumps(content).decode(),
    }


def scenario_of(row: Mapping[Any, Any]) -> Scenario:
    """Return the scenario of a row; a document that was read a moment ago is not read again."""
    content = _content_of(row["document"])
    return Scenario(
        id=row["id"],
        name=row["name"],
        owner=row["owner"],
        created_at=moment(row["created_at"]),
        changed_at=moment(row["changed_at"]),
        version=row["version"],
        added=content.added,
        closed=content.closed,
        moved=dict(content.moved),
        hours=dict(content.hours),
        note=content.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    added: tuple[Station, ...]
    closed: tuple[str, ...]
    moved: Mapping[str, Position]
    hours: Mapping[str, tuple[str | None, str | None]]
    note: str


@lru_cache(maxsize=DOCUMENTS_AT_HAND)
def _content_of(document: str) -> _Content:
    content = orjson.loads(document)
    return _Content(
        added=tuple(station_of(orjson.dumps(one).decode()) for one in content["added"]),
        closed=tuple(content["closed"]),
        moved={one: Position(*where) for one, where in content["moved"].items()},
        hours={one: (hours[0], hours[1]) for one, hours in content["hours"].items()},
        note=content["note"],
    )


def upload_row(upload: Upload) -> dict[str, Any]:
    """Return the row of an upload, but for its body.

    Raises
    ------
    UnstorableError
        If any of its texts or figures cannot be kept.
    """
    row = {
        "id": upload.id,
        "kind": upload.kind.value,
        "name": upload.name,
        "owner": upload.owner,
        "created_at": micros(upload.created_at),
        "source": upload.source,
        "as_of": upload.as_of,
        "points": upload.points,
        "total": upload.total,
    }
    require_storable(row)
    return row


def upload_of(row: Mapping[Any, Any]) -> Upload:
    """Return the upload of a row."""
    return Upload(
        id=row["id"],
        kind=UploadKind(row["kind"]),
        name=row["name"],
        owner=row["owner"],
        created_at=moment(row["created_at"]),
        source=row["source"],
        as_of=row["as_of"],
        points=row["points"],
        total=row["total"],
    )
