"""A station: one record of the data contract, already valid."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from stationmap.geo.datum import Datum
from stationmap.geo.position import Position
from stationmap.stations.codes import (
    Audience,
    Entry,
    Facility,
    FacilityState,
    StationKind,
    Status,
)
from stationmap.stations.unstorable import BAD_TEXT, CONTROL

MAX_TEXT = 2000
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
SAMPLE_SOURCE = "sample"
"""The `source` of records that were invented to try the program on."""


def _storable(value: str) -> str:
    """Refuse what no store or no file can hold, so that all agree."""
    if CONTROL.search(value):
        raise ValueError(BAD_TEXT.expected)
    return value


def _visible(value: str) -> str:
    """Refuse a name of which nothing can be seen, such as a space without width."""
    if all(map(_shows_nothing, value)):
        raise PydanticCustomError("missing", "text that can be seen")
    return value


def _shows_nothing(letter: str) -> bool:
    category = unicodedata.category(letter)
    return letter in BLANK_LETTERS or category in {"Cc", "Cf"} or category[0] in "MZ"


def _as_list(value: object) -> object:
    """Let one code stand for a list of one."""
    return [value] if isinstance(value, str) else value


Text = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT),
    AfterValidator(_storable),
]
VisibleText = Annotated[Text, AfterValidator(_visible)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Station(BaseModel):
    """A place with a name, a kind, a position and what it offers.

    The fields are the properties of the data contract by the same names. What is None, empty or
    not in a mapping is unknown, never "no". `extra` holds the properties that the contract does
    not know, so that they survive a round trip. `facility_expiry` holds the last day on which
    medicine and the like may still be used; it says nothing of whether the facility works.

    Raises
    ------
    pydantic.ValidationError
        If any field breaks the contract; it names every field that does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: VisibleText
    name: VisibleText
    kind: StationKind
    position: Position
    status: Status = Status.OPEN
    suspended_from: date | None = None
    suspended_until: date | None = None
    address: Text | None = None
    district: Text | None = None
    street: Text | None = None
    opening_hours: Text | None = None
    self_entry_hours: Text | None = None
    phone: Text | None = None
    facilities: Mapping[Facility, FacilityState] = Field(default_factory=dict)
    facility_expiry: Mapping[Facility, date] = Field(default_factory=dict)
    audience: Annotated[tuple[Audience, ...], BeforeValidator(_as_list)] = ()
    entry: Annotated[tuple[Entry, ...], BeforeValidator(_as_list)] = ()
    host: Text | None = None
    host_type: Text | None = None
    capacity: Count | None = None
    area_m2: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] | None = None
    truck_bays: Count | None = None
    showers: Count | None = None
    washers: Count | None = None
    beds: Count | None = None
    grade: Text | None = None
    honours: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = ()
    notes: Text | None = None
    verified_on: date | None = None
    source: Text | None = None
    source_datum: Datum | None = None
    source_position: tuple[float, float] | None = None
    position_precision_m: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    related_ids: tuple[Text, ...] = ()
    extra: Mapping[str, Any] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash by the id, since mappings have no hash; equal stations have the same."""
        return hash(self.id)

    def works(self, facility: Facility) -> bool:
        """Say whether this facility is known to work, be it past its last good day or not."""
        return self.facilities.get(facility) is FacilityState.WORKING

    def has_expired(self, facility: Facility, day: date) -> bool:
        """Say whether what this facility holds is past its last good day; on that day it is not."""
        last = self.facility_expiry.get(facility)
        return last is not None and last < day

    def is_stale(self, day: date, *, after_days: int) -> bool:
        """Say whether on this day nobody has verified the record for longer, or ever.

        Exactly so many days is not stale.
        """
        return self.verified_on is None or (day - self.verified_on).days > after_days

    @property
    def is_sample(self) -> bool:
        """Whether the record was invented to try the program on."""
        return self.source == SAMPLE_SOURCE
