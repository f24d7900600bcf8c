"""Records what a real browser sends when a courier taps the map, to be sent again by many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg

from bench.app_pages import map_point, mark_answers, open_find, tap_map
from rig.chromium import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, WebSocket


def record_tap(browser: Browser, url: str) -> BackMsg:
    """Open the find page, tap its map, and return the message that the tap sent.

    Raises
    ------
    LookupError
        If the tap sent no message that runs the script.
    """
    sent: list[bytes] = []

    def keep(frame: bytes | str) -> None:
        sent.append(frame.encode() if isinstance(frame, str) else frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", keep)

    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.on("websocket", listen)
    open_find(page, url)
    sent.clear()
    tap_map(page, map_point(page), mark_answers(page))
    context.close()
    return _first_run_with_a_place(sent)


def _first_run_with_a_place(sent: list[bytes]) -> BackMsg:
    """Return the first message that asks for a run and carries a place."""
    for payload in sent:
        message = BackMsg()
        message.ParseFromString(payload)
        if message.WhichOneof("type") == "rerun_script" and b'"lat"' in payload:
            return message
    raise LookupError("the tap on the map sent no position")
