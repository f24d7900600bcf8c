"""The light page's views: the start, the answers, what a search found, a district, a station."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from stationmap.errors import StationNotFoundError
from stationmap.labels import Language, text
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Status
from stationmap.stations.hours import ArrivalState, on_arrival
from stationmap.web import view_models
from stationmap.web.icons import icon
from stationmap.web.light import card_html
from stationmap.web.light.ask_html import link
from stationmap.web.light.card import card_of_station
from stationmap.web.light.page_html import page, sketch
from stationmap.web.markup import Markup, element
from stationmap.web.station_view import state_now
from stationmap.web.wiring import office, services, station_with_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.responses import HTMLResponse

    from stationmap.services.places_by_name import Place
    from stationmap.stations.station import Station
    from stationmap.web.light.answered import Answered
    from stationmap.web.light.asked import Asked

FOLDER = "./"
"""Where answers to a form are: in the page's own folder."""
ON_A_PAGE = 40
NOT_FOUND, BAD = 404, 400
_ORDER = tuple(ArrivalState)


def home_page(asked: Asked, folder: str) -> HTMLResponse:
    """Return the page before anything was asked."""
    return page(asked, folder=folder)


def answers_page(asked: Asked, answer: Answered) -> HTMLResponse:
    """Return the nearest stations, for a phone without scripts or in the other language."""
    language, hotline = asked.language, office().settings.hotline
    cards = [
        card_html.card(one, one.routes, hotline, language, number=number)
        for number, one in enumerate(answer.cards, start=1)
    ]
    return page(
        asked,
        element("p", icon("place"), element("span", answer.start), class_="from"),
        element("p", answer.empty, class_="hint problem") if answer.empty else None,
        *cards[:1],
        *(element("p", said, class_="hint remark") for said in answer.remarks),
        sketch(language),
        *cards[1:],
        element("p", answer.small_print, class_="small-print"),
        folder=FOLDER,
        title=text("light.answers", language),
    )


def no_position_page(asked: Asked) -> HTMLResponse:
    """Say that no position came."""
    said = element("p", text("light.no_position", asked.language), class_="hint problem")
    return page(asked, said, folder=FOLDER, status=BAD)


def places_page(asked: Asked, places: Sequence[Place]) -> HTMLResponse:
    """Return what a search found: stations as links, places as buttons that ask from there."""
    language = asked.language
    if not places:
        nothing = text("light.nothing", language, query=asked.query)
        return page(
            asked, element("p", nothing, class_="hint problem", role="status"), folder=FOLDER
        )
    return page(
        asked,
        element("h2", text("light.results", language), class_="section"),
        card_html.rows([_place(place, asked) for place in places]),
        folder=FOLDER,
        title=text("light.results", language),
    )


def _place(place: Place, asked: Asked) -> Markup:
    said = card_html.row(place.name, place.detail)
    if place.station_id is not None:
        address = link(FOLDER, asked.language, station=place.station_id)
        return element("a", icon("home"), said, class_="row", href=address)
    fields = {
        "lon": repr(place.position.lon),
        "lat": repr(place.position.lat),
        "label": place.name,
        "mode": asked.mode.value,
        "lang": asked.language.value,
    }
    return element(
        "form",
        *(element("input", type="hidden", name=name, value=fields[name]) for name in fields),
        element("button", icon("place"), said, class_="row"),
        method="post",
        action=f"{FOLDER}nearest",
    )


def station_page(asked: Asked, station_id: str, folder: str) -> HTMLResponse:
    """Return one station as it is now."""
    language, settings = asked.language, office().settings
    try:
        station = station_with_id(station_id)
    except StationNotFoundError:
        said = text("station.not_found", language, station_id=station_id)
        advice = text("station.not_found_advice", language)
        problem = element(
            "div",
            element("strong", said),
            element("p", advice),
            class_="hint problem",
            role="alert",
        )
        return page(asked, problem, folder=folder, status=NOT_FOUND)
    shown = card_of_station(
        station,
        now=datetime.now(BEIJING),
        stale_after_days=settings.stale_after_days,
        language=language,
    )
    return page(
        asked,
        card_html.card(shown, shown.routes, settings.hotline, language),
        sketch(language),
        folder=folder,
        title=station.name,
        kept={"station": station.id},
    )


def unknown_page(asked: Asked, folder: str) -> HTMLResponse:
    """Say that there is no page at this address; how to find a station stands around it."""
    language = asked.language
    problem = element(
        "div",
        element("strong", text("unknown_page.title", language)),
        element("p", text("unknown_page.why", language)),
        class_="hint problem",
        role="alert",
    )
    title = text("unknown_page.title", language)
    return page(asked, problem, folder=folder, title=title, status=NOT_FOUND)


def district_page(asked: Asked, code: str, number: str, folder: str) -> HTMLResponse:
    """Return the stations of a district as they are now, those that can be entered first."""
    language, snapshot = asked.language, services()
    district = snapshot.districts.named(code)
    if district is None:
        return page(asked, folder=folder, status=NOT_FOUND)
    now = datetime.now(BEIJING)
    codes = snapshot.district_codes
    listed = sorted(
        (
            (
                _ORDER.index(on_arrival(station, now).state),
                station.street or "",
                station.name,
                station.id,
            )
            for station in snapshot.stations
            if codes.get(station.id) == district.adcode and station.status is not Status.PLANNED
        ),
    )
    pages = max(1, -(-len(listed) // ON_A_PAGE))
    at = min(int(number), pages) if number.isdecimal() and int(number) > 0 else 1
    shown = [snapshot.by_id[one[-1]] for one in listed[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]]
    name = district.name_zh if language is Language.ZH else district.name_en
    title = text("light.district", language, district=name)
    said = "light.district_order" if listed else "light.district_empty"
    return page(
        asked,
        element("h1", title, class_="section"),
        element("p", text(said, language, count=len(listed)), class_="small-print"),
        card_html.rows(list(_listed(shown, now, folder, language))) if listed else None,
        _pager(district.adcode, at, pages, folder, language) if pages > 1 else None,
        folder=folder,
        title=title,
        kept={"district": district.adcode, "page": str(at)},
    )


def _listed(
    stations: Iterable[Station], now: datetime, folder: str, language: Language
) -> Iterable[Markup]:
    for station in stations:
        arrival = on_arrival(station, now)
        label = state_now(arrival, now.date(), language)
        said = element("span", label, class_=f"said {arrival.state}")
        yield element(
            "a",
            element("span", class_=f"dot {arrival.state}", aria_hidden="true"),
            card_html.row(
                station.name, station.address or view_models.subtitle(station, language), said
            ),
            class_="row",
            href=link(folder, language, station=station.id),
        )


def _pager(code: str, at: int, pages: int, folder: str, language: Language) -> Markup:
    def to(number: int, key: str) -> Markup | None:
        if not 1 <= number <= pages:
            return None
        address = link(folder, language, district=code, page=str(number))
        return element("a", text(key, language), class_="action", href=address)

    return element(
        "nav",
        to(at - 1, "light.earlier"),
        element("span", text("light.page", language, page=at, pages=pages)),
        to(at + 1, "light.further"),
        class_="pager",
    )
