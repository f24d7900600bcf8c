"""What Prometheus reads of this process: its requests, its pages and its stations.

No label holds an id, a position, an address or anything else that a visitor sends: routes are
templates, methods those of RFC 9110, and there is a limit to how many series there can be.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from stationmap.errors import StationMapError
from stationmap.upkeep.report import ReportState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

    from stationmap.bootstrap import Office

OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
MOST_ROUTES = 200
"""Templates that are told apart; there are some sixty. All that come later are `other`."""

BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counts of one process, in a registry of their own; threads may share it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "stationmap_requests",
            "Requests that were answered, by the template of their route.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._durations = Histogram(
            "stationmap_request_duration_seconds",
            "How long an answer took, from the first byte asked to the last byte sent.",
            ("route", "method"),
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "stationmap_requests_in_flight",
            "Requests that are being answered.",
            registry=self.registry,
        )
        self.pages = Gauge(
            "stationmap_pages_open",
            "Pages that are open in somebody's browser: their WebSockets.",
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self._counted: dict[tuple[str, str, int], Counter] = {}
        self._timed: dict[tuple[str, str], Histogram] = {}
        self._routes: set[str] = set()

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        known = (route, method, status)
        try:
            self._counted[known].inc()
            self._timed[known[:2]].observe(seconds)
        except KeyError:
            self._count_new(known, seconds)

    def _count_new(self, known: tuple[str, str, int], seconds: float) -> None:
        route, method, status = known
        if route not in self._routes and len(self._routes) >= MOST_ROUTES:
            route = OTHER
        self._routes.add(route)
        named = method if method in METHODS else OTHER
        counter = self._requests.labels(route, named, str(status))
        histogram = self._durations.labels(route, named)
        counter.inc()
        histogram.observe(seconds)
        # Only what cannot grow without end is kept for the next time.
        if (route, named) == (known[0], method):
            self._counted[known] = counter
            self._timed[route, method] = histogram


@cache
def process_metrics() -> Metrics:
    """Return the counts of this process."""
    return Metrics()


class MetricsPage:
    """Writes the counts of a process, and the figures of an office's stations, for Prometheus."""

    def __init__(self, metrics: Metrics, office: Callable[[], Office]) -> None:
        self._counts = metrics.registry
        self._stations = CollectorRegistry()
        self._stations.register(StationsCollector(office))

    def text(self) -> bytes:
        """Return all of it in Prometheus' text format."""
        return generate_latest(self._stations) + generate_latest(self._counts)


class StationsCollector(Collector):
    """Looks up what the store and the snapshot hold, whenever somebody reads."""

    def __init__(self, office: Callable[[], Office]) -> None:
        self._office = office
        self._fresh_s = time.monotonic()

    def describe(self) -> Iterator[Metric]:
        """Name nothing: to register it must not open the store."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of now; those that only the store knows are missing without it."""
        office = self._office()
        snapshot = office.live.current()
        yield _gauge("stations", "Stations in the list.", len(snapshot.stations))
        yield _gauge("snapshot_revision", "The revision that is answered from.", snapshot.revision)
        figures = self._of_store(office)
        if figures and figures["store_revision"] == snapshot.revision:
            self._fresh_s = time.monotonic()
        yield _gauge(
            "snapshot_age_seconds",
            "How long ago the stations that are answered from were last seen to be the newest.",
            time.monotonic() - self._fresh_s,
        )
        yield _gauge("store_up", "Whether the store can be read.", bool(figures))
        for name, value in figures.items():
            yield _gauge(name, _OF_STORE[name], value)
        yield CounterMetricFamily(
            "stationmap_store_errors",
            "Times that the store could not be used since this process opened it.",
            value=office.store.failures,
        )

    def _of_store(self, office: Office) -> dict[str, int]:
        try:
            waiting = office.store.reports.find(state=ReportState.WAITING)
            return {"store_revision": office.store.revision(), "reports_open": len(waiting)}
        except StationMapError:
            return {}


_OF_STORE = {
    "store_revision": "The newest revision of the store.",
    "reports_open": "Reports of couriers that wait for an answer.",
}


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"stationmap_{name}", meaning, value=value)
