"""`/sign-in` and `/sign-out`: plain forms, since a cookie is set by an answer, not by a page."""

from __future__ import annotations

import math
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stationmap.errors import SignInRefusedError, TooManyRequestsError
from stationmap.labels import text
from stationmap.web import form_request, openid, session_cookie
from stationmap.web.form_page import Field, form, page
from stationmap.web.markup import Markup, element
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from stationmap.labels import Language

    Made = TypeVar("Made")

SEE_OTHER, FORBIDDEN, UNAUTHORISED, TOO_MANY = 303, 403, 401, 429
DEVICE_LASTS = timedelta(days=365)
_waiting_room = CapacityLimiter(8)
"""Threads in which people wait for their turn to be hashed; the pages have the other threads."""


def sign_in_routes(base: str) -> list[BaseRoute]:
    """Return the routes below the app's path."""
    return [
        Route(f"{base}/sign-in", _show, methods=["GET"]),
        Route(f"{base}/sign-in", _sign_in, methods=["POST"]),
        Route(f"{base}/sign-out", _sign_out, methods=["POST"]),
    ]


async def in_waiting_room(work: Callable[[], Made]) -> Made:
    """Do what takes a hash in a thread of its own."""
    return await to_thread.run_sync(work, limiter=_waiting_room)


async def signed_in(request: Request, token: str, where: str) -> Response:
    """Send a browser on with the cookie of a new session."""
    settings = office().settings
    answer = RedirectResponse(where, status_code=SEE_OTHER, headers={"Cache-Control": "no-store"})
    keep = partial(
        session_cookie.keep,
        answer,
        request,
        path=form_request.cookie_path(),
        public_url=settings.public_url,
    )
    session_lasts = timedelta(hours=settings.session_hours)
    keep(session_cookie.SESSION_COOKIE, token, lasts=session_lasts)
    device = await to_thread.run_sync(office().accounts.device_of, token)
    if device:
        keep(session_cookie.DEVICE_COOKIE, device, lasts=DEVICE_LASTS)
    return answer


def too_often(error: TooManyRequestsError, language: Language) -> str:
    """Say when to come back."""
    return text("sign_in.too_often", language, minutes=math.ceil(error.retry_after_s / 60))


async def _show(request: Request) -> Response:
    return _page(request, wanted=request.query_params.get("next", ""))


async def _sign_in(request: Request) -> Response:
    language = form_request.language_of(request)
    sent = await form_request.posted(request)
    wanted, login = sent.get("next", ""), sent.get("login", "")
    again = partial(_page, request, wanted=wanted, login=login)
    if not form_request.is_from_our_page(request):
        return again(fault=text("sign_in.foreign", language), status=FORBIDDEN)
    attempt = partial(
        office().accounts.sign_in,
        login,
        sent.get("password", ""),
        client=form_request.client_of(request),
        device=request.cookies.get(session_cookie.DEVICE_COOKIE),
    )
    try:
        token = await in_waiting_room(attempt)
    except SignInRefusedError:
        return again(fault=text("sign_in.refused", language), status=UNAUTHORISED)
    except TooManyRequestsError as error:
        answer = again(fault=too_often(error, language), status=TOO_MANY)
        answer.headers["Retry-After"] = str(math.ceil(error.retry_after_s))
        return answer
    await to_thread.run_sync(_end_session, request)
    return await signed_in(request, token, form_request.next_page(wanted))


async def _sign_out(request: Request) -> Response:
    sent = await form_request.posted(request)
    if not form_request.is_from_our_page(request):
        fault = text("sign_in.foreign", form_request.language_of(request))
        return _page(request, fault=fault, status=FORBIDDEN)
    await to_thread.run_sync(partial(_end_session, request, everywhere="everywhere" in sent))
    where = openid.SIGN_OUT if openid.is_signed_in(request) else "./"
    answer = RedirectResponse(where, status_code=SEE_OTHER, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(session_cookie.SESSION_COOKIE, path=form_request.cookie_path())
    return answer


def _end_session(request: Request, *, everywhere: bool = False) -> None:
    token = request.cookies.get(session_cookie.SESSION_COOKIE)
    if token:
        office().accounts.sign_out(token, everywhere=everywhere)


def _page(
    request: Request,
    *,
    wanted: str = "",
    login: str = "",
    fault: str | None = None,
    status: int = 200,
) -> Response:
    language = form_request.language_of(request)
    fields = (
        Field(
            name="login",
            label=text("sign_in.login", language),
            autocomplete="username",
            value=login[:64],
            focused=not login,
        ),
        Field(
            name="password",
            label=text("sign_in.password", language),
            kind="password",
            autocomplete="current-password",
            longest=128,
            focused=bool(login),
        ),
    )
    answer = page(
        form(
            *fields,
            action=f"sign-in?lang={language}",
            submit=text("sign_in.submit", language),
            hidden={"next": wanted},
        ),
        _providers(language),
        element("p", text("sign_in.forgotten", language), class_="form-foot"),
        title=text("sign_in.title", language),
        why=text("sign_in.why", language),
        path="sign-in",
        kept={"next": wanted} if wanted else {},
        language=language,
        fault=fault,
        status=status,
    )
    openid.settle_xsrf(request, answer)
    return answer


def _providers(language: Language) -> Markup | None:
    links = [
        element("a", openid.label(provider, language), href=address, class_="action")
        for provider, address in openid.providers()
    ]
    return element("div", *links, class_="or") if links else None
