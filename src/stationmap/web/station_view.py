"""Everything that is known of one station in words, and what is not known said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.maps.views import FinderView, MapAnswer
from stationmap.stations.arrival import Reason
from stationmap.stations.codes import Facility, FacilityState, Status
from stationmap.stations.hours import Arrival, ArrivalState, Staffing, on_arrival, week_ahead
from stationmap.web import view_models, wording

if TYPE_CHECKING:
    from datetime import date, datetime

    from stationmap.geo.position import Position
    from stationmap.stations.hours import DayAhead, OpenInterval
    from stationmap.stations.station import Station

Line = tuple[str, str]
"""A label and what is known under it."""

_OUT_OF_USE = {
    Reason.SUSPENDED: Status.SUSPENDED,
    Reason.CLOSED_FOR_GOOD: Status.CLOSED,
    Reason.PLANNED: Status.PLANNED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """The page of one station in words.

    Attributes
    ----------
    week
        For each of the next seven days its name and its hours.
    facilities
        For each state that has any: its name and the facilities, joined.
    facts
        Label and value, in the order of the page; unknown values say that they are.
    """

    station_id: str
    name: str
    subtitle: str
    position: Position
    state: ArrivalState
    state_label: str
    phone: str | None
    is_sample: bool
    week: tuple[Line, ...]
    facilities: tuple[view_models.FacilityView, ...]
    without: str
    unknown: str
    facts: tuple[Line, ...]


def station_view(station: Station, *, now: datetime, language: Language) -> StationView:
    """Return the words for a station's page at a moment in Beijing."""
    arrival = on_arrival(station, now)
    return StationView(
        station_id=station.id,
        name=station.name,
        subtitle=view_models.subtitle(station, language),
        position=station.position,
        state=arrival.state,
        state_label=state_now(arrival, now.date(), language),
        phone=station.phone,
        is_sample=station.is_sample,
        week=tuple(_day_line(day, language) for day in week_ahead(station, now.date())),
        facilities=view_models.facility_views(station, now.date(), language),
        without=_facilities(station, FacilityState.ABSENT, language),
        unknown=_facilities(station, None, language),
        facts=tuple(_facts(station, language)),
    )


def map_view(
    view: StationView, *, start: Position | None, dark: bool, language: Language
) -> FinderView:
    """Return the map with this station, and the way from a start if there is one."""
    here = MapAnswer(number=1, position=view.position, state=view.state)
    return FinderView(position=start, answers=[here], dark=dark, language=language)


def hours_of(day: DayAhead, language: Language) -> str:
    """Say when a day is open; self-entry and doubt are said beside the times."""
    if day.is_suspended:
        return text("status.suspended", language)
    said = [_interval(interval, language) for interval in day.intervals]
    if day.is_unknown:
        said.append(text("station.hours_in_doubt" if said else "station.hours_unknown", language))
    return wording.listed(said, language) or text("station.shut", language)


def state_now(arrival: Arrival, today: date, language: Language) -> str:
    """Say whether a station is open now, or why it is in use at no hour.

    A suspension that is over, or is still to come, closes nothing now, whatever the status says.
    """
    if arrival.reason in _OUT_OF_USE:
        return text(f"status.{_OUT_OF_USE[arrival.reason]}", language)
    if arrival.state is ArrivalState.CLOSED:
        if arrival.until is None:
            return text("station.shut_now", language)
        when = wording.moment(arrival.until, today, language)
        return text("station.shut_now_until", language, time=when)
    return view_models.state_label(arrival, today, language)


def _day_line(day: DayAhead, language: Language) -> Line:
    name = text(f"weekday.{day.date.isoweekday()}", language)
    note = (
        text("station.holiday", language)
        if day.is_holiday
        else text("station.makeup_workday", language)
        if day.is_makeup_workday
        else ""
    )
    label = text("station.day", language, weekday=name, month=day.date.month, day=day.date.day)
    return " ".join(part for part in (label, note) if part), hours_of(day, language)


def _interval(interval: OpenInterval, language: Language) -> str:
    end = "24:00" if interval.end.date() > interval.start.date() else f"{interval.end:%H:%M}"
    times = text("station.times", language, start=f"{interval.start:%H:%M}", end=end)
    if interval.kind is Staffing.SELF_ENTRY:
        return text("station.self_entry", language, times=times)
    return times


def _facilities(station: Station, state: FacilityState | None, language: Language) -> str:
    codes = [code for code in Facility if station.facilities.get(code) is state]
    return wording.listed([text(f"facility.{code}", language) for code in codes], language)


def _suspension(station: Station, language: Language) -> list[Line]:
    """Say from when to when the station is suspended, if that is known."""
    days = {
        "suspended_from": station.suspended_from,
        "suspended_until": station.suspended_until,
    }
    return [
        (text(f"station.{key}", language), day.isoformat())
        for key, day in days.items()
        if day is not None
    ]


def _facts(station: Station, language: Language) -> list[Line]:
    unknown = text("station.unknown", language)

    def told(key: str, value: object, unit: str | None = None) -> Line:
        said = unknown if value is None else str(value)
        if value is not None and unit is not None:
            said = text(unit, language, number=f"{value:g}")
        return text(f"station.{key}", language), said

    lines = [
        told("status", text(f"status.{station.status}", language)),
        *_suspension(station, language),
        told("who", view_models.who_may_enter(station, language)),
        told("how", view_models.how_to_enter(station, language)),
        told("address", station.address),
        told(
            "district",
            wording.listed([p for p in (station.district, station.street) if p], language) or None,
        ),
        told("phone", station.phone),
        told("capacity", station.capacity, "station.people"),
        told("area", station.area_m2, "station.square_metres"),
    ]
    counted = ("truck_bays", "showers", "washers", "beds")
    lines += [
        told(key, getattr(station, key)) for key in counted if getattr(station, key) is not None
    ]
    if station.grade or station.honours:
        lines.append(
            told(
                "grade",
                wording.listed([g for g in (station.grade, *station.honours) if g], language),
            )
        )
    if station.notes:
        lines.append(told("notes", station.notes))
    lines.append(told("position", f"{station.position.lat:.6f}, {station.position.lon:.6f}"))
    lines.append(told("source", station.source))
    return lines
