"""From a raw record, as a file held it, to a Station: every fault of it, not just the first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from stationmap.geo.datum import Datum
from stationmap.geo.position import Position
from stationmap.stations.place import Place, shown
from stationmap.stations.station import Station
from stationmap.stations.tidying import TIDY, Unusable
from stationmap.stations.unstorable import unstorable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from stationmap.errors import Fault

NOT_PROPERTIES = frozenset({"id", "position", "extra"})
PROPERTIES = tuple(name for name in Station.model_fields if name not in NOT_PROPERTIES)
"""The properties of the data contract, in its order."""

NOWHERE = Position(0.0, 0.0)
"""Stands in for a position that is missing or wrong, so that the rest is checked all the same."""

_CODE_OF_PYDANTIC = {
    "missing": "missing_field",
    "string_too_short": "missing_field",
    "string_too_long": "text_too_long",
    "value_error": "bad_text",
    "string_unicode": "bad_text",
    "greater_than_equal": "number_out_of_range",
    "less_than_equal": "number_out_of_range",
    "finite_number": "not_finite",
}

_PYDANTIC_PREFIX = re.compile(r"Input should be |String should have |Value error, ")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One record as it came.

    Attributes
    ----------
    id
        None where the record has none.
    coordinates
        Longitude and latitude in range, in the datum of the file; None where there are none.
    properties
        By the names of the data contract where it knows them; None and blank text are unknown.
    """

    place: Place
    id: str | None
    coordinates: tuple[float, float] | None
    properties: Mapping[str, Any]

    def identified(self, station_id: str) -> RawRecord:
        """Return the same record with this id."""
        return replace(self, id=station_id, place=replace(self.place, station_id=station_id))


def station_from(
    record: RawRecord, position: Position | None, datum: Datum
) -> tuple[Station | None, list[Fault]]:
    """Build the station that a record describes, and collect what is wrong with it.

    Parameters
    ----------
    position
        What the record's coordinates mean in WGS-84; None if they are unusable, which whoever
        read them has said already.
    datum
        The datum that the coordinates came in; if not WGS-84, the station keeps both.

    Returns
    -------
    station
        None if any fault is an error, or if there is no position.
    """
    given, extra = _split(record.properties)
    faults = list(_tidy(record.place, given))
    faults += _extra_faults(record.place, extra)
    if datum is not Datum.WGS84:
        given |= {"source_datum": datum, "source_position": record.coordinates}
    fields = given | {"id": record.id, "position": position or NOWHERE, "extra": extra}
    try:
        station = Station.model_validate(fields)
    except ValidationError as error:
        known = {fault.field for fault in faults}
        found = (_from_pydantic(record.place, detail) for detail in error.errors())
        return None, faults + [fault for fault in found if fault.field not in known]
    usable = position is not None and not faults
    return station if usable else None, faults


def _split(properties: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part what the contract knows, the unknown left out, from what it does not."""
    given: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in properties.items():
        if name not in _KNOWN:
            extra[name] = value
        elif value is not None and not (isinstance(value, str) and not value.strip()):
            given[name] = value
    return given, extra


def _tidy(place: Place, given: dict[str, Any]) -> Iterator[Fault]:
    """Put codes, dates and hours into their final form, in place; leave out what cannot be."""
    for name in [name for name in given if name in TIDY or isinstance(given[name], bool)]:
        try:
            given[name] = _refuse_bool(given[name]) if name not in TIDY else TIDY[name](given[name])
        except Unusable as unusable:
            del given[name]
            yield place.error(
                unusable.code, field=name, value=unusable.value, expected=unusable.expected
            )


def _refuse_bool(value: object) -> object:
    """Refuse true and false, which no property is, but which pass for 1 and 0."""
    raise Unusable("wrong_type", value, "text or a number, not true or false")


def _extra_faults(place: Place, extra: Mapping[str, Any]) -> list[Fault]:
    faults = []
    for name, value in extra.items():
        found = unstorable(name) or unstorable(value)
        if found is not None:
            faults.append(place.error(found.code, field=name, value=value, expected=found.expected))
    return faults


def _from_pydantic(place: Place, detail: ErrorDetails) -> Fault:
    """Say in our words what pydantic found."""
    location = ".".join(str(part) for part in detail["loc"])
    code = _CODE_OF_PYDANTIC.get(detail["type"], "wrong_type")
    missing = detail["type"] == "missing"
    reason = _PYDANTIC_PREFIX.sub("", detail["msg"])
    return place.error(
        code,
        field=location,
        value="" if missing else shown(detail["input"]),
        expected="a value" if missing else reason,
    )


_KNOWN = frozenset(PROPERTIES)
