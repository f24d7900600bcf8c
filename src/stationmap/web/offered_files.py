"""Files that pages offer: made when they are asked for, from what was shown when they were offered.

Streamlit's own deferred downloads are void as soon as the page is drawn again, so a tap on a slow
line fails. These stay good for a while, and end with the session for which they were offered.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import PlainTextResponse, Response

from stationmap.errors import NotSignedInError, SignInRefusedError
from stationmap.web import visit
from stationmap.web.markup import element
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from stationmap.upkeep.account import SessionKey
    from stationmap.web.markup import Markup

FOLDER = "download"
OFFERS_KEPT = 512
"""Of the whole process; the oldest are forgotten."""

OFFERS_OF_A_LINK = 3
"""The same link of one session, drawn again and again, stays good for so many drawings."""

GONE, FORBIDDEN = 410, 403


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """A file that can be asked for.

    Attributes
    ----------
    session
        The session of staff that must still be open; None for what everybody may have.
    """

    build: Callable[[], bytes]
    file_name: str
    media_type: str
    session: SessionKey | None


class Offers:
    """The offers of the process, by a token that nobody can guess; threads may share it."""

    def __init__(self, most: int = OFFERS_KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, Offer] = OrderedDict()

    def keep(self, offer: Offer) -> str:
        """Keep an offer and return its token."""
        token = token_urlsafe(24)
        with self._lock:
            self._kept[token] = offer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return token

    def drop(self, token: str) -> None:
        """Forget an offer, if it is still kept."""
        with self._lock:
            self._kept.pop(token, None)

    def get(self, token: str) -> Offer | None:
        """Return the offer, if it is still kept."""
        with self._lock:
            return self._kept.get(token)


_offers = Offers()


def download_link(
    label: str, build: Callable[[], bytes], *, file_name: str, media_type: str, key: str
) -> Markup:
    """Return a link that downloads a file.

    Parameters
    ----------
    build
        Makes the file, in a thread of its own; it may not use Streamlit.
    key
        What tells this link from others of the session: `page:field`.
    """
    offer = Offer(build=build, file_name=file_name, media_type=media_type, session=_session())
    token = _offers.keep(offer)
    mine: list[str] = st.session_state.setdefault(f"{key}:offers", [])
    mine.append(token)
    while len(mine) > OFFERS_OF_A_LINK:
        _offers.drop(mine.pop(0))
    return element(
        "a", label, class_="action", href=f"{FOLDER}/{token}", download=file_name, target="_self"
    )


def offered_file(request: Request) -> Response:
    """Answer with a file that was offered, made now."""
    offer = _offers.get(request.path_params["token"])
    if offer is None:
        return PlainTextResponse("this offer has ended: reload the page", status_code=GONE)
    if offer.session is not None:
        try:
            office().authority.account(offer.session)
        except NotSignedInError:
            return PlainTextResponse("the session has ended: sign in", status_code=FORBIDDEN)
    return Response(
        offer.build(),
        media_type=offer.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{offer.file_name}"',
            "Cache-Control": "no-store",
        },
    )


def _session() -> SessionKey | None:
    try:
        return visit.actor()
    except (NotSignedInError, SignInRefusedError):
        return None
