"""A district's stations as a phone saves them, with what awaits one at each door for two weeks.

Columns rather than records, and lists of what many stations share: the largest district of Beijing
then takes some tens of kilobytes on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from string import ascii_letters
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.labels import Language
from stationmap.maps.assets import digest
from stationmap.maps.packing import deltas
from stationmap.stations.calendar import BEIJING
from stationmap.stations.codes import Facility, FacilityState, Status
from stationmap.stations.door import door_of
from stationmap.stations.forecast import Stretch, forecast
from stationmap.stations.hours import ArrivalState, DayAhead, Staffing, week_ahead
from stationmap.stations.suspension import suspension_of
from stationmap.web.chips import filter_of
from stationmap.web.view_models import MOST_WANTED
from stationmap.web.voices_view import doubt
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stationmap.services.snapshot import Snapshot
    from stationmap.stations.districts import District
    from stationmap.stations.station import Station
    from stationmap.upkeep.report import ReportedFault

DAYS = 15
"""Today and two weeks: after that, what was saved says nothing of opening any more."""

DISTRICTS_KEPT = 32
"""Each district's body, for as long as neither the stations nor the hour change."""

MINUTE_S = 60
_STATES = (ArrivalState.OPEN, ArrivalState.CLOSED, ArrivalState.UNKNOWN)
_LETTERS = dict(zip(dict.fromkeys((*MOST_WANTED, *Facility)), ascii_letters, strict=False))
"""The letters of facilities, in the order in which cards name them."""

_MARKS = {FacilityState.WORKING: "", FacilityState.BROKEN: "-"}


@dataclass(frozen=True, slots=True)
class SavedDistrict:
    """What a phone fetches."""

    body: bytes
    etag: str


def saved_district(code: str) -> SavedDistrict | None:
    """Return the stations of the district with a code, as they are this hour; None if no such."""
    snapshot = services()
    district = snapshot.districts.named(code)
    if district is None:
        return None
    hour = datetime.now(BEIJING).replace(minute=0, second=0, microsecond=0)
    return _saved(district.adcode, snapshot, hour)


@lru_cache(DISTRICTS_KEPT)
def _saved(code: str, snapshot: Snapshot, hour: datetime) -> SavedDistrict:
    district = snapshot.districts.named(code)
    if district is None:
        raise LookupError(code)
    codes = snapshot.district_codes
    inside = [station for station in snapshot.stations if codes.get(station.id) == code]
    doubts = office().reports.doubts([station.id for station in inside])
    body = orjson.dumps(packed(district, inside, doubts, at=hour))
    return SavedDistrict(body, f'"{digest(body)}"')


def packed(
    district: District,
    stations: Iterable[Station],
    doubts: Mapping[str, ReportedFault],
    *,
    at: datetime,
) -> dict[str, Any]:
    """Pack what a courier may be shown: the stations that the finder would look at."""
    where = filter_of([], is_member=False)
    shown = sorted(
        (
            station
            for station in stations
            if station.status not in {Status.PLANNED, Status.CLOSED} and where(station)
        ),
        # What is alike stands together, which a sixth fewer bytes then hold.
        key=lambda one: (one.kind, one.address or "", one.position.lon),
    )
    first_day = at.date()
    week = week_ahead(shown[0], first_day, DAYS) if shown else []
    return {
        "code": district.adcode,
        "zh": district.name_zh,
        "en": district.name_en,
        "made": _minutes(at),
        "first": _minutes(datetime.combine(first_day, time(), BEIJING)),
        "days": DAYS,
        "holidays": [number for number, day in enumerate(week) if day.is_holiday],
        "makeup": [number for number, day in enumerate(week) if day.is_makeup_workday],
        "states": _STATES,
        "count": len(shown),
        "shared": _shared(shown, first_day),
        "plain": _plain(shown),
        "doubts": {
            station.id: {language.value: doubt(fault, language) for language in Language}
            for station in shown
            if (fault := doubts.get(station.id)) is not None
        },
    }


def _plain(stations: Sequence[Station]) -> dict[str, list[Any]]:
    """Return the columns of what is each station's own."""
    return {
        "id": [station.id for station in stations],
        "name": [station.name for station in stations],
        "address": [station.address or "" for station in stations],
        "lon": _steps(station.position.lon for station in stations),
        "lat": _steps(station.position.lat for station in stations),
    }


def _shared(stations: Sequence[Station], first_day: date) -> dict[str, dict[str, list[Any]]]:
    """Return what stations share: for each column its values, and each station's place there."""
    columns: dict[str, Callable[[Station], Any]] = {
        "kind": lambda station: station.kind,
        "host": lambda station: station.host or "",
        "phone": lambda station: station.phone or "",
        "verified": lambda station: station.verified_on.isoformat() if station.verified_on else "",
        "audience": lambda station: station.audience,
        "entry": lambda station: station.entry,
        "facilities": _facilities,
    }
    found = {name: _interned(map(column, stations)) for name, column in columns.items()}
    doors, of_station = _doors(stations)
    days = _interned(_day(day) for one in doors for day in week_ahead(one, first_day, DAYS))
    places = days["of"]
    weeks = [places[at : at + DAYS] for at in range(0, len(places), DAYS)]
    forecasts = [_stretches(forecast(one, first_day, DAYS)) for one in doors]
    return found | {
        "forecast": {"values": forecasts, "of": of_station},
        "week": {"values": weeks, "of": []},
        "day": {"values": days["values"], "of": []},
    }


def _doors(stations: Sequence[Station]) -> tuple[list[Station], list[int]]:
    """Return one station for each door that opens alike, and each station's place among them."""
    first: dict[Any, tuple[int, Station]] = {}
    places = [
        first.setdefault(
            (door_of(station), suspension_of(station), station.status), (len(first), station)
        )[0]
        for station in stations
    ]
    return [station for _, station in first.values()], places


def _interned(values: Iterable[Any]) -> dict[str, list[Any]]:
    places: dict[Any, int] = {}
    of = [places.setdefault(value, len(places)) for value in values]
    return {"values": list(places), "of": of}


def _facilities(station: Station) -> str:
    """Return what works or is broken: a letter each, `-` if broken, `@` and its last good day."""
    return "".join(
        _LETTERS[code]
        + _MARKS[state]
        + (f"@{expiry}" if (expiry := _expiry(station, code)) else "")
        for code in _LETTERS
        if (state := station.facilities.get(code)) in _MARKS
    )


def _expiry(station: Station, code: Facility) -> date | None:
    return station.facility_expiry.get(code)


def _stretches(stretches: Iterable[Stretch]) -> list[int]:
    """Return three numbers each: minutes since the last start, state, minutes until it changes."""
    numbers: list[int] = []
    before = None
    for start, state, until in stretches:
        since = 0 if before is None else _minutes(start) - _minutes(before)
        lasts = 0 if until is None else _minutes(until) - _minutes(start)
        numbers += (since, _STATES.index(state), lasts)
        before = start
    return numbers


def _day(day: DayAhead) -> tuple[Any, ...]:
    """Return whether it is suspended and in doubt, then its hours: start, end, by self-entry."""
    midnight = datetime.combine(day.date, time(), BEIJING)
    hours = (
        number
        for interval in day.intervals
        for number in (
            _minutes(interval.start) - _minutes(midnight),
            _minutes(interval.end) - _minutes(midnight),
            int(interval.kind is Staffing.SELF_ENTRY),
        )
    )
    return (int(day.is_suspended), int(day.is_unknown), *hours)


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp()) // MINUTE_S


def _steps(degrees: Iterable[float]) -> list[int]:
    """Return millionths of a degree, each from the one before: as exact as the data contract."""
    return deltas(list(degrees), steps_per_degree=1_000_000)
