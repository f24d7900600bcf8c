"""What is to be known of a place before a station is put there: whose it is, and what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.stations.codes import StationKind
from stationmap.stations.station import Station
from stationmap.upkeep.duplicates import duplicates_of
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.bootstrap import Office
    from stationmap.upkeep.account import Account
    from stationmap.upkeep.area import Areas, Street, Whereabouts
    from stationmap.upkeep.change import Kept
    from stationmap.web.staff.position_pin import Pin


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStation:
    """A station near a pin.

    Attributes
    ----------
    is_likely_same
        Whether it is probably the one that is about to be added.
    """

    station: Station
    distance_m: float
    is_likely_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """What is known of the place of a pin.

    Attributes
    ----------
    streets
        Those among which one must choose, since no outline says in which the pin is; else none.
    """

    whereabouts: Whereabouts
    may_write: bool
    streets: tuple[Street, ...]
    near: tuple[NearStation, ...]


def place_of(
    pin: Pin, office: Office, visitor: Account, *, street: str | None, like: Station | None = None
) -> PlaceView:
    """Look at the place of a pin.

    Parameters
    ----------
    street
        The name of the street that she chose.
    like
        The station as far as it is known, to be held against those that are near; one that is in
        the list already is not near itself.
    """
    probe = _probe(pin, street, like)
    whereabouts = office.areas.of(probe)
    return PlaceView(
        whereabouts=whereabouts,
        may_write=visitor.may_edit and office.areas.within(visitor.area, whereabouts.code),
        streets=streets_to_choose(whereabouts, office.areas),
        near=_near(office.edit.near(pin.position), probe),
    )


def streets_to_choose(whereabouts: Whereabouts, areas: Areas) -> tuple[Street, ...]:
    """Return the streets of the district, unless the outline of one holds the place already."""
    district = whereabouts.district
    if district is None:
        return ()
    streets = tuple(street for street in areas.streets if street.district == district.adcode)
    return () if any(street.outline is not None for street in streets) else streets


def _near(found: Sequence[tuple[Kept, float]], probe: Station) -> tuple[NearStation, ...]:
    others = [
        (kept.station, distance_m) for kept, distance_m in found if kept.station.id != probe.id
    ]
    same = {pair.b.id for pair in duplicates_of(probe, [station for station, _ in others])}
    return tuple(
        NearStation(station=station, distance_m=distance_m, is_likely_same=station.id in same)
        for station, distance_m in others
    )


def _probe(pin: Pin, street: str | None, like: Station | None) -> Station:
    base = like or Station(
        id=TO_BE_GIVEN, name=TO_BE_GIVEN, kind=StationKind.WARM_STATION, position=pin.position
    )
    return base.model_copy(update={"position": pin.position, "street": street})
