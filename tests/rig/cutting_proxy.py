"""A proxy that cuts off: it relays TCP on 127.0.0.1, and can lose answers and connections."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65_536


class CuttingProxy:
    """Relays to one port, until told otherwise.

    Attributes
    ----------
    upstream
        The port to which it relays who connects next.
    port
        Where it listens.
    loses_answers
        Whether what comes back is thrown away: the server gets a request, and nobody hears of it.
    is_down
        Whether it hangs up on whoever connects.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port: int = self._listener.getsockname()[1]
        self.loses_answers = False
        self.is_down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break off every connection, as a proxy does that is started anew."""
        with self._lock:
            cut, self._open = self._open, set()
        for end in cut:
            _hang_up(end)

    def close(self) -> None:
        """Listen no more."""
        self.is_down = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.is_down:
                _hang_up(client)
                continue
            server = socket.create_connection(("127.0.0.1", self.upstream))
            with self._lock:
                self._open |= {client, server}
            for pump in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pump, args=pump, daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:  # noqa: FBT001 - of a thread
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                if not (is_answer and self.loses_answers):
                    sink.sendall(chunk)
        for end in (source, sink):
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def cutting_proxy(url: str) -> Iterator[CuttingProxy]:
    """Relay to a server of ours until the block ends."""
    proxy = CuttingProxy(int(url.rpartition(":")[2]))
    try:
        yield proxy
    finally:
        proxy.close()
