"""From an answer to the words and icons of its card: pure functions, no widgets, no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.codes import Facility, FacilityState
from stationmap.stations.hours import ArrivalState
from stationmap.web import wording

if TYPE_CHECKING:
    from datetime import date

    from stationmap.geo.travel import TravelMode
    from stationmap.services.find import Answer
    from stationmap.stations.hours import Arrival
    from stationmap.stations.station import Station

MOST_WANTED = (
    Facility.WATER,
    Facility.MICROWAVE,
    Facility.PHONE_CHARGE,
    Facility.TOILET,
    Facility.AIRCON,
    Facility.TRUCK_PARKING,
)
"""What couriers ask for first, in this order; the rest follows as the data contract lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """A facility with its icon's name, its words, and whether it works."""

    icon: str
    label: str
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When the record was last checked, in words, and whether that is too long ago."""

    label: str
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """Everything that the card of a station says, ready to be escaped and drawn.

    Attributes
    ----------
    bearing_deg
        Where the arrow points, clockwise from north.
    state
        What awaits her, which decides the colour; `state_label` says it in words.
    doubt
        What couriers reported that would make her way in vain, and nobody has checked yet.
    """

    station_id: str
    name: str
    subtitle: str
    distance: str
    direction: str
    bearing_deg: float
    duration: str
    state: ArrivalState
    state_label: str
    facilities: tuple[FacilityView, ...]
    who: str
    how: str
    freshness: Freshness
    phone: str | None
    doubt: str | None = None


def card_view(
    answer: Answer, *, mode: TravelMode, today: date, stale_after_days: int, language: Language
) -> CardView:
    """Return the card of one answer, as seen on a day in Beijing."""
    station, nearby = answer.nearby.station, answer.nearby
    return CardView(
        station_id=station.id,
        name=station.name,
        subtitle=subtitle(station, language),
        distance=wording.distance(nearby.distance_m, language),
        direction=wording.direction_of(nearby, language),
        bearing_deg=nearby.bearing_deg,
        duration=wording.duration(answer.travel_min, mode, language),
        state=answer.arrival.state,
        state_label=state_label(answer.arrival, today, language),
        facilities=facility_views(station, today, language),
        who=who_may_enter(station, language),
        how=how_to_enter(station, language),
        freshness=freshness(
            station,
            is_stale=answer.is_stale,
            stale_after_days=stale_after_days,
            language=language,
        ),
        phone=station.phone,
    )


def subtitle(station: Station, language: Language) -> str:
    """Say what kind of place it is and whose roof it is under."""
    return " · ".join(
        part for part in (text(f"kind.{station.kind}", language), station.host) if part
    )


def state_label(arrival: Arrival, today: date, language: Language) -> str:
    """Say whether she will get in; unknown is never said as open."""
    if arrival.is_round_the_clock:
        return text("arrival.round_the_clock", language)
    if arrival.until is None or arrival.state is ArrivalState.UNKNOWN:
        return text(f"arrival.{arrival.state}", language)
    when = wording.moment(arrival.until, today, language)
    return text(f"arrival.{arrival.state}_until", language, time=when)


def facility_views(station: Station, today: date, language: Language) -> tuple[FacilityView, ...]:
    """Return what works, then what is broken or has expired; what is absent or unknown is left."""
    known = [facility for facility in (*MOST_WANTED, *Facility) if facility in station.facilities]
    views = [_facility(station, facility, today, language) for facility in dict.fromkeys(known)]
    return tuple(sorted(filter(None, views), key=lambda view: not view.works))


def who_may_enter(station: Station, language: Language) -> str:
    """List who may enter, or say that nobody knows."""
    listed = wording.listed(
        (text(f"audience.{code}", language) for code in station.audience), language
    )
    return listed or text("card.who_unknown", language)


def how_to_enter(station: Station, language: Language) -> str:
    """List how one gets in, or say that nobody knows."""
    listed = wording.listed((text(f"entry.{code}", language) for code in station.entry), language)
    return listed or text("card.how_unknown", language)


def freshness(
    station: Station, *, is_stale: bool, stale_after_days: int, language: Language
) -> Freshness:
    """Say when the record was last checked."""
    if station.verified_on is None:
        return Freshness(label=text("card.never_verified", language), is_stale=True)
    day = station.verified_on.isoformat()
    if is_stale:
        label = text("card.stale", language, days=stale_after_days, day=day)
        return Freshness(label=label, is_stale=True)
    return Freshness(label=text("card.verified", language, day=day), is_stale=False)


def _facility(
    station: Station, facility: Facility, today: date, language: Language
) -> FacilityView | None:
    label = text(f"facility.{facility}", language)
    if station.facilities[facility] is FacilityState.ABSENT:
        return None
    if station.facilities[facility] is FacilityState.BROKEN:
        label = text("card.broken", language, facility=label)
    elif station.has_expired(facility, today):
        label = text("card.expired", language, facility=label)
    else:
        return FacilityView(icon=facility, label=label, works=True)
    return FacilityView(icon="broken", label=label, works=False)
