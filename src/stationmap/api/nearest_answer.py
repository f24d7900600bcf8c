"""Answers to a courier's question as GeoJSON: each station, the way there and what awaits her."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from stationmap.api.sent_stations import feature_of
from stationmap.api.told import COLLECTION_SCHEMA, FEATURE_SCHEMA
from stationmap.errors import StoreError
from stationmap.labels import Language
from stationmap.maps.links import routes_to_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stationmap.bootstrap import Office
    from stationmap.geo.travel import TravelMode
    from stationmap.services.find import Answer, Findings, Question
    from stationmap.stations.station import Station
    from stationmap.upkeep.report import ReportedFault

DOUBTS_KEPT_S = 5.0
"""So long reports that wait are not looked up again: a question costs the store nothing."""

MOST_TOLD = 8_192
"""Stations of which it is kept what is said of them: some kilobytes each."""

_ANSWER_PROPERTIES: dict[str, Any] = {
    "distance_m": {"type": "number", "description": "In a straight line, geodesic."},
    "bearing_deg": {"type": "number"},
    "travel_min": {"type": "number", "description": "Estimated, detours included."},
    "arrives_at": {"type": "string", "format": "date-time"},
    "on_arrival": {"type": "string", "enum": ["open", "closes_soon", "closed", "unknown"]},
    "until": {
        "type": "string",
        "format": "date-time",
        "nullable": True,
        "description": "Open: when it closes, null if not within two weeks. Closed: when it opens.",
    },
    "reason": {"type": "string", "description": "What that rests on."},
    "by_self_entry": {"type": "boolean"},
    "is_stale": {"type": "boolean", "description": "Nobody has verified the record lately."},
    "is_audience_unknown": {"type": "boolean"},
    "doubt": {
        "type": "string",
        "nullable": True,
        "description": "Why she might go there in vain, as a report says that waits.",
    },
    "routes": {"type": "object", "description": "The way there in navigation apps, by app."},
}
_ANSWER_FEATURE: dict[str, Any] = {
    **FEATURE_SCHEMA,
    "properties": {
        **FEATURE_SCHEMA["properties"],
        "properties": {"type": "object", "properties": _ANSWER_PROPERTIES},
    },
}
ANSWER_SCHEMA: dict[str, Any] = {
    **COLLECTION_SCHEMA,
    "properties": {
        **COLLECTION_SCHEMA["properties"],
        "features": {"type": "array", "items": _ANSWER_FEATURE},
        "numberReturned": {"type": "integer"},
        "revision": {"type": "integer"},
        "nearer_uncertain": {
            **_ANSWER_FEATURE,
            "nullable": True,
            "description": "A much nearer station of which it is not known whether it is open.",
        },
        "plan_b": {
            **_ANSWER_FEATURE,
            "nullable": True,
            "description": "Where to go from the first one's door if that is shut after all.",
        },
    },
}


class Doubts:
    """Of which stations reports say that one might go there in vain; threads may share it."""

    def __init__(self, office: Callable[[], Office]) -> None:
        self._office = office
        self._by_id: dict[str, ReportedFault] = {}
        self._asked_s = -DOUBTS_KEPT_S

    def now(self) -> dict[str, ReportedFault]:
        """Return them as they were a few seconds ago, or when the store could be read last."""
        if time.monotonic() - self._asked_s >= DOUBTS_KEPT_S:
            self._asked_s = time.monotonic()  # the others go on with what is known meanwhile
            with suppress(StoreError):
                self._by_id = self._office().reports.doubts()
        return self._by_id


class Told:
    """What is said of a station whoever asks; threads may share it.

    To say it anew for each question took longer than to find the stations.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, TravelMode], tuple[Station, dict[str, Any]]] = {}

    def of(self, stations: Sequence[Station], mode: TravelMode) -> dict[str, dict[str, Any]]:
        """Return the stations' Features with the ways there, by id; they are not to be changed."""
        features = {}
        for station in stations:
            known, feature = self._kept.get((station.id, mode), (None, {}))
            if known is station:
                features[station.id] = feature
        new = [station for station in stations if station.id not in features]
        if len(self._kept) + len(new) > MOST_TOLD:
            self._kept.clear()
        for station, feature in zip(new, _with_routes(new, mode), strict=True):
            features[station.id] = feature
            self._kept[station.id, mode] = station, feature
        return features


def _with_routes(stations: Sequence[Station], mode: TravelMode) -> Iterator[dict[str, Any]]:
    routes_of = routes_to_each(stations, Language.EN, mode=mode)
    for station, routes in zip(stations, routes_of, strict=True):
        feature = feature_of(station)
        feature["properties"]["routes"] = {route.app: route.url for route in routes}
        yield feature


def answer_body(
    findings: Findings,
    question: Question,
    revision: int,
    *,
    told_of: Told,
    doubts: Mapping[str, ReportedFault],
) -> dict[str, Any]:
    """Return the answers as a FeatureCollection; where she is stands nowhere in it.

    Parameters
    ----------
    doubts
        By the station's id, why she might go there in vain.
    """
    answers = [*findings.answers, findings.nearer_uncertain, findings.plan_b]
    stations = [answer.station for answer in answers if answer is not None]
    features = told_of.of(stations, question.mode)

    def told(answer: Answer | None) -> dict[str, Any] | None:
        if answer is None:
            return None
        station_id = answer.station.id
        return _with_arrival(features[station_id], answer, doubts.get(station_id))

    return {
        "type": "FeatureCollection",
        "features": [told(answer) for answer in findings.answers],
        "numberReturned": len(findings.answers),
        "revision": revision,
        "nearer_uncertain": told(findings.nearer_uncertain),
        "plan_b": told(findings.plan_b),
    }


def _with_arrival(
    feature: dict[str, Any], answer: Answer, doubt: ReportedFault | None
) -> dict[str, Any]:
    """Return a copy of a station's Feature that also says what awaits her."""
    arrival, nearby = answer.arrival, answer.nearby
    awaits = {
        **nearby.figures(),
        "travel_min": round(answer.travel_min, 2),
        "arrives_at": answer.arrives_at,
        "on_arrival": arrival.state,
        "until": arrival.until,
        "reason": arrival.reason,
        "by_self_entry": arrival.by_self_entry,
        "is_stale": answer.is_stale,
        "is_audience_unknown": answer.is_audience_unknown,
        "doubt": doubt,
    }
    return feature | {"properties": feature["properties"] | awaits}
