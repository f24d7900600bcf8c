"""The feed of changes: who follows it from 0 has a copy of the list, and keeps it true."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from stationmap.api.answering import ASK_FIRST, not_modified
from stationmap.api.feature_bytes import Row
from stationmap.api.problems import Problem
from stationmap.api.told import FEATURE_SCHEMA, JSON, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.upkeep.change import Kept

USUAL_LIMIT, MOST = 1000, 10_000
LATEST = 2**53 - 1
"""The largest whole number that every JSON parser keeps."""

CONFLICT = 409
_lane = CapacityLimiter(2)
"""Threads for long answers: whoever copies the list waits for others who do, and nobody else."""

CHANGE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["revision", "id", "version", "removed"],
    "properties": {
        "revision": {"type": "integer"},
        "id": {"type": "string"},
        "version": {"type": "integer"},
        "removed": {"type": "boolean"},
        "successor": {
            "type": "string",
            "nullable": True,
            "description": "Of what was removed: the id of the station that it was merged into.",
        },
        "feature": FEATURE_SCHEMA,
    },
}
CHANGES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["since", "until", "revision", "complete", "changes", "links"],
    "properties": {
        "since": {"type": "integer"},
        "until": {"type": "integer", "description": "What to ask for as `since` next time."},
        "revision": {"type": "integer", "description": "The newest revision of the list."},
        "complete": {"type": "boolean", "description": "Whether nothing is left to ask for now."},
        "changes": {"type": "array", "items": CHANGE_SCHEMA},
        "links": {"type": "array", "items": {"type": "object"}},
    },
}

Since = Annotated[
    int, Query(ge=0, le=LATEST, description="The revision that the copy has; 0 for none.")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many changes at most.")]


def changes_router(office: Callable[[], Office]) -> APIRouter:
    """Return the route."""
    router = APIRouter(tags=["copies"])

    @router.get(
        "/changes",
        summary="What has changed since a revision",
        operation_id="changes",
        responses=told(
            200, "The changes, in the order in which they were made.", JSON, CHANGES_SCHEMA, 409
        )
        | {304: {"description": "Nothing has changed since."}},
        response_class=Response,
    )
    async def changes(request: Request, since: Since = 0, limit: Limit = USUAL_LIMIT) -> Response:
        """Return each station that has changed, once, as it is now; what is removed as a tombstone.

        Put each into the copy in this order, keep `until`, and ask again with it.
        """
        work = partial(answer, request, since, limit)
        return await to_thread.run_sync(work, limiter=_lane)

    def answer(request: Request, since: int, limit: int) -> Response:
        store = office().store
        newest = store.revision()
        if since > newest and store.history(number=since):
            newest = since  # another process has saved it, and this one has not heard of it yet
        elif since > newest:
            detail = (
                f"The newest revision is {newest}: this is a copy of something else. Begin at 0."
            )
            raise Problem(CONFLICT, "Ahead of the list", detail, revision=newest)
        headers = {"ETag": f'"r{newest}-{since}-{limit}"', "Cache-Control": ASK_FIRST}
        known = not_modified(request, headers)
        if known is not None:
            return known
        # One more than is sent tells whether there are more.
        found = store.changed_after(since, limit=limit + 1) if since < newest else []
        body = _page(found, since=since, limit=limit, newest=newest)
        here = f"{request.scope['root_path']}/changes"
        body["links"] = _links(here, body, limit)
        return Response(orjson.dumps(body), media_type=JSON, headers=headers)

    return router


def _page(found: list[Kept], *, since: int, limit: int, newest: int) -> dict[str, Any]:
    """Return a page; it ends with the newest revision only if nothing was left out.

    What was saved after `newest` was read may be among the changes: it is not left out next time.
    """
    sent = found[:limit]
    is_complete = len(found) <= limit
    last = sent[-1].revision if sent else since
    return {
        "since": since,
        "until": max(last, newest) if is_complete else last,
        "revision": max(newest, last),
        "complete": is_complete,
        "changes": [_change(kept) for kept in sent],
    }


def _change(kept: Kept) -> dict[str, Any]:
    change: dict[str, Any] = {
        "revision": kept.revision,
        "id": kept.station.id,
        "version": kept.version,
        "removed": kept.removed,
    }
    if kept.removed:
        return change | {"successor": kept.successor}
    return change | {"feature": Row(kept.station).feature}


def _links(here: str, page: dict[str, Any], limit: int) -> list[dict[str, str]]:
    rel = "monitor" if page["complete"] else "next"
    usual = "" if limit == USUAL_LIMIT else f"&limit={limit}"
    since, until = page["since"], page["until"]
    return [
        {"rel": "self", "type": JSON, "href": f"{here}?since={since}{usual}"},
        {"rel": rel, "type": JSON, "href": f"{here}?since={until}{usual}"},
    ]
