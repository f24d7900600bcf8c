"""Properties by which stations are chosen: the parameters of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.api.parameters import Parameter
from stationmap.api.problems import BadParameter
from stationmap.geo.datum import Datum
from stationmap.stations.codes import (
    Audience,
    Entry,
    Facility,
    FacilityState,
    StationKind,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from stationmap.stations.station import Station

MAX_COUNT = 1_000_000
CODES: dict[str, type[StrEnum]] = {
    "kind": StationKind,
    "status": Status,
    "source_datum": Datum,
    "audience": Audience,
    "entry": Entry,
    "facility": Facility,
}
TEXTS = ("name", "district", "street", "address", "host", "host_type", "grade", "phone", "source")
NUMBERS = ("capacity", "truck_bays", "showers", "washers", "beds")
SETS = ("audience", "entry", "facility")
"""Of these a station has several."""

EACH_OF = ("facility",)
"""Of these a station must have each that is asked for; of the others any one."""

_SAYS = {
    "facility": "Facilities that are known to work, all of them, with commas between",
    "audience": "Who is known to be let in: any of these, with commas between",
    "entry": "How one gets in: any of these, with commas between",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a property must be: any of the values, or each of them."""

    name: str
    values: tuple[str, ...]


def wanted_from(given: Mapping[str, str]) -> Iterator[Wanted]:
    """Yield what the parameters ask of properties.

    Raises
    ------
    BadParameter
        If a code is not in its list, or a number is none.
    """
    for name, codes in CODES.items():
        if name in given:
            yield Wanted(name, tuple(_code(name, codes, part) for part in given[name].split(",")))
    for name in TEXTS:
        if name in given:
            yield Wanted(name, (given[name],))
    for name in NUMBERS:
        if name in given:
            yield Wanted(name, (_number(name, given[name]),))


def _code(name: str, codes: type[StrEnum], value: str) -> str:
    if value not in set(codes):
        raise BadParameter(name, f"{name} is of {', '.join(codes)}, not {value[:80]!r}.")
    return value


def _number(name: str, value: str) -> str:
    is_whole = value.isascii() and value.isdecimal()
    if not is_whole or len(value) > len(str(MAX_COUNT)) or int(value) > MAX_COUNT:
        raise BadParameter(name, f"{name} is a whole number from 0 to {MAX_COUNT}.")
    return str(int(value))


def values_of(station: Station, name: str) -> tuple[str, ...]:
    """Return the values of a property that has several."""
    if name == "facility":
        states = station.facilities.items()
        return tuple(code for code, state in states if state is FacilityState.WORKING)
    found: tuple[str, ...] = getattr(station, name)
    return found


def filter_parameters() -> list[Parameter]:
    """Return the parameters as the API's description lists them.

    Programs that read OpenAPI send the conditions that they find here to the server. The schema of
    codes is text all the same, since GDAL takes no condition on a list.
    """
    codes = [
        Parameter(name=name, description=_says(name, codes), schema=_schema(codes))
        for name, codes in CODES.items()
    ]
    texts = [Parameter(name=name, description=f"The {name} is exactly this text") for name in TEXTS]
    whole: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": MAX_COUNT}
    numbers = [
        Parameter(name=name, description=f"The number of {name}", schema=whole) for name in NUMBERS
    ]
    return [*codes, *texts, *numbers]


def _says(name: str, codes: type[StrEnum]) -> str:
    begins = _SAYS.get(name, f"The {name} is any of these, with commas between")
    return f"{begins}: {', '.join(codes)}"


def _schema(codes: type[StrEnum]) -> dict[str, Any]:
    one = "|".join(codes)
    return {"type": "string", "pattern": f"^({one})(,({one}))*$"}
