"""Lays a row of a file over the station that it means, so that only what was edited changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.files.headers import FACILITY_PREFIX
from stationmap.files.read_rows import EXTRA_PREFIX, POSITION
from stationmap.files.row import AS_WRITTEN, HOURS
from stationmap.files.spreadsheet_habits import is_rewritten
from stationmap.stations.codes import Facility
from stationmap.stations.station import Station
from stationmap.upkeep.import_plan import EmptyCells

if TYPE_CHECKING:
    from stationmap.files.read_rows import ReadRow

ROUNDING_DEG = 6e-7
"""Files have six decimals: a position that differs by no more was not moved."""

ORIGIN = ("source_datum", "source_position", "position_precision_m")
"""What is known of where a position came from, and holds for that position only."""

NEVER_EMPTY = frozenset({"id", "name", "kind", POSITION})


def overlaid(before: Station, incoming: Station, row: ReadRow, empty: EmptyCells) -> Station:
    """Return the station as it would be after the row.

    Parameters
    ----------
    incoming
        The station that the row describes by itself.
    empty
        Whether an empty cell clears what is known, or leaves it. A column that is not in the file
        leaves it in any case.
    """
    values: dict[str, Any] = {}
    for name in row.given:
        if name in Station.model_fields and name not in {"id", POSITION, *ORIGIN}:
            values[name] = _edited(name, before, incoming)
    values |= _facilities(before, incoming, row, values)
    values |= _position(before, incoming, row)
    extra = dict(before.extra) | _named_extra(incoming, row)
    _forget_old_words(before, values, extra, row)
    if empty is EmptyCells.CLEAR:
        _clear(row, values, extra, before)
    values["extra"] = extra
    return before.model_copy(update=values)


def _edited(name: str, before: Station, incoming: Station) -> Any:
    old, new = getattr(before, name), getattr(incoming, name)
    if name in HOURS and new is None:
        return old  # words that nobody understands do not replace hours that somebody did
    if isinstance(old, str) and isinstance(new, str) and is_rewritten(old, new):
        return old
    return new


def _facilities(
    before: Station, incoming: Station, row: ReadRow, values: dict[str, Any]
) -> dict[str, Any]:
    """Return the facilities where some have columns of their own."""
    single = [name for name in row.given if name.startswith(FACILITY_PREFIX)]
    if not single:
        return {}
    states = dict(values.get("facilities", before.facilities))
    for name in single:
        code = Facility(name.removeprefix(FACILITY_PREFIX))
        states.pop(code, None)
        if code in incoming.facilities:
            states[code] = incoming.facilities[code]
    return {"facilities": states}


def _position(before: Station, incoming: Station, row: ReadRow) -> dict[str, Any]:
    """Return the new position and its origin; an origin that was left as it was goes with the old.

    The origin may be edited without moving the station.
    """
    origin = {
        name: getattr(incoming, name)
        for name in ORIGIN
        if name in row.given and getattr(incoming, name) != getattr(before, name)
    }
    came_so = "source_position" not in row.given and _came_as(before, incoming)
    if POSITION not in row.given or came_so or _is_same_place(before, incoming):
        return origin
    came = {name: getattr(incoming, name) for name in ORIGIN if name not in row.given}
    return {"position": incoming.position} | dict.fromkeys(ORIGIN) | came | origin


def _is_same_place(before: Station, incoming: Station) -> bool:
    """Say whether a position is the one before, rounded."""
    old, new = before.position, incoming.position
    return _is_close((old.lon, old.lat), (new.lon, new.lat))


def _came_as(before: Station, incoming: Station) -> bool:
    """Say whether a position came in, in its own datum, just as the one before did."""
    old, new = before.source_position, incoming.source_position
    is_datum_same = incoming.source_datum is before.source_datum
    return old is not None and new is not None and is_datum_same and _is_close(old, new)


def _is_close(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= ROUNDING_DEG for a, b in zip(one, other, strict=True))


def _named_extra(incoming: Station, row: ReadRow) -> dict[str, Any]:
    names = (name.removeprefix(EXTRA_PREFIX) for name in row.given if name.startswith(EXTRA_PREFIX))
    return {name: incoming.extra[name] for name in names if name in incoming.extra}


def _forget_old_words(
    before: Station, values: dict[str, Any], extra: dict[str, Any], row: ReadRow
) -> None:
    """Drop words that were not understood once hours that are understood replace them."""
    for name in HOURS:
        is_new = values.get(name) not in (None, getattr(before, name))
        if is_new and EXTRA_PREFIX + name + AS_WRITTEN not in row.given:
            extra.pop(name + AS_WRITTEN, None)


def _clear(row: ReadRow, values: dict[str, Any], extra: dict[str, Any], before: Station) -> None:
    for name in row.emptied - NEVER_EMPTY:
        if name.startswith(EXTRA_PREFIX):
            extra.pop(name.removeprefix(EXTRA_PREFIX), None)
        elif name.startswith(FACILITY_PREFIX):
            states = dict(values.get("facilities", before.facilities))
            states.pop(Facility(name.removeprefix(FACILITY_PREFIX)), None)
            values["facilities"] = states
        else:
            values[name] = Station.model_fields[name].get_default(call_default_factory=True)
