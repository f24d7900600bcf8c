"""What was changed of a station, in words: the field, and each value as people say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.geo.position import Position
from stationmap.labels import Language, text
from stationmap.stations.codes import StationKind
from stationmap.stations.station import Station
from stationmap.web.usual_hours import usual_hours
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from stationmap.upkeep.differences import Difference

HOURS = ("opening_hours", "self_entry_hours")


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One field that was changed, in words."""

    label: str
    before: str
    after: str


def changed_lines(
    changed: Iterable[Difference], language: Language, *, today: date
) -> tuple[ChangedLine, ...]:
    """Say what was changed, field by field."""
    return tuple(
        ChangedLine(
            label=field_label(one.field, language),
            before=value_words(one.field, one.before, language, today=today),
            after=value_words(one.field, one.after, language, today=today),
        )
        for one in changed
    )


def field_label(field: str, language: Language) -> str:
    """Name a field as people do; unknown properties stand for themselves."""
    name, _, key = field.partition(".")
    if name == "facilities" and key:
        return text(f"facility.{key}", language)
    if name == "facility_expiry" and key:
        return text("edit.expiry", language, facility=text(f"facility.{key}", language))
    if name == "extra":
        return key
    return text(f"field.{name}", language)


def value_words(field: str, value: Any, language: Language, *, today: date) -> str:
    """Say the value of a field; None is unknown.

    Parameters
    ----------
    today
        The day in Beijing from which an ordinary week is looked for, to say hours.
    """
    if value is None:
        return text("station.unknown", language)
    name = field.partition(".")[0]
    if name in HOURS:
        return _hours(name, value, language, today)
    say = _SAY.get(name)
    return str(value) if say is None else say(value, language)


def _hours(field: str, value: str, language: Language, today: date) -> str:
    station = Station(
        id=field,
        name=field,
        kind=StationKind.WARM_STATION,
        position=Position(0.0, 0.0),
        opening_hours=value,
    )
    lines = usual_hours(station, today, language)
    said = text("history.between_days", language).join(" ".join(line) for line in lines)
    return text("history.hours", language, said=said, stated=value)


def _codes(table: str) -> Callable[[Any, Language], str]:
    def say(value: Any, language: Language) -> str:
        codes = value if isinstance(value, tuple) else (value,)
        return listed([text(f"{table}.{code}", language) for code in codes], language)

    return say


def _pair(value: Any, _language: Language) -> str:
    lon, lat = (value.lon, value.lat) if isinstance(value, Position) else value
    return f"{lon:.6f}, {lat:.6f}"


def _metres(value: float, language: Language) -> str:
    return text("distance.metres", language, number=f"{value:g}")


def _area(value: float, language: Language) -> str:
    return text("station.square_metres", language, number=f"{value:g}")


_SAY: dict[str, Callable[[Any, Language], str]] = {
    "kind": _codes("kind"),
    "status": _codes("status"),
    "facilities": _codes("facility_state"),
    "audience": _codes("audience"),
    "entry": _codes("entry"),
    "source_datum": _codes("datum"),
    "position": _pair,
    "source_position": _pair,
    "position_precision_m": _metres,
    "area_m2": _area,
    "honours": listed,
    "related_ids": listed,
}
