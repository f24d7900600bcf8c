"""What our own routes answer while the store cannot be reached: 503, and a page that says so."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from stationmap.errors import StoreError
from stationmap.labels import text
from stationmap.web.form_page import page
from stationmap.web.form_request import language_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

RETRY_AFTER_S = 5

_log = logging.getLogger(__name__)


async def refuse(request: Request, error: Exception) -> Response:
    """Answer a request that needs the store."""
    _log.warning("a request was refused, for the store cannot be used: %s", error)
    language = language_of(request)
    answer = page(
        title=text("store_away.title", language),
        why=text("store_away.no_page", language),
        path="",
        kept={},
        language=language,
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


HANDLERS = {StoreError: refuse}
"""As Starlette takes them."""
