"""The answer to a visitor of the light page, from the same service and words as the full page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H
from stationmap.labels import text
from stationmap.services.find import Question
from stationmap.stations.calendar import BEIJING
from stationmap.web import find_view
from stationmap.web.chips import filter_of
from stationmap.web.light.card import LightCard, card_of_answer
from stationmap.web.outside import is_outside
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.services.places_by_name import Place
    from stationmap.web.light.asked import Asked
    from stationmap.web.spot import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the page says of one question.

    Attributes
    ----------
    remarks
        What is said below the best answer: what is nearer but not known, and where to go instead.
    district
        The code of the district that she is in, to be saved for a time without network.
    """

    start: str
    cards: tuple[LightCard, ...]
    remarks: tuple[str, ...]
    empty: str
    small_print: str
    district: str | None
    spot: Spot

    def as_json(self) -> dict[str, Any]:
        """Return it as the page's script draws it."""
        return {
            "start": self.start,
            "cards": [card.as_json() for card in self.cards],
            "remarks": self.remarks,
            "empty": self.empty,
            "small": self.small_print,
            "district": self.district,
            "spot": {"lon": self.spot.position.lon, "lat": self.spot.position.lat},
        }


def answered(asked: Asked, spot: Spot) -> Answered:
    """Ask for the stations that are best from a spot, and say them."""
    now = datetime.now(BEIJING)
    snapshot, language = services(), asked.language
    question = Question(
        position=spot.position, at=now, mode=asked.mode, where=filter_of([], is_member=False)
    )
    found = snapshot.find.ask(question)
    doubts = office().reports.doubts([answer.station.id for answer in found.answers])
    view = find_view.answers_view(
        found,
        find_view.Asked(
            question=question,
            spot=spot,
            chips=(),
            settings=snapshot.settings,
            language=language,
        ),
        doubts,
    )
    district = snapshot.districts.of(spot.position)
    return Answered(
        start=start_line(spot, language),
        cards=tuple(
            card_of_answer(card, answer.station, now=now, mode=asked.mode, language=language)
            for card, answer in zip(view.cards, view.found, strict=True)
        ),
        remarks=tuple(filter(None, (view.nearer_uncertain, view.plan_b))),
        empty="" if view.cards else _nothing(spot, snapshot.settings.hotline, language),
        small_print=small_print(asked),
        district=district.adcode if district else None,
        spot=spot,
    )


def _nothing(spot: Spot, hotline: str, language: Language) -> str:
    """Say that nothing can be entered near a spot, or that nothing is known there."""
    key = "find.empty.outside" if is_outside(spot.position) else "find.empty.no_chips"
    return text(key, language, hotline=hotline)


def start_line(spot: Spot, language: Language) -> str:
    """Say where the answers start from, and how exactly that is known."""
    place = spot.label if spot.is_named else text(spot.label, language)
    line = text("find.near", language, place=place)
    if spot.accuracy_m is None:
        return line
    accuracy = text("find.accuracy", language, metres=round(spot.accuracy_m))
    return text("light.start", language, start=line, accuracy=accuracy)


def small_print(asked: Asked) -> str:
    """Say how the minutes are estimated."""
    return text(
        "find.estimate",
        asked.language,
        factor=DETOUR_FACTOR,
        mode=text(f"find.going.{asked.mode}", asked.language),
        speed=f"{SPEED_KM_H[asked.mode]:g}",
    )


def place_as_json(place: Place) -> dict[str, Any]:
    """Return what a search found as the page's script draws it."""
    return {
        "name": place.name,
        "detail": place.detail,
        "lon": place.position.lon,
        "lat": place.position.lat,
        "station": place.station_id,
    }
