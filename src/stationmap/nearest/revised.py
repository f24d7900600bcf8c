"""An index of stations of which some have changed, without building the index of all anew."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from stationmap.nearest.index import StationIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from stationmap.geo.position import Position
    from stationmap.nearest.nearby import Nearby
    from stationmap.stations.station import Station


class RevisedIndex:
    """Answers as a `StationIndex` of the revised stations in order of id would.

    Each question is put to the index of the stations as they were, where those that have changed
    are passed over, and to a small one of the changed stations as they are now. Threads may share
    it.

    Parameters
    ----------
    base
        The stations as they were, in order of id.
    gone
        The ids of those that are no longer so: changed, or no longer in the list. Ids of new
        stations do no harm.
    fresh
        The changed and the new stations as they are now.
    """

    def __init__(
        self,
        base: StationIndex,
        *,
        gone: Collection[str] = frozenset(),
        fresh: Iterable[Station] = (),
    ) -> None:
        self._base = base
        self._gone = frozenset(gone)
        self._fresh = StationIndex(sorted(fresh, key=lambda station: station.id))

    def nearest(
        self, position: Position, k: int = 5, where: Callable[[Station], bool] | None = None
    ) -> list[Nearby]:
        """Return the k nearest stations that fit, as `StationIndex.nearest` does.

        Raises
        ------
        ValueError
            If k is not a whole number of at least 1.
        """
        if not self._gone:
            return self._base.nearest(position, k, where)
        as_they_were = self._standing(position, k, where)
        as_they_are = self._fresh.nearest(position, k, where)
        return list(islice(_merged(as_they_were, as_they_are), k))

    def within(
        self,
        position: Position,
        radius_m: float,
        where: Callable[[Station], bool] | None = None,
    ) -> list[Nearby]:
        """Return the stations at most `radius_m` away that fit, as `StationIndex.within` does.

        Raises
        ------
        ValueError
            If the radius is negative or not a number.
        """
        as_they_were = self._without_gone(self._base.within(position, radius_m, where))
        return list(_merged(as_they_were, self._fresh.within(position, radius_m, where)))

    def _standing(
        self, position: Position, k: int, where: Callable[[Station], bool] | None
    ) -> list[Nearby]:
        """Return the k nearest that have not changed; ask for more only where some have."""
        asked = k
        while True:
            found = self._base.nearest(position, asked, where)
            standing = self._without_gone(found)
            if len(standing) >= k or len(found) < asked:
                return standing[:k]
            asked *= 2

    def _without_gone(self, found: Iterable[Nearby]) -> list[Nearby]:
        return [nearby for nearby in found if nearby.station.id not in self._gone]


def _merged(some: Iterable[Nearby], others: Iterable[Nearby]) -> Iterable[Nearby]:
    """Merge by distance; equal distances by id, in which order each index has its stations."""
    return merge(some, others, key=lambda nearby: (nearby.distance_m, nearby.station.id))
