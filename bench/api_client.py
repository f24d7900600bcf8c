"""Asks servers the same, in turns, over connections that are kept open."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class Way:
    """One server asked in one way.

    Attributes
    ----------
    name
        As the table shows it.
    url
        Without a query.
    compressed
        Whether answers may come compressed by gzip.
    took_s, sizes, features
        Of each question so far: how long, how many bytes on the wire, and what was answered.
    """

    name: str
    url: str
    compressed: bool = False
    took_s: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    features: list[list[dict[str, Any]]] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None

    def ask(self, query: Mapping[str, Any], *, counts: bool = True) -> None:
        """Ask once; `counts` is False for what only warms the server.

        Raises
        ------
        RuntimeError
            If the answer is no 200.
        """
        parts = urlsplit(self.url)
        connection = self._connection or http.client.HTTPConnection(parts.netloc, timeout=60)
        self._connection = connection
        headers = {"Accept-Encoding": "gzip" if self.compressed else "identity"}
        target = f"{parts.path}?{urlencode(query)}"
        started = time.perf_counter()
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        body = response.read()
        taken_s = time.perf_counter() - started
        if response.status != http.client.OK:
            raise RuntimeError(f"{self.name}, {target}: {response.status}, {body[:500]!r}")
        if counts:
            self.took_s.append(taken_s)
            self.sizes.append(len(body))
            is_gzip = response.headers.get("Content-Encoding") == "gzip"
            self.features.append(json.loads(gzip.decompress(body) if is_gzip else body)["features"])


def said(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a feature says of its station, whatever else a server adds to it.

    Left out are what is null, the id that tipg repeats, and a status that is open.
    """
    properties = {
        name: value
        for name, value in feature["properties"].items()
        if value is not None and (name, value) != ("status", "open") and name != "id"
    }
    return {
        "id": feature["id"],
        "coordinates": feature["geometry"]["coordinates"],
        "properties": properties,
    }
