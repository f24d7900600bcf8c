"""A station taken apart into fields that can be compared one by one, and put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.stations.record import PROPERTIES
from stationmap.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BY_KEY = ("facilities", "facility_expiry", "extra")
"""Properties that are taken apart further: each facility, each unknown property is a field."""

_NAMES = (*PROPERTIES[:2], "position", *PROPERTIES[2:], "extra")


def fields_of(station: Station) -> dict[str, Any]:
    """Return what is known of a station, its id aside, by field.

    A field is `position`, the name of a property, or a property and a key such as
    `facilities.water`. What is unknown has no field.
    """
    fields: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(station, name)
        if name in BY_KEY:
            fields |= {f"{name}.{key}": part for key, part in value.items()}
        elif value is not None and value != ():
            fields[name] = value
    return fields


def station_of(station_id: str, fields: Mapping[str, Any]) -> Station:
    """Put a station together; the reverse of `fields_of`."""
    values: dict[str, Any] = {"id": station_id}
    for field, value in fields.items():
        name, dot, key = field.partition(".")
        if dot:
            values.setdefault(name, {})[key] = value
        else:
            values[name] = value
    return Station.model_validate(values)


def in_order(fields: Iterable[str]) -> list[str]:
    """Sort fields as the data contract has them, those of one property by key."""
    return sorted(fields, key=_place)


def _place(field: str) -> tuple[int, str]:
    name, _, key = field.partition(".")
    return _NAMES.index(name), key
