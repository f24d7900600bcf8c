"""The cookies of people who sign in: what they are called and how they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from starlette.requests import Request
    from starlette.responses import Response

SESSION_COOKIE = "stationmap_session"
DEVICE_COOKIE = "stationmap_device"


def keep(  # noqa: PLR0913  # a cookie is that much
    response: Response,
    request: Request,
    name: str,
    value: str,
    *,
    lasts: timedelta,
    path: str,
    public_url: str | None,
) -> None:
    """Let the browser keep a cookie that no script can read and no other site can send.

    It is `Secure` where people come by HTTPS, also if a proxy ends it.
    """
    by_https = request.url.scheme == "https" or (public_url or "").startswith("https:")
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path=path,
        secure=by_https,
        httponly=True,
        samesite="lax",
    )
