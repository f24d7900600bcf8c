"""All stations: which stations are shown, in which order, and the rows of one page of the table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from stationmap.labels import Language, text
from stationmap.stations.filter import StationFilter
from stationmap.web.hours_line import hours_line
from stationmap.web.wiring import district_codes, services

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from stationmap.stations.station import Station

ROWS_PER_PAGE = 25
KEPT_ORDERS = 64
"""Filters and orders whose lists are kept, shared by all sessions."""


EVERYTHING = StationFilter()


class Column(StrEnum):
    """What the table shows and can be sorted by; the labels are `all.column.<value>`."""

    NAME = "name"
    KIND = "kind"
    DISTRICT = "district"
    HOURS = "hours"
    STATUS = "status"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which stations are shown: those that fit, in this district if one is named by its code.

    Attributes
    ----------
    words
        What the name, the address or the id of a station holds, in letters of either case.
    """

    where: StationFilter = EVERYTHING
    adcode: str | None = None
    words: str = ""

    def __call__(self, station: Station) -> bool:
        """Say whether the station is shown; its district is where it lies, not what it states."""
        in_district = self.adcode is None or district_codes().get(station.id) == self.adcode
        return in_district and self.where(station) and self._is_named(station)

    def _is_named(self, station: Station) -> bool:
        wanted = self.words.strip().casefold()
        texts = (station.name, station.address or "", station.id)
        return any(wanted in one.casefold() for one in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the table is sorted; what is unknown stands last either way."""

    column: Column = Column.NAME
    descending: bool = False

    def after_tap_on(self, column: Column) -> Order:
        """Return the order after a tap on a column's head: a second tap turns it round."""
        return Order(column=column, descending=column is self.column and not self.descending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One station's line in the table, in words, in the order of Column."""

    station_id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """Some lines of the table; pages count from 1."""

    rows: tuple[Row, ...]
    number: int
    pages: int


def shown_stations(shown: Shown, order: Order = Order()) -> tuple[Station, ...]:
    """Return the stations that are shown, sorted."""
    return _shown_stations(shown, order, services().revision)


@lru_cache(KEPT_ORDERS)
def _shown_stations(shown: Shown, order: Order, _revision: int) -> tuple[Station, ...]:
    return _sorted([one for one in services().stations if shown(one)], order)


def table_page(shown: Shown, order: Order, number: int, language: Language) -> TablePage:
    """Return one page of the table; a number out of range gives the nearest page there is."""
    stations = shown_stations(shown, order)
    pages = max(1, ceil(len(stations) / ROWS_PER_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * ROWS_PER_PAGE
    part = stations[first : first + ROWS_PER_PAGE]
    return TablePage(rows=tuple(_row(one, language) for one in part), number=number, pages=pages)


def district_name(adcode: str | None, language: Language) -> str:
    """Return a district's name; nothing for a place outside all of them."""
    for district in services().districts:
        if district.adcode == adcode:
            return district.name_zh if language is Language.ZH else district.name_en
    return ""


def _row(station: Station, language: Language) -> Row:
    unknown = text("station.unknown", language)
    verified_on = station.verified_on
    said = {
        Column.NAME: station.name,
        Column.KIND: text(f"kind.{station.kind}", language),
        Column.DISTRICT: district_name(district_codes().get(station.id), language) or unknown,
        Column.HOURS: hours_line(station.opening_hours, station.self_entry_hours, language)
        or unknown,
        Column.STATUS: text(f"status.{station.status}", language),
        Column.VERIFIED: unknown if verified_on is None else verified_on.isoformat(),
    }
    return Row(station_id=station.id, cells=tuple(said[column] for column in Column))


def _sorted(stations: list[Station], order: Order) -> tuple[Station, ...]:
    key = _KEYS[order.column]
    known = [station for station in stations if key(station) is not None]
    known.sort(key=lambda station: (key(station), station.id), reverse=order.descending)
    return (*known, *(station for station in stations if key(station) is None))


_KEYS: dict[Column, Callable[[Station], str | date | None]] = {
    Column.NAME: lambda station: station.name,
    Column.KIND: lambda station: station.kind,
    Column.DISTRICT: lambda station: district_codes().get(station.id),
    Column.HOURS: lambda station: station.opening_hours or station.self_entry_hours,
    Column.STATUS: lambda station: station.status,
    Column.VERIFIED: lambda station: station.verified_on,
}
