"""The features of one snapshot as columns, so that a question costs a few operations on arrays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from stationmap.api.feature_bytes import NEVER, Row
from stationmap.api.filters import EACH_OF, SETS, values_of
from stationmap.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from stationmap.api.boxes import Box
    from stationmap.api.filters import Wanted
    from stationmap.api.question import Question
    from stationmap.bootstrap import Office
    from stationmap.services.snapshot import Snapshot

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Page:
    """The features of a page, in order of id.

    Attributes
    ----------
    matched
        How many features there are on all pages.
    has_before, has_after
        Whether there are any on a page before, behind.
    """

    rows: Sequence[Row]
    matched: int
    has_before: bool
    has_after: bool


class FeatureTable:
    """The columns; threads may share them.

    Attributes
    ----------
    revision, changed_at
        The number of the newest revision in it, and when that was made, if it is known.
    """

    def __init__(self, rows: Mapping[str, Row], revision: int, changed_at: datetime | None) -> None:
        self.revision = revision
        self.changed_at = changed_at
        self.by_id = rows
        self._rows = list(rows.values())
        self._ids = list(rows)
        count = len(rows)
        self._lons = np.fromiter((row.lon for row in self._rows), np.float64, count)
        self._lats = np.fromiter((row.lat for row in self._rows), np.float64, count)
        self._verified = np.fromiter((row.verified for row in self._rows), np.int32, count)
        self._columns: dict[str, Callable[[str], Mask]] = {}

    def page(self, question: Question) -> Page:
        """Return the page of the features that fit."""
        places = self._fitting(question)
        matched = len(self._rows) if places is None else len(places)
        start, stop = self._span(question, places, matched)
        if places is None:
            rows = self._rows[start:stop]
        else:
            rows = [self._rows[place] for place in places[start:stop].tolist()]
        return Page(rows, matched, has_before=start > 0, has_after=stop < matched)

    def _span(
        self, question: Question, places: NDArray[np.intp] | None, matched: int
    ) -> tuple[int, int]:
        if question.before is not None:
            stop = self._rank(question.before, "left", places)
            return max(0, stop - question.limit), stop
        start = min(question.offset, matched)
        if question.after is not None:
            start = self._rank(question.after, "right", places)
        return start, min(start + question.limit, matched)

    def _rank(self, station_id: str, side: Any, places: NDArray[np.intp] | None) -> int:
        """Return how many of the places have an id that is less, or on the right side not more."""
        place = _bisect[side](self._ids, station_id)
        return place if places is None else int(np.searchsorted(places, place))

    def _fitting(self, question: Question) -> NDArray[np.intp] | None:
        """Return the places of what fits, in order; None where nothing is asked for."""
        masks = [self._wanted(wanted) for wanted in question.wanted]
        if question.box is not None:
            masks.append(self._in_box(question.box))
        if question.days is not None:
            first, last = question.days.first, question.days.last
            verified = self._verified
            masks.append((verified == NEVER) | ((verified >= first) & (verified <= last)))
        return np.flatnonzero(np.logical_and.reduce(masks)) if masks else None

    def _in_box(self, box: Box) -> Mask:
        east_of = self._lons >= box.west
        west_of = self._lons <= box.east
        between = east_of & west_of if box.west <= box.east else east_of | west_of
        mask: Mask = between & (self._lats >= box.south) & (self._lats <= box.north)
        return mask

    def _wanted(self, wanted: Wanted) -> Mask:
        column = self._columns.get(wanted.name)
        if column is None:
            made = self._set_column if wanted.name in SETS else self._text_column
            column = self._columns[wanted.name] = made(wanted.name)
        masks = [column(value) for value in wanted.values]
        joined = np.logical_and if wanted.name in EACH_OF else np.logical_or
        mask: Mask = joined.reduce(masks)
        return mask

    def _text_column(self, name: str) -> Callable[[str], Mask]:
        numbers: dict[str | None, int] = {}
        values = (getattr(row.station, name) for row in self._rows)
        texts = (None if value is None else str(value) for value in values)
        column = np.fromiter(
            (numbers.setdefault(text, len(numbers)) for text in texts), np.int32, len(self._rows)
        )
        return lambda value: column == numbers.get(value, -1)

    def _set_column(self, name: str) -> Callable[[str], Mask]:
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            for value in values_of(row.station, name):
                places.setdefault(value, []).append(place)
        nowhere = np.zeros(len(self._rows), np.bool_)
        masks = {value: nowhere.copy() for value in places}
        for value, mask in masks.items():
            mask[places[value]] = True
        return lambda value: masks.get(value, nowhere)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all stations; the whole world where there are none."""
        if not self._rows:
            return -180.0, -90.0, 180.0, 90.0
        lons, lats = self._lons, self._lats
        return float(lons.min()), float(lats.min()), float(lons.max()), float(lats.max())

    @cached_property
    def verified_between(self) -> tuple[int, int] | None:
        """The ordinals of the first and last day on which a record was verified, if any was."""
        days = self._verified[self._verified != NEVER]
        return (int(days.min()), int(days.max())) if len(days) else None


class FeatureTables:
    """Makes the table of the newest snapshot from the one before; threads may share it."""

    def __init__(self, office: Callable[[], Office]) -> None:
        self._office = office
        self._making = Lock()
        self._of: Snapshot | None = None
        self._table: FeatureTable | None = None

    def current(self) -> FeatureTable:
        """Return the features of the store's newest revision."""
        snapshot = self._office().live.current()
        with self._making:
            if self._table is None or self._of is not snapshot:
                self._table = self._made(snapshot)
                self._of = snapshot
            return self._table

    def _made(self, snapshot: Snapshot) -> FeatureTable:
        before = self._table.by_id if self._table is not None else {}
        rows = {}
        for station_id, station in snapshot.by_id.items():
            row = before.get(station_id)
            rows[station_id] = row if row and row.station is station else Row(station)
        return FeatureTable(rows, snapshot.revision, self._changed_at(snapshot.revision))

    def _changed_at(self, revision: int) -> datetime | None:
        try:
            found = self._office().store.history(number=revision)
        except StoreError:
            return None
        return found[0].change.at if found else None


_bisect = {"left": bisect_left, "right": bisect_right}
