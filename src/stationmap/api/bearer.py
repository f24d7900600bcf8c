"""On whose behalf a program writes: the token in its `Authorization` header, and nothing else.

The pages' session cookie is no way in here, so that no other site can let a browser write.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.security import HTTPBearer
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

from stationmap.api.problems import Problem
from stationmap.errors import NotSignedInError
from stationmap.services.api_tokens import token_bearer

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.bootstrap import Office
    from stationmap.upkeep.account import TokenBearer

SCHEME = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of an account of staff: made on the page of accounts, or by "
    "`stationmap accounts token add`.",
)
WANTED = (
    "This needs a token of staff: Authorization: Bearer TOKEN. Staff make theirs on the page "
    "“Accounts”, an operator with: stationmap accounts token add LOGIN --name NAME"
)
REFUSED = "The token is unknown, revoked or expired, or its account is disabled."
LONGEST = 256
"""Of a token in characters; ours have 47."""


def actor_of(office: Callable[[], Office]) -> Callable[[Request], None]:
    """Return what finds out on whose behalf a request acts, before anything else of it is read."""

    def find_actor(request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise _unauthorised(WANTED, "")
        bearer = token_bearer(token[:LONGEST])
        try:
            office().authority.account(bearer)
        except NotSignedInError:
            raise _unauthorised(REFUSED, ', error="invalid_token"') from None
        request.state.actor = bearer

    return find_actor


def actor_in(request: Request) -> TokenBearer:
    """Return on whose behalf a request acts, which was found out before."""
    actor: TokenBearer = request.state.actor
    return actor


def _unauthorised(detail: str, more: str) -> Problem:
    headers = {"WWW-Authenticate": f'Bearer realm="stationmap"{more}'}
    return Problem(HTTPStatus.UNAUTHORIZED, detail=detail, headers=headers)
