"""What the finder shows of one question: its cards in words, their HTML, and the map's view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stationmap.geo.travel import TravelMode
from stationmap.labels import Language, text
from stationmap.maps.links import routes_to
from stationmap.maps.views import FinderView, MapAnswer
from stationmap.stations.calendar import in_beijing
from stationmap.web import cards, notices, wording
from stationmap.web.chips import Chip
from stationmap.web.markup import Markup, element, together
from stationmap.web.view_models import CardView, card_view
from stationmap.web.voices_view import doubt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stationmap.nearest.nearby import Nearby
    from stationmap.services.find import Answer, Findings, Question
    from stationmap.settings import Settings
    from stationmap.upkeep.report import ReportedFault
    from stationmap.web.spot import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """The answers to one question in words, the best first.

    Attributes
    ----------
    plan_b, nearer_uncertain
        A sentence each, or None.
    """

    found: tuple[Answer, ...] = ()
    cards: tuple[CardView, ...] = ()
    plan_b: str | None = None
    nearer_uncertain: str | None = None


NO_ANSWERS = AnswersView()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what surrounds it on the page.

    Attributes
    ----------
    is_outside
        Whether nothing is known around the spot, whatever is asked for.
    shared_address
        The full address that holds the position, once she shared it.
    """

    question: Question
    spot: Spot
    chips: Sequence[Chip]
    settings: Settings
    language: Language
    is_outside: bool = False
    shared_address: str | None = None


def answers_view(
    findings: Findings, asked: Asked, doubts: Mapping[str, ReportedFault]
) -> AnswersView:
    """Put the findings into words, as seen on the day of the question in Beijing.

    Parameters
    ----------
    doubts
        By station's id, what couriers reported that would make the way there in vain.
    """
    language = asked.language
    return AnswersView(
        found=findings.answers,
        cards=tuple(_card(answer, asked, doubts) for answer in findings.answers),
        plan_b=_plan_b(findings.plan_b, language),
        nearer_uncertain=_nearer_uncertain(findings.nearer_uncertain, language),
    )


def _card(answer: Answer, asked: Asked, doubts: Mapping[str, ReportedFault]) -> CardView:
    fault = doubts.get(answer.station.id)
    card = card_view(
        answer,
        mode=asked.question.mode,
        today=in_beijing(asked.question.at).date(),
        stale_after_days=asked.settings.stale_after_days,
        language=asked.language,
    )
    return card if fault is None else replace(card, doubt=doubt(fault, asked.language))


def before_position(language: Language) -> Markup:
    """Say what to do while nobody has said where she is."""
    said = text("find.without_location", language)
    return element("p", said, class_="small-print", data_live=True)


def first_html(view: AnswersView, asked: Asked) -> Markup:
    """Return where the answers start from and the best of them, or what to do if there is none."""
    language, hotline = asked.language, asked.settings.hotline
    start = together(
        notices.from_line(asked.spot, language),
        notices.shared_address(asked.shared_address, language) if asked.shared_address else None,
    )
    if not view.cards:
        nothing = (
            notices.outside(hotline, language)
            if asked.is_outside
            else notices.empty(asked.chips, hotline, language)
        )
        return together(start, nothing)
    card = cards.best_card(
        view.cards[0],
        routes_to(view.found[0].station, language, mode=asked.question.mode),
        hotline=hotline,
        plan_b=view.plan_b,
        language=language,
    )
    doubt = view.nearer_uncertain
    return together(
        start,
        _truck_hint(asked),
        card,
        notices.hint("unknown", doubt) if doubt else None,
    )


def _truck_hint(asked: Asked) -> Markup | None:
    """Say to one who wants a bay for a truck and comes otherwise that she may say so."""
    if Chip.TRUCK_BAY not in asked.chips or asked.question.mode is TravelMode.TRUCK:
        return None
    return notices.hint("truck", text("find.truck_hint", asked.language))


def rest_html(view: AnswersView, mode: TravelMode, language: Language) -> Markup:
    """Return the stations after the best one, and how the minutes are estimated."""
    rest = view.cards[1:]
    return together(
        cards.more_cards(rest, language) if rest else None, notices.small_print(mode, language)
    )


def map_view(view: AnswersView, spot: Spot | None, *, dark: bool, language: Language) -> FinderView:
    """Return what the map shows: where she is and the answers, numbered as in the list."""
    return FinderView(
        position=None if spot is None else spot.position,
        accuracy_m=None if spot is None else spot.accuracy_m,
        answers=[
            MapAnswer(
                number=number,
                position=answer.nearby.station.position,
                state=answer.arrival.state,
            )
            for number, answer in enumerate(view.found, start=1)
        ],
        dark=dark,
        language=language,
    )


def _plan_b(answer: Answer | None, language: Language) -> str | None:
    if answer is None:
        return None
    is_here = wording.is_here(answer.nearby.distance_m)
    return _sentence("find.plan_b_here" if is_here else "find.plan_b", answer.nearby, language)


def _nearer_uncertain(answer: Answer | None, language: Language) -> str | None:
    return None if answer is None else _sentence("find.nearer_uncertain", answer.nearby, language)


def _sentence(key: str, nearby: Nearby, language: Language) -> str:
    return text(
        key,
        language,
        name=nearby.station.name,
        direction=wording.direction(nearby.bearing_deg, language),
        distance=wording.distance(nearby.distance_m, language),
    )
