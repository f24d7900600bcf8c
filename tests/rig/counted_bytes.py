"""Stands between a client and a server, and counts what the server sends."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65_536
BACKLOG = 64


@dataclass(slots=True)
class CountedBytes:
    """What has gone through so far.

    Attributes
    ----------
    url
        The server's address, by way of here.
    sent
        Bytes that the server sent: heads and bodies.
    """

    url: str
    sent: int = 0

    def restart(self) -> None:
        """Count from nothing again."""
        self.sent = 0


@contextmanager
def counted(url: str) -> Iterator[CountedBytes]:
    """Listen on a free port for a server that knows its own address from what it is asked for."""
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        port = listener.getsockname()[1]
        count = CountedBytes(url.replace(parts.netloc, f"127.0.0.1:{port}"))
        server = (str(parts.hostname), int(parts.port or 80))
        threading.Thread(target=_accept, args=(listener, server, count), daemon=True).start()
        yield count
        # On Linux an accept that waits does not end when its socket is closed.
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, server: tuple[str, int], count: CountedBytes) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        upstream = socket.create_connection(server)
        threading.Thread(target=_pass_on, args=(client, upstream), daemon=True).start()
        threading.Thread(target=_pass_on, args=(upstream, client, count), daemon=True).start()


def _pass_on(
    source: socket.socket, target: socket.socket, count: CountedBytes | None = None
) -> None:
    """Pass on all that comes, until either end closes."""
    try:
        while chunk := source.recv(CHUNK):
            if count is not None:
                count.sent += len(chunk)
            target.sendall(chunk)
    except OSError:
        pass
    finally:
        for end in (source, target):
            end.close()
