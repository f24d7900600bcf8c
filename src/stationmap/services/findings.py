"""What there is to do in an area, of the store's newest revision and today."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from stationmap.services.authority import now_utc
from stationmap.services.station_findings import StationFindings
from stationmap.stations.calendar import in_beijing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from stationmap.services.live import LiveStations
    from stationmap.settings import Settings
    from stationmap.stations.station import Station
    from stationmap.upkeep.area import Areas
    from stationmap.upkeep.work import WorkItem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InArea:
    """The stations of an area and what is to be done about them.

    Attributes
    ----------
    codes
        By station's id, the code of the most precise area that it is in.
    items
        The most urgent first.
    """

    day: date
    stations: Mapping[str, Station]
    codes: Mapping[str, str]
    items: tuple[WorkItem, ...]


class Findings:
    """Follows the stations; threads may share it. What has not changed is not looked at again.

    Attributes
    ----------
    stale_after_days
        A record not verified for longer is due.
    """

    def __init__(
        self,
        live: LiveStations,
        areas: Areas,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._live = live
        self.areas = areas
        self.stale_after_days = settings.stale_after_days
        self._clock = clock
        self._of_stations = StationFindings(areas, stale_after_days=self.stale_after_days)
        self._lock = Lock()
        self._followed: tuple[int, date] | None = None
        self._in_areas: dict[str, InArea] = {}

    def in_area(self, area: str) -> InArea:
        """Return the same object until something changes, or the day does."""
        day, snapshot = in_beijing(self._clock()).date(), self._live.current()
        with self._lock:
            if self._followed != (snapshot.revision, day):
                self._of_stations.follow(snapshot, day)
                self._followed = snapshot.revision, day
                self._in_areas = {}
            if area not in self._in_areas:
                self._in_areas[area] = self._narrowed(area, day, snapshot.by_id)
            return self._in_areas[area]

    def _narrowed(self, area: str, day: date, stations: Mapping[str, Station]) -> InArea:
        codes = self._of_stations.codes
        inside = {code for code in set(codes.values()) if self.areas.within(area, code)}
        here = {one: code for one, code in codes.items() if code in inside}
        return InArea(
            day=day,
            stations={one: stations[one] for one in here},
            codes=here,
            items=tuple(sorted(self._of_stations.items(here), key=lambda item: item.order)),
        )
