"""Our own copies of Leaflet and the maps' scripts, and the addresses that they have in a map.

A map lives in the frame of streamlit-folium, whose page is two folders below the app's root:
addresses that climb from there hold under any `server.baseUrlPath`.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
ROOT = "../.."
"""The app's root, seen from the page of streamlit-folium's frame."""

LEAFLET = "leaflet-1.9.4"
_DIGEST_LENGTH = 12


@cache
def asset(name: str) -> str:
    """Return the address of a file of `static`; it changes with the content, so it can be kept."""
    return f"{ROOT}/assets/{name}?v={digest((STATIC / name).read_bytes())}"


def digest(content: bytes) -> str:
    """Return a short name for exactly this content."""
    return sha256(content).hexdigest()[:_DIGEST_LENGTH]
