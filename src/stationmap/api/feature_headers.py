"""What the answers with features say beside them: the positions' system, and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.api.links import JSON, STATIONS, Link
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.api.desk import Desk
    from stationmap.api.question import Question


def crs_headers(question: Question) -> dict[str, str]:
    """Say in which system positions are; GCJ-02 has no identifier, and is named by itself."""
    if question.datum is not Datum.WGS84:
        return {"Content-Datum": question.datum}
    return {"Content-Crs": f"<{question.crs}>"}


def collection_link(desk: Desk) -> Link:
    """Return the link to the collection."""
    return Link(desk.at(STATIONS), "collection", JSON, desk.say("stations"))


def link_header(links: Iterable[Link]) -> str:
    """Return links as RFC 8288 writes them, for who does not read the body."""
    return ", ".join(f'<{one.href}>; rel="{one.rel}"; type="{one.type}"' for one in links)
