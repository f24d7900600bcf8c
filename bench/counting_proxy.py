"""Counts what a server sends, whoever asks: service workers too, whom no page's session sees."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 65_536
HOST = "127.0.0.1"


@dataclass(slots=True)
class CountingProxy:
    """A door to a server.

    Attributes
    ----------
    url
        Where it answers, without a slash at the end.
    sent_bytes
        What the server has sent through it: bodies as they came, headers included.
    """

    url: str
    sent_bytes: int = 0


@contextmanager
def counting_proxy(url: str) -> Iterator[CountingProxy]:
    """Open a door to the server at a URL of this machine."""
    with socket.create_server((HOST, 0)) as door:
        proxy = CountingProxy(f"http://{HOST}:{door.getsockname()[1]}{urlsplit(url).path}")
        port = urlsplit(url).port or 80
        Thread(target=_let_in, args=(door, port, proxy), daemon=True).start()
        yield proxy


def _let_in(door: socket.socket, port: int, proxy: CountingProxy) -> None:
    with suppress(OSError):  # the door is closed at the end
        while True:
            visitor, _ = door.accept()
            server = socket.create_connection((HOST, port))
            Thread(target=_pass_on, args=(visitor, server, None), daemon=True).start()
            Thread(target=_pass_on, args=(server, visitor, proxy), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, count: CountingProxy | None) -> None:
    with suppress(OSError):
        while chunk := source.recv(CHUNK_BYTES):
            if count is not None:
                count.sent_bytes += len(chunk)
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
