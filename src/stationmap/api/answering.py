"""How pages and features are answered: their headers, and 304 for whoever has them already."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from stationmap.api.headers import listed
from stationmap.api.links import HTML
from stationmap.services.authority import now_utc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from starlette.requests import Request

    from stationmap.api.feature_table import FeatureTable
    from stationmap.api.negotiation import Form
    from stationmap.labels import Language

VERSION = version("stationmap")
TAGS = {"zh": "zh-CN", "en": "en"}
ASK_FIRST = "no-cache"
"""A cache may keep it and asks each time whether it is still so."""

VARY = "Accept, Accept-Language"
SETTLED_AFTER = timedelta(seconds=2)
"""Times of HTTP are whole seconds: while the second lasts, there may be another change in it."""


def tag_of_list(table: FeatureTable, form: Form, language: Language) -> str:
    """Return the entity tag of all that is answered from a table.

    It is weak, since the answer tells when it was made. The moment of the revision tells apart
    what has the same number after a backup was restored.
    """
    stamp = f"{table.changed_at.timestamp():.0f}" if table.changed_at else ""
    return f'W/"r{table.revision}.{stamp}.{form}.{language}.{VERSION}"'


def tag_of_body(body: bytes) -> str:
    """Return the entity tag of a page that depends on nothing else."""
    return f'W/"{blake2b(body, digest_size=9).hexdigest()}"'


def headers_of(
    tag: str,
    language: Language | None = None,
    changed_at: datetime | None = None,
    *,
    clock: Callable[[], datetime] = now_utc,
) -> dict[str, str]:
    """Return what an answer has beside its content, as long as it stays the same."""
    headers = {"ETag": tag, "Cache-Control": ASK_FIRST, "Vary": VARY}
    if language is not None:
        headers["Content-Language"] = TAGS[language]
    if changed_at is not None and clock() - changed_at > SETTLED_AFTER:
        headers["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    return headers


def not_modified(request: Request, headers: Mapping[str, str]) -> Response | None:
    """Return 304 if the client has what would be answered."""
    asked = listed(request, "if-none-match")
    if asked:
        known = {_core(tag) for tag in asked.split(",")}
        has_it = "*" in known or _core(headers["ETag"]) in known
    else:
        since = _moment(request.headers.get("if-modified-since"))
        changed_at = _moment(headers.get("Last-Modified"))
        has_it = since is not None and changed_at is not None and changed_at <= since
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=dict(headers)) if has_it else None


def _moment(date: str | None) -> datetime | None:
    """Return the moment of a date of HTTP; None if it is none, which is then passed over."""
    try:
        moment = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _core(tag: str) -> str:
    """Return a tag without what is left out of a weak comparison, and what proxies append."""
    bare = tag.strip().removeprefix("W/").strip('"')
    for coding in ("-gzip", "-br", "-zstd"):
        bare = bare.removesuffix(coding)
    return bare


def json_page(request: Request, content: object, media_type: str, language: Language) -> Response:
    """Answer with JSON that depends on nothing but the program and its settings."""
    return _page(request, orjson.dumps(content), media_type, language)


def html_page(request: Request, page: str, language: Language) -> Response:
    """Answer with HTML that depends on nothing but the program and its settings."""
    return _page(request, page.encode(), HTML, language)


def _page(request: Request, body: bytes, media_type: str, language: Language) -> Response:
    headers = headers_of(tag_of_body(body), language)
    return not_modified(request, headers) or Response(body, media_type=media_type, headers=headers)
