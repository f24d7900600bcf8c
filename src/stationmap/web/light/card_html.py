"""A station's card as HTML, filled in by the server or, as a template, by the page's script.

What the script fills is marked: `data-text` takes one of the card's texts and hides where there is
none; `data-href`, `data-list` and `data-turn` take an address, items and an angle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.maps.links import phone_link
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.maps.links import Route
    from stationmap.web.light.card import LightCard
    from stationmap.web.station_view import Line
    from stationmap.web.view_models import FacilityView

ARROW = "M12 2 5 20l7-4 7 4Z"


def card(
    shown: LightCard | None,
    routes: tuple[Route, ...],
    hotline: str,
    language: Language,
    *,
    number: int | None = None,
) -> Markup:
    """Return the card of a station; without one, the template that the script fills.

    Parameters
    ----------
    routes
        The navigation apps; the addresses of the station shown, or whatever in the template.
    number
        Its place among the answers; the first is shown open. None for a station by itself.
    """
    slots = _Slots(shown)
    return element(
        "details",
        _summary(slots, number),
        element(
            "div",
            slots.text("p", "doubt", class_="doubt"),
            _navigation(routes, language),
            _calls(slots, hotline, language),
            element("ul", *slots.facilities(), class_="facilities", data_list="facilities"),
            _facts(slots, language),
            _week(slots, language),
            class_="inside",
        ),
        class_="station",
        open=number in {None, 1},
        data_id=shown.station_id if shown else "",
        data_lon=str(shown.lon) if shown else "",
        data_lat=str(shown.lat) if shown else "",
        data_state=shown.state if shown else "",
    )


class _Slots:
    """The places of a card: full where there is a station, empty in the template."""

    def __init__(self, shown: LightCard | None) -> None:
        self.shown = shown

    def said(self, name: str) -> str:
        return self.shown.texts[name] if self.shown else ""

    def text(self, tag: str, name: str, *, class_: str | None = None) -> Markup:
        said = self.said(name)
        return element(tag, said, class_=class_, data_text=name, hidden=not said)

    def facilities(self) -> list[Markup]:
        return [_facility(one) for one in self.shown.facilities] if self.shown else []

    def week(self) -> list[Markup]:
        return [_day(line) for line in self.shown.week] if self.shown else []


def _summary(slots: _Slots, number: int | None) -> Markup:
    bearing = slots.shown.bearing_deg if slots.shown else None
    arrow = element(
        "svg",
        element("path", d=ARROW, transform=f"rotate({bearing or 0:.0f} 12 12)"),
        viewBox="0 0 24 24",
        class_="arrow",
        aria_hidden="true",
        data_turn=True,
    )
    way = element(
        "span",
        arrow,
        slots.text("strong", "distance"),
        slots.text("span", "direction"),
        slots.text("span", "duration"),
        class_="way",
        hidden=slots.shown is not None and bearing is None,
    )
    return element(
        "summary",
        element("span", str(number or ""), class_="number", aria_hidden="true"),
        element(
            "span",
            slots.text("strong", "state", class_="badge"),
            element("h2", slots.said("name"), data_text="name"),
            slots.text("span", "subtitle", class_="muted"),
            way,
            class_="head",
        ),
    )


def _navigation(routes: tuple[Route, ...], language: Language) -> Markup:
    first, *others = routes
    return element(
        "div",
        element(
            "a",
            icon("go"),
            element("span", text("card.go", language)),
            element("small", first.label),
            class_="action primary",
            **_leaving(first),
        ),
        *(element("a", route.label, class_="action", **_leaving(route)) for route in others),
        class_="actions",
    )


def _leaving(route: Route) -> dict[str, str]:
    return {
        "href": route.url,
        "target": "_blank",
        "rel": "noopener noreferrer",
        "data_href": f"route:{route.app}",
    }


def _calls(slots: _Slots, hotline: str, language: Language) -> Markup:
    phone = slots.shown.phone if slots.shown else None
    link = phone_link(phone) if phone and phone != hotline else None
    return element(
        "div",
        element(
            "a",
            icon("call"),
            element("span", text("card.call", language)),
            class_="action",
            href=link or "#",
            data_href="phone",
            hidden=link is None,
        ),
        element(
            "a",
            icon("hotline"),
            element("span", text("card.hotline", language, hotline=hotline)),
            class_="action",
            href=f"tel:{hotline}",
        ),
        class_="actions",
    )


def _facility(one: FacilityView) -> Markup:
    return element("li", icon(one.icon), one.label, class_=None if one.works else "broken")


def _facts(slots: _Slots, language: Language) -> Markup:
    lines = {
        "today": ("clock", text("light.today", language)),
        "address": ("place", text("station.address", language)),
        "who": ("who", text("card.who", language)),
        "how": ("door", text("card.how", language)),
        "phone": ("call", text("station.phone", language)),
    }
    is_stale = slots.shown is not None and slots.shown.freshness.is_stale
    return element(
        "dl",
        *(
            element(
                "div",
                element("dt", icon(icon_name), label),
                slots.text("dd", name),
                hidden=slots.shown is not None and not slots.said(name),
            )
            for name, (icon_name, label) in lines.items()
        ),
        element(
            "div",
            element("dt", icon("verified"), text("light.record", language)),
            slots.text("dd", "fresh", class_="stale" if is_stale else None),
        ),
        class_="facts",
    )


def _week(slots: _Slots, language: Language) -> Markup:
    return element(
        "details",
        element("summary", text("station.week", language)),
        element("table", element("tbody", *slots.week(), data_list="week")),
        class_="week",
    )


def _day(line: Line) -> Markup:
    return element("tr", element("th", line[0], scope="row"), element("td", line[1]))


def rows(items: list[Markup]) -> Markup:
    """Return a list of rows to tap."""
    return element("ul", *(element("li", item) for item in items), class_="rows")


def row(name: str, detail: str, *said: Markup | None) -> Markup:
    """Return the words of one row."""
    return element(
        "span",
        element("strong", name),
        element("span", detail, class_="muted") if detail else None,
        *said,
        class_="row-text",
    )
