"""Between a station and what the fields of the form hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.geo.datum import Datum
from stationmap.stations.codes import Facility, FacilityState, StationKind
from stationmap.stations.place import Place
from stationmap.stations.record import RawRecord, station_from
from stationmap.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stationmap.errors import Fault

TEXTS = ("name", "address", "street", "phone", "host", "host_type", "grade", "notes")
CHOICES = ("audience", "entry")
NUMBERS = ("capacity", "area_m2", "truck_bays", "showers", "washers", "beds")
HOURS = ("opening_hours", "self_entry_hours")
FIELDS = ("kind", *TEXTS, *CHOICES, *NUMBERS, *HOURS)
"""The fields of the form by the names of the data contract; facilities have one each besides."""

UNKNOWN = "unknown"
"""What stands for a facility of which nothing is known."""

PERISHABLE = (Facility.FIRST_AID, Facility.AED, Facility.DONATION_SHELF)
"""What is of no use after a day that stands on it: medicine, pads of a defibrillator, food."""

_MEANT_FOR = {
    "truck_bays": {StationKind.DRIVER_HOME},
    "showers": {StationKind.DRIVER_HOME, StationKind.WARM_STATION},
    "washers": {StationKind.DRIVER_HOME, StationKind.WARM_STATION},
    "beds": {StationKind.DRIVER_HOME, StationKind.NOON_REST},
}

Values = dict[str, Any]
"""By field, `facility.<code>` and `expiry.<code>`: what the widget of each holds."""


def values_of(station: Station | None) -> Values:
    """Return what the form shows of a station; of none, an empty form."""
    if station is None:
        values: Values = dict.fromkeys(FIELDS) | {name: [] for name in CHOICES}
        return values | {f"facility.{code}": UNKNOWN for code in Facility}
    values = {name: getattr(station, name) for name in FIELDS}
    values |= {name: list(values[name]) for name in CHOICES}
    for code in Facility:
        values[f"facility.{code}"] = station.facilities.get(code, UNKNOWN)
    values |= {f"expiry.{code}": day for code, day in station.facility_expiry.items()}
    return values


def numbers_for(kind: StationKind | None, values: Mapping[str, Any]) -> list[str]:
    """Return the numbers that make sense for a kind, and those that are known already."""
    return [
        name
        for name in NUMBERS
        if name not in _MEANT_FOR or kind in _MEANT_FOR[name] or values.get(name) is not None
    ]


def perishable(values: Mapping[str, Any]) -> list[Facility]:
    """Return the facilities for which a last good day is asked: they are there, or have one."""
    return [
        code
        for code in Facility
        if values.get(f"expiry.{code}") is not None
        or (code in PERISHABLE and values.get(f"facility.{code}") in {*FacilityState} - {"absent"})
    ]


def station_of(base: Station, values: Mapping[str, Any]) -> tuple[Station | None, list[Fault]]:
    """Return a station with what the form holds, and what is wrong with that.

    What the form does not show stays as it is in the base.

    Returns
    -------
    station
        None if there is any fault.
    """
    record = RawRecord(
        place=Place(station_id=base.id), id=base.id, coordinates=None, properties=_plain(values)
    )
    _, faults = station_from(record, base.position, Datum.WGS84)
    # Hours that do not parse are the service's to judge: those that were there may stay.
    faults = [fault for fault in faults if fault.field not in HOURS]
    if faults:
        return None, faults
    return Station.model_validate(dict(base) | _fields(base, values)), []


def _fields(base: Station, values: Mapping[str, Any]) -> Values:
    fields = {name: values.get(name) or None for name in (*TEXTS, *HOURS)}
    fields |= {name: values.get(name) for name in ("kind", *NUMBERS)}
    fields |= {name: tuple(values.get(name) or ()) for name in CHOICES}
    states = {code: values.get(f"facility.{code}") or UNKNOWN for code in Facility}
    days = {code: values.get(f"expiry.{code}") for code in Facility}
    fields["facilities"] = _in_order_of(
        base.facilities, {code: state for code, state in states.items() if state != UNKNOWN}
    )
    fields["facility_expiry"] = {code: day for code, day in days.items() if day is not None}
    return fields


def _in_order_of(before: Mapping[Facility, FacilityState], after: Values) -> Values:
    """Keep the order in which a record lists its facilities."""
    order = [*(code for code in before if code in after), *after]
    return {code: after[code] for code in order}


def _plain(values: Mapping[str, Any]) -> Values:
    """Return the fields as a file would hold them, to be checked like one."""
    given = {name: value for name, value in values.items() if name in FIELDS and value is not None}
    days: dict[str, date] = {
        name.removeprefix("expiry."): day
        for name, day in values.items()
        if name.startswith("expiry.") and day is not None
    }
    return given | {"facility_expiry": {code: day.isoformat() for code, day in days.items()}}
