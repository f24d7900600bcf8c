"""What a change changed, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.upkeep.fields import fields_of, in_order

if TYPE_CHECKING:
    from stationmap.stations.station import Station

_UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a station that differs.

    Attributes
    ----------
    field
        `position`, the name of a property, or a property and a key such as `facilities.water`.
    before, after
        The value as the model holds it; None where it was or is unknown.
    """

    field: str
    before: Any
    after: Any


def differences(before: Station | None, after: Station | None) -> tuple[Difference, ...]:
    """Return the fields that differ, in the contract's order; of None nothing is known."""
    old = {} if before is None else fields_of(before)
    new = {} if after is None else fields_of(after)
    return tuple(
        Difference(field, old.get(field), new.get(field))
        for field in in_order(old.keys() | new.keys())
        if old.get(field, _UNKNOWN) != new.get(field, _UNKNOWN)
    )
