"""One courier's connection to the app: a WebSocket that speaks Streamlit's protocol, no browser."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FINISHED = frozenset(
    {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
)
STARTED_OVER = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class RunFailedError(RuntimeError):
    """The app's script did not finish well."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the app's script, as the courier's end saw it.

    Attributes
    ----------
    ms
        From the message sent to the message that the script has finished.
    received_bytes
        What came in meanwhile.
    """

    ms: float
    received_bytes: int


class CourierSession:
    """An open session of the app."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, url: str) -> CourierSession:
        """Connect to the app at this address, as its page does."""
        connection = await connect(
            f"{url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=None,
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        return cls(connection)

    async def arrive(self) -> Run:
        """Open the first page: one run of the whole script."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.context_info.timezone = "Asia/Shanghai"
        message.rerun_script.context_info.locale = "zh-CN"
        return await self._run(message)

    async def tap(self, recorded: BackMsg, *, lon: float, lat: float) -> Run:
        """Send a recorded tap on the map again, at another place."""
        return await self._run(tap_at(recorded, lon=lon, lat=lat))

    async def close(self) -> None:
        """Leave."""
        await self._connection.close()

    async def _run(self, message: BackMsg) -> Run:
        started = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        received = 0
        async for forward, size in self._messages():
            received += size
            if forward.WhichOneof("type") != "script_finished":
                continue
            if forward.script_finished in FINISHED:
                return Run((time.perf_counter() - started) * 1000, received)
            if forward.script_finished != STARTED_OVER:
                break
        raise RunFailedError("the script failed, or the server closed the connection")

    async def _messages(self) -> AsyncIterator[tuple[ForwardMsg, int]]:
        async for payload in self._connection:
            message = ForwardMsg()
            if isinstance(payload, bytes):
                message.ParseFromString(payload)
                yield message, len(payload)


def tap_at(recorded: BackMsg, *, lon: float, lat: float) -> BackMsg:
    """Return the recorded tap with its positions moved to this one."""
    message = copy.deepcopy(recorded)
    for widget in message.rerun_script.widget_states.widgets:
        kind = widget.WhichOneof("value")
        if kind in {"json_value", "json_trigger_value"}:
            moved = _moved(json.loads(getattr(widget, kind)), lon=lon, lat=lat)
            setattr(widget, kind, json.dumps(moved))
    return message


def _moved(value: Any, *, lon: float, lat: float) -> Any:
    """Replace each `{lat, lng}` within a JSON value."""
    if isinstance(value, dict):
        if set(value) >= {"lat", "lng"}:
            return {**value, "lat": lat, "lng": lon}
        return {key: _moved(inner, lon=lon, lat=lat) for key, inner in value.items()}
    return (
        [_moved(inner, lon=lon, lat=lat) for inner in value] if isinstance(value, list) else value
    )
