"""How good the records of a district are: a score from 0 to 100, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from stationmap.stations.door import door_of
from stationmap.upkeep.standards import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    from stationmap.stations.station import Station
    from stationmap.upkeep.standards import Checklist


class Part(StrEnum):
    """What the score is made of."""

    VERIFIED = "verified"
    HOURS = "hours"
    ENTRY = "entry"
    FACILITIES = "facilities"
    CONTACT = "contact"
    POSITION = "position"
    ANSWERED = "answered"
    DISTINCT = "distinct"


WEIGHTS: Mapping[Part, int] = {
    Part.VERIFIED: 25,
    Part.HOURS: 20,
    Part.ENTRY: 10,
    Part.FACILITIES: 15,
    Part.CONTACT: 5,
    Part.POSITION: 15,
    Part.ANSWERED: 5,
    Part.DISTINCT: 5,
}
"""The most points that each part can give, 100 together. What sends a courier on a vain way weighs
most: a record that nobody has looked at, hours that are not known, a wrong place."""

COARSE_FROM_M = 100.0
"""A position that is known less precisely may be on another street; exactly so is good enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The score of some stations.

    Attributes
    ----------
    stations
        How many it tells of.
    shares
        Of each part, how much of it is as it should be, from 0 to 1: the mean over the stations.
    """

    stations: int
    shares: Mapping[Part, float]

    @property
    def score(self) -> float:
        """The points that all parts give together, from 0 to 100."""
        return sum(self.points(part) for part in Part)

    def points(self, part: Part) -> float:
        """Return the points that a part gives: its share of its weight."""
        return WEIGHTS[part] * self.shares[part]


def marks(
    station: Station, *, day: date, stale_after_days: int, checklists: Sequence[Checklist]
) -> tuple[float, ...]:
    """Return what a station has of each part, from 0 to 1, in the order of `Part`.

    What only others know of it (a wrong position, an overdue report, a twin) is taken for good
    here, and is to be struck out afterwards.

    Parameters
    ----------
    checklists
        The standards for its kind, if there are any.
    """
    return (
        float(not station.is_stale(day, after_days=stale_after_days)),
        float(_has_hours(station)),
        (bool(station.entry) + bool(station.audience)) / 2,
        _known_facilities(station, checklists),
        (bool(station.phone) + bool(station.address)) / 2,
        float(_is_precise(station)),
        1.0,
        1.0,
    )


def quality_by_group(marked: ArrayLike, groups: Sequence[str]) -> dict[str, Quality]:
    """Return the quality of each group of stations.

    Parameters
    ----------
    marked
        Shape (n, 8): what each station has of each part, in the order of `Part`.
    groups
        The group of each station, n of them.
    """
    table = np.asarray(marked, dtype=float).reshape(len(groups), len(Part))
    names, places, sizes = np.unique(
        np.asarray(groups, dtype=object), return_inverse=True, return_counts=True
    )
    sums = np.zeros((len(names), len(Part)))
    np.add.at(sums, places, table)
    return {
        str(name): _quality(size, total / size)
        for name, size, total in zip(names, sizes.tolist(), sums, strict=True)
    }


def quality_of_all(marked: ArrayLike) -> Quality:
    """Return the quality of all stations together; of none, the shares are zero."""
    table = np.asarray(marked, dtype=float).reshape(-1, len(Part))
    return _quality(len(table), table.mean(axis=0) if len(table) else np.zeros(len(Part)))


def _quality(stations: int, shares: NDArray[np.float64]) -> Quality:
    return Quality(stations=stations, shares=dict(zip(Part, shares.tolist(), strict=True)))


def _is_precise(station: Station) -> bool:
    """Say whether nobody said that the position is coarse."""
    precision_m = station.position_precision_m
    return precision_m is None or precision_m <= COARSE_FROM_M


def _has_hours(station: Station) -> bool:
    """Say whether hours are stated, and all that is stated can be read."""
    stated = door_of(station).stated()
    return bool(stated) and None not in stated


def _known_facilities(station: Station, checklists: Sequence[Checklist]) -> float:
    """Return the share of the standards' items that are known; without any, of one facility."""
    told = [
        outcome is not Outcome.UNKNOWN
        for held in checklists
        for item, outcome in zip(held.profile.items, held.outcomes, strict=True)
        if not item.not_recorded
    ]
    return sum(told) / len(told) if told else float(bool(station.facilities))
