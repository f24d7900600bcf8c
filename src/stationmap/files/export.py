"""What of a station is worth writing: its known properties, as JSON holds them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from stationmap.stations.codes import Status
from stationmap.stations.record import PROPERTIES

if TYPE_CHECKING:
    from stationmap.stations.station import Station

MAX_DECIMALS = 6
"""Of a degree: 0.1 m, as the data contract says."""


def known_properties(station: Station) -> dict[str, Any]:
    """Return the properties that are known, in the contract's order.

    Left out are None, what is empty, and a status that is open, for it is so unless said otherwise.
    """
    values = ((name, getattr(station, name)) for name in PROPERTIES)
    return {name: _plain(value) for name, value in values if _is_said(value)}


def _is_said(value: object) -> bool:
    return value is not None and value not in ((), {}, Status.OPEN)


def _plain(value: Any) -> Any:
    """Return text, numbers, lists and objects alone."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(part) for key, part in value.items()}
    return value
