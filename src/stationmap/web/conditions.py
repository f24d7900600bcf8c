"""What a courier asks for besides the place, and how the address says it once she shares it.

What is as usual is left out of the address; what cannot be is as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.geo.travel import TravelMode
from stationmap.web.chips import Chip

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

NEED, MODE, MEMBER = "need", "mode", "member"
PARAMETERS = (NEED, MODE, MEMBER)
BETWEEN_CHIPS = "."
"""A character that addresses write as it is."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Her chips, how she goes, and whether she is a member of a union."""

    chips: tuple[Chip, ...] = ()
    mode: TravelMode = TravelMode.WALK
    is_member: bool = False


def parameters(conditions: Conditions) -> dict[str, str]:
    """Return the parameters that say conditions."""
    said = {
        NEED: BETWEEN_CHIPS.join(conditions.chips),
        MODE: "" if conditions.mode is TravelMode.WALK else conditions.mode.value,
        MEMBER: "1" if conditions.is_member else "",
    }
    return {name: value for name, value in said.items() if value}


def conditions_of(address: Mapping[str, str]) -> Conditions:
    """Return the conditions that an address says."""
    asked, mode = address.get(NEED, "").split(BETWEEN_CHIPS), address.get(MODE)
    return Conditions(
        chips=tuple(chip for chip in Chip if chip in asked),
        mode=TravelMode(mode) if mode in frozenset(TravelMode) else TravelMode.WALK,
        is_member=address.get(MEMBER) == "1",
    )


def put_into(address: MutableMapping[str, str], conditions: Conditions) -> None:
    """Let an address say these conditions; what it says already is not written again."""
    said = parameters(conditions)
    for name in PARAMETERS:
        if name not in said:
            address.pop(name, None)
        elif address.get(name) != said[name]:
            address[name] = said[name]
