"""Staff of a served app: made on its command line, signed in over HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from rig.command_line import CliRunner
from stationmap.cli import app as stationmap_app

if TYPE_CHECKING:
    from email.message import Message

    from rig.served_app import ServedApp

PASSWORD = "a good deal of hot water"  # noqa: S105  # the tests' own
SET_UP_LINK = re.compile(r"http://\S+/set-up\?token=(\S+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a form."""

    status: int
    headers: Message
    text: str

    @property
    def cookies(self) -> dict[str, str]:
        """The values of the cookies that it set."""
        pairs = (each.split(";", 1)[0] for each in self.headers.get_all("Set-Cookie", []))
        return dict(pair.split("=", 1) for pair in pairs)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Let the test see where it would go."""


def post(app: ServedApp, path: str, fields: dict[str, str], **headers: str) -> Answer:
    """Send a form as a browser on our own page does; headers by names with underscores."""
    address = urlsplit(app.url)
    sent = {"Origin": f"{address.scheme}://{address.netloc}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(  # noqa: S310  # our own address
        app.url + path, data=urlencode(fields).encode(), headers=sent, method="POST"
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())


def sign_in(app: ServedApp, login: str, password: str = PASSWORD, **headers: str) -> Answer:
    """Sign in over HTTP."""
    return post(app, "/sign-in", {"login": login, "password": password}, **headers)


def accounts(app: ServedApp, *arguments: str, typed: str = "") -> str:
    """Run `stationmap accounts …` on the app's store, in this process."""
    store = {"STATIONMAP_STORE_URL": f"sqlite:///{app.store}"}
    run = CliRunner().invoke(stationmap_app, ["accounts", *arguments], input=typed, env=store)
    assert run.exit_code == 0, run.output
    return run.stdout


def hire(app: ServedApp, login: str, *options: str) -> None:
    """Make an account with the tests' password."""
    name = ("--name", login.title())
    accounts(app, "add", login, *name, *options, "--password-stdin", typed=f"{PASSWORD}\n")


def session_cookie(app: ServedApp, login: str) -> Any:
    """Sign in, and return the cookie as a browser context takes it."""
    value = sign_in(app, login).cookies["stationmap_session"]
    return {"name": "stationmap_session", "value": value, "url": app.url}
