"""Our own copies of Leaflet and the maps' scripts, and the addresses that they have.

Addresses are relative to the app's root. A map lives in the frame of streamlit-folium, whose page
is two folders below it: addresses that climb from there hold under any `server.baseUrlPath`.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
LEAFLET = "leaflet-1.9.4"
STYLES = (f"{LEAFLET}/leaflet.css", "map.css")
_DIGEST_LENGTH = 12


@cache
def asset(name: str) -> str:
    """Return the address of a file of `static`; it changes with the content, so it can be kept."""
    return f"assets/{name}?v={digest((STATIC / name).read_bytes())}"


def from_frame(address: str) -> str:
    """Return an address below the app's root as a map's frame must name it."""
    return f"../../{address}"


def digest(content: bytes) -> str:
    """Return a short name for exactly this content."""
    return sha256(content).hexdigest()[:_DIGEST_LENGTH]
