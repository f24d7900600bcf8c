"""`/set-up` and `/set-password`: what one-time links lead to, and who is told of the first one."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.routing import Route
from streamlit import config

from stationmap.errors import AccountError, TooManyRequestsError
from stationmap.labels import Language, text
from stationmap.services.passwords import LONGEST, SHORTEST
from stationmap.web import form_request
from stationmap.web.base_path import host_in_address
from stationmap.web.form_page import Field, form, page
from stationmap.web.markup import element
from stationmap.web.sign_in import FORBIDDEN, TOO_MANY, in_waiting_room, signed_in, too_often
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

UNPROCESSABLE = 422


def set_up_routes(base: str) -> list[BaseRoute]:
    """Return the routes below the app's path."""
    return [
        Route(f"{base}/set-up", _show_set_up, methods=["GET"]),
        Route(f"{base}/set-up", _set_up, methods=["POST"]),
        Route(f"{base}/set-password", _show_set_password, methods=["GET"]),
        Route(f"{base}/set-password", _set_password, methods=["POST"]),
    ]


def announce_set_up() -> None:
    """Print the link for the first admin on the server's terminal, if there is no admin yet.

    Each process that starts prints one, and the last one printed is good.
    """
    token = office().accounts.set_up_token()
    if token is None:
        return
    address = f"{_served_address()}/set-up?{urlencode({'token': token})}"
    language = Language(office().settings.language)
    print(text("set_up.announcement", language, address=address), flush=True)  # noqa: T201  # for whoever started the server, and for no log


def _show_set_up(request: Request) -> Response:
    if office().accounts.has_admin():
        return _done_page(request)
    return _set_up_page(request, {"token": request.query_params.get("token", "")})


async def _set_up(request: Request) -> Response:
    sent = await form_request.posted(request)
    work = partial(
        office().accounts.set_up,
        sent.get("token", ""),
        login=sent.get("login", ""),
        name=sent.get("name", ""),
        password=sent.get("password", ""),
        client=form_request.client_of(request),
    )
    return await _answer(request, sent, work, _set_up_page)


async def _show_set_password(request: Request) -> Response:
    return _set_password_page(request, dict(request.query_params))


async def _set_password(request: Request) -> Response:
    sent = await form_request.posted(request)
    work = partial(
        office().accounts.set_password_by_link,
        sent.get("token", ""),
        login=sent.get("login", ""),
        password=sent.get("password", ""),
        client=form_request.client_of(request),
    )
    return await _answer(request, sent, work, _set_password_page)


async def _answer(
    request: Request,
    sent: Mapping[str, str],
    work: Callable[[], str],
    draw: Callable[..., Response],
) -> Response:
    """Do what was asked for and sign in, or show the form again with what was wrong."""
    language = form_request.language_of(request)
    if not form_request.is_from_our_page(request):
        return draw(request, sent, text("sign_in.foreign", language), FORBIDDEN)
    if sent.get("password") != sent.get("again"):
        fault = text("account_fault.passwords_differ", language)
        return draw(request, sent, fault, UNPROCESSABLE)
    try:
        token = await in_waiting_room(work)
    except AccountError as error:
        fault = text(f"account_fault.{error.reason}", language)
        return draw(request, sent, fault, UNPROCESSABLE)
    except TooManyRequestsError as error:
        answer = draw(request, sent, too_often(error, language), TOO_MANY)
        answer.headers["Retry-After"] = str(math.ceil(error.retry_after_s))
        return answer
    return await signed_in(request, token, "./")


def _done_page(request: Request) -> Response:
    """Say to whom an old link leads that it has done its work."""
    language = form_request.language_of(request)
    return page(
        element(
            "a", text("sign_in.link", language), href=f"sign-in?lang={language}", class_="action"
        ),
        title=text("set_up.title", language),
        why=text("set_up.done", language),
        path="set-up",
        kept={},
        language=language,
    )


def _set_up_page(
    request: Request, known: Mapping[str, str], fault: str | None = None, status: int = 200
) -> Response:
    language = form_request.language_of(request)
    kept = {"token": known.get("token", "")}
    name = Field(
        name="name",
        label=text("set_up.name", language),
        autocomplete="name",
        value=known.get("name", ""),
        hint=text("set_up.name_hint", language),
        focused=True,
    )
    login = Field(
        name="login",
        label=text("sign_in.login", language),
        autocomplete="username",
        value=known.get("login", ""),
        hint=text("set_up.login_hint", language),
    )
    return page(
        form(
            name,
            login,
            *_new_password(language),
            action=f"set-up?lang={language}",
            submit=text("set_up.submit", language),
            hidden=kept,
        ),
        title=text("set_up.title", language),
        why=text("set_up.why", language),
        path="set-up",
        kept=kept,
        language=language,
        fault=fault,
        status=status,
    )


def _set_password_page(
    request: Request, known: Mapping[str, str], fault: str | None = None, status: int = 200
) -> Response:
    language = form_request.language_of(request)
    kept = {name: known.get(name, "") for name in ("login", "token")}
    return page(
        form(
            *_new_password(language),
            action=f"set-password?lang={language}",
            submit=text("set_password.submit", language),
            hidden=kept,
        ),
        title=text("set_password.title", language),
        why=text("set_password.why", language, login=kept["login"]),
        path="set-password",
        kept=kept,
        language=language,
        fault=fault,
        status=status,
    )


def _new_password(language: Language) -> tuple[Field, Field]:
    first = Field(
        name="password",
        label=text("set_up.password", language),
        kind="password",
        autocomplete="new-password",
        hint=text("set_up.password_hint", language),
        shortest=SHORTEST,
        longest=LONGEST,
    )
    return first, replace(first, name="again", label=text("set_up.again", language), hint=None)


def _served_address() -> str:
    """Return where the app is for whoever started it: the public address, or where it listens."""
    public_url = office().settings.public_url
    if public_url:
        return public_url.rstrip("/")
    host = host_in_address(config.get_option("server.address"))
    port = config.get_option("server.port")
    return f"http://{host}:{port}{form_request.cookie_path()}".rstrip("/")
