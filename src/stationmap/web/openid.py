"""Signing in with OpenID Connect, as Streamlit's `[auth]` secrets configure it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streamlit.auth_util import get_secrets_auth_section
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette import starlette_auth_routes, starlette_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from stationmap.labels import text

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from stationmap.labels import Language

SIGN_OUT = "./auth/logout"
"""Where Streamlit forgets who somebody is, and tells the provider if that wants to know."""
UNNAMED = "default"


def providers() -> list[tuple[str, str]]:
    """Return each configured provider, and the relative address that leads to it."""
    section: dict[str, Any] = get_secrets_auth_section().to_dict()
    named = [name for name, options in section.items() if _is_provider(options)]
    names = [UNNAMED, *named] if _is_provider(section) else named
    return [(name, _relative(generate_login_redirect_url(name))) for name in names]


def label(provider: str, language: Language) -> str:
    """Say what the way to a provider is called."""
    if provider == UNNAMED:
        return text("sign_in.with_provider", language)
    return text("sign_in.with_named_provider", language, provider=provider)


def is_signed_in(request: Request) -> bool:
    """Say whether the browser holds Streamlit's mark of a provider's sign-in."""
    return USER_COOKIE_NAME in request.cookies


def is_signature_good(request: Request) -> bool:
    """Say whether Streamlit itself signed that mark."""
    return (
        is_signed_in(request)
        and starlette_auth_routes._get_signed_cookie_from_request(request, USER_COOKIE_NAME)  # noqa: SLF001  # it has no public name
        is not None
    )


def settle_xsrf(request: Request, response: Response) -> None:
    """Give the browser of somebody who signs in so its XSRF cookie with the page.

    Streamlit's script asks for it twice at once and gets two different ones; if the second comes
    while the WebSocket opens, Streamlit does not believe who somebody is.
    """
    if is_signed_in(request) or providers():
        starlette_routes._ensure_xsrf_cookie(request, response)  # noqa: SLF001  # it has no public name


def _is_provider(options: object) -> bool:
    return isinstance(options, dict) and "client_id" in options


def _relative(address: str) -> str:
    """Return an address of Streamlit's, which begins with the app's path, as below that."""
    return "./auth/" + address.rpartition("/auth/")[2]
