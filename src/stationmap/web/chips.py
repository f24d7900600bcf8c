"""The finder's chips: each is one condition that a courier can ask for with a thumb."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.services.find import COURIER
from stationmap.stations.codes import RESTING_KINDS, Audience, Facility
from stationmap.stations.filter import StationFilter

if TYPE_CHECKING:
    from collections.abc import Collection


class Chip(StrEnum):
    """What a courier may ask for; the labels are `chip.<value>`."""

    HOT_WATER = "hot_water"
    HOT_MEAL = "hot_meal"
    CHARGING = "charging"
    TOILET = "toilet"
    AIRCON = "aircon"
    ROUND_THE_CLOCK = "round_the_clock"
    TRUCK_BAY = "truck_bay"


FACILITY_OF = {
    Chip.HOT_WATER: Facility.WATER,
    Chip.HOT_MEAL: Facility.MICROWAVE,
    Chip.CHARGING: Facility.PHONE_CHARGE,
    Chip.TOILET: Facility.TOILET,
    Chip.AIRCON: Facility.AIRCON,
    Chip.TRUCK_BAY: Facility.TRUCK_PARKING,
}


def filter_of(chips: Collection[Chip], *, is_member: bool) -> StationFilter:
    """Return the condition of a courier with these chips, who may or may not be a union member."""
    return StationFilter(
        kinds=RESTING_KINDS,
        working=frozenset(FACILITY_OF[chip] for chip in chips if chip in FACILITY_OF),
        audience=COURIER | {Audience.MEMBERS} if is_member else COURIER,
        round_the_clock=Chip.ROUND_THE_CLOCK in chips,
    )


def usual_filters() -> list[StationFilter]:
    """Return the conditions that most couriers start with: none, or one chip."""
    return [filter_of(chips, is_member=False) for chips in ([], *([chip] for chip in Chip))]
