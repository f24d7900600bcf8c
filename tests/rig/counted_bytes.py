"""Stands between a client and a server, and counts what the server sends.

It is a process of its own: a client such as pyogrio lets no thread of its own process run.
"""

from __future__ import annotations

import multiprocessing
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65_536
BACKLOG = 64


class CountedBytes:
    """What has gone through so far; `url` is the server's address, by way of here."""

    def __init__(self, url: str, count: Any) -> None:
        self.url = url
        self._count = count

    @property
    def sent(self) -> int:
        """Bytes that the server sent: heads and bodies."""
        return int(self._count.value)

    def restart(self) -> None:
        """Count from nothing again."""
        self._count.value = 0


@contextmanager
def counted(url: str) -> Iterator[CountedBytes]:
    """Listen on a free port for a server that knows its own address from what it is asked for."""
    parts = urlsplit(url)
    server = (str(parts.hostname), int(parts.port or 80))
    processes = multiprocessing.get_context("spawn")
    count, port = processes.Value("q", 0), processes.SimpleQueue()
    proxy = processes.Process(target=pass_all_on, args=(server, count, port), daemon=True)
    proxy.start()
    try:
        yield CountedBytes(url.replace(parts.netloc, f"127.0.0.1:{port.get()}"), count)
    finally:
        proxy.terminate()
        proxy.join()
        port.close()


def pass_all_on(server: tuple[str, int], count: Any, port: Any) -> None:
    """Listen, tell the port, and pass on what comes until the process ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        port.put(listener.getsockname()[1])
        while True:
            client, _ = listener.accept()
            upstream = socket.create_connection(server)
            ways = ((client, upstream, None), (upstream, client, count))
            for way in ways:
                threading.Thread(target=_pass_on, args=way, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, count: Any) -> None:
    """Pass on all that comes, until either end closes."""
    try:
        while chunk := source.recv(CHUNK):
            if count is not None:
                with count.get_lock():
                    count.value += len(chunk)
            target.sendall(chunk)
    except OSError:
        pass
    finally:
        for end in (source, target):
            end.close()
