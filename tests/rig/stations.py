"""Stations of which only the facts that a test is about are known."""

from __future__ import annotations

from typing import Any

from stationmap import Position, Station

BEIJING_CENTRE = Position(116.4, 39.9)


def station(**facts: Any) -> Station:
    """Make a warm station in the middle of Beijing about which only these facts are known."""
    known = {"id": "1", "name": "示例驿站", "kind": "warm_station", "position": BEIJING_CENTRE}
    return Station(**{**known, **facts})
