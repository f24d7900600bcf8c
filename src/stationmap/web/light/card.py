"""A station as the light page shows it: the words of its card, as HTML and as JSON alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.maps.links import phone_link, routes_to
from stationmap.stations.calendar import in_beijing
from stationmap.web import view_models
from stationmap.web.icons import glyph
from stationmap.web.station_view import station_view

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.geo.travel import TravelMode
    from stationmap.labels import Language
    from stationmap.maps.links import Route
    from stationmap.stations.hours import ArrivalState
    from stationmap.stations.station import Station
    from stationmap.web.station_view import Line
    from stationmap.web.view_models import CardView, FacilityView, Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class LightCard:
    """Everything that the light page says of one station.

    Attributes
    ----------
    texts
        What stands on it, by the name of its place on the card; empty where nothing is said.
    bearing_deg
        Where the arrow points, clockwise from north; None where nobody has a position.
    """

    station_id: str
    lon: float
    lat: float
    state: ArrivalState
    texts: dict[str, str]
    bearing_deg: float | None
    phone: str | None
    routes: tuple[Route, ...]
    facilities: tuple[FacilityView, ...]
    freshness: Freshness
    week: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as the page's script fills it in."""
        return {
            "id": self.station_id,
            "lon": self.lon,
            "lat": self.lat,
            "state": self.state,
            "texts": self.texts,
            "bearing": None if self.bearing_deg is None else round(self.bearing_deg),
            "phone": phone_link(self.phone) if self.phone else None,
            "routes": [route.url for route in self.routes],
            "facilities": [[glyph(one.icon), one.label, one.works] for one in self.facilities],
            "stale": self.freshness.is_stale,
            "week": self.week,
        }


def card_of_answer(
    card: CardView, station: Station, *, now: datetime, mode: TravelMode, language: Language
) -> LightCard:
    """Return the card of an answer, in the words that the finder's other page says it in."""
    page = station_view(station, now=in_beijing(now), language=language)
    return LightCard(
        station_id=station.id,
        lon=station.position.lon,
        lat=station.position.lat,
        state=card.state,
        texts={
            "state": card.state_label,
            "name": card.name,
            "subtitle": card.subtitle,
            "doubt": card.doubt or "",
            "distance": card.distance,
            "direction": card.direction,
            "duration": card.duration,
            "today": page.week[0][1],
            "address": station.address or "",
            "who": card.who,
            "how": card.how,
            "fresh": card.freshness.label,
            "phone": station.phone or "",
        },
        bearing_deg=card.bearing_deg,
        phone=card.phone,
        routes=routes_to(station, language, mode=mode),
        facilities=card.facilities,
        freshness=card.freshness,
        week=page.week,
    )


def card_of_station(
    station: Station, *, now: datetime, stale_after_days: int, language: Language
) -> LightCard:
    """Return the card of a station by itself: as it is now, whoever looks from wherever."""
    now = in_beijing(now)
    page = station_view(station, now=now, language=language)
    freshness = view_models.freshness(
        station,
        is_stale=station.is_stale(now.date(), after_days=stale_after_days),
        stale_after_days=stale_after_days,
        language=language,
    )
    return LightCard(
        station_id=station.id,
        lon=station.position.lon,
        lat=station.position.lat,
        state=page.state,
        texts={
            "state": page.state_label,
            "name": page.name,
            "subtitle": page.subtitle,
            "doubt": "",
            "distance": "",
            "direction": "",
            "duration": "",
            "today": page.week[0][1],
            "address": station.address or "",
            "who": view_models.who_may_enter(station, language),
            "how": view_models.how_to_enter(station, language),
            "fresh": freshness.label,
            "phone": station.phone or "",
        },
        bearing_deg=None,
        phone=station.phone,
        routes=routes_to(station, language),
        facilities=page.facilities,
        freshness=freshness,
        week=page.week,
    )
