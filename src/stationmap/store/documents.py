"""A station as the text that is kept of it, and what can be kept at all."""

from __future__ import annotations

from pydantic_core import PydanticSerializationError

from stationmap.errors import UnstorableError
from stationmap.stations.station import Station
from stationmap.stations.unstorable import unstorable


def document_of(station: Station) -> str:
    """Return a station as JSON; what is not known takes no room.

    Raises
    ------
    UnstorableError
        If `extra` holds what is no JSON, or what not every store can keep.
    """
    if station.extra:
        require_storable(station.extra)
    try:
        return station.model_dump_json(exclude_defaults=True)
    except PydanticSerializationError:
        raise UnstorableError(station.extra, "what is written as JSON") from None


def station_of(document: str) -> Station:
    """Return the station that a document is of."""
    return Station.model_validate_json(document)


def require_storable(*values: object) -> None:
    """Refuse what SQLite, PostgreSQL or UTF-8 cannot hold, so that every store agrees.

    Raises
    ------
    UnstorableError
        At the first such text or number, also within lists and mappings.
    """
    for value in values:
        fault = unstorable(value)
        if fault is not None:
            raise UnstorableError(value, fault.expected)


def is_storable(*values: object) -> bool:
    """Say whether all of these can be kept; what cannot be was never kept."""
    return all(unstorable(value) is None for value in values)
