"""What is posted to our own routes: read up to a limit, and only from our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.exceptions import HTTPException
from streamlit import config

from stationmap.labels import Language
from stationmap.web.shell import PAGE_NAMES
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST_FORM_BYTES = 8 * 1024
BAD, TOO_LARGE, OTHER_TYPE = 400, 413, 415
MOST_FIELDS = 20
FORM_TYPE = "application/x-www-form-urlencoded"


async def posted(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, the first of each name.

    Raises
    ------
    HTTPException
        413 or 400 if there is too much of it, 415 if it is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise HTTPException(OTHER_TYPE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM_BYTES:
            raise HTTPException(TOO_LARGE)
    sent = body.decode("utf-8", "replace")
    try:
        fields = parse_qs(sent, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(BAD) from None
    return {name: values[0] for name, values in fields.items()}


def is_from_our_page(request: Request) -> bool:
    """Say whether a form was sent from a page of this site.

    The cookies are `SameSite=Lax`, so that no other site can use a session; this keeps others from
    signing somebody in or out. A browser says where a form is from by `Sec-Fetch-Site`, where the
    address is not HTTPS by `Origin` alone.
    """
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    ours = {request.headers.get("host", "")}
    public_url = office().settings.public_url
    if public_url:
        ours.add(urlsplit(public_url).netloc)
    return bool(origin.netloc) and origin.netloc in ours


def language_of(request: Request) -> Language:
    """Return the language that the address asks for, else that of a first visit."""
    asked = request.query_params.get("lang")
    return Language(asked if asked in set(Language) else office().settings.language)


def client_of(request: Request) -> str:
    """Return the address that a request came from; behind a proxy, the one that it forwards."""
    return request.client.host if request.client else ""


def next_page(wanted: str) -> str:
    """Return where to go after signing in, relative: one of our pages, whatever was asked for."""
    name, _, query = wanted.partition("?")
    if name not in {"", *PAGE_NAMES} or query.count("&") >= MOST_FIELDS:
        return "./"
    kept = urlencode(parse_qsl(query))
    return f"./{name}?{kept}" if kept else f"./{name}"


def cookie_path() -> str:
    """Return the path below which the app is served."""
    prefix: str = config.get_option("server.baseUrlPath")
    return "/" + prefix.strip("/")
