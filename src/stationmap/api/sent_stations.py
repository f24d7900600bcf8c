"""Stations as programs send them: a GeoJSON Feature, or a merge patch of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stationmap.errors import Fault, InvalidStationError, Severity
from stationmap.files.assemble import positions_of
from stationmap.files.geojson import records_from_geojson
from stationmap.files.write import to_geojson
from stationmap.geo.datum import Datum
from stationmap.stations.place import shown
from stationmap.stations.record import station_from
from stationmap.stations.unstorable import MAX_DEPTH
from stationmap.upkeep.new_ids import TO_BE_GIVEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.stations.station import Station

MEMBERS = frozenset({"type", "id", "geometry", "properties", "bbox", "links"})
"""What a Feature may hold; `bbox` and `links` come with what was read, and are not kept."""

SOURCE = ("source_datum", "source_position")
PRECISION = "position_precision_m"
DEEPEST = MAX_DEPTH + 2
"""A property may be nested so deep, within the Feature and its properties."""

UNREACHABLE = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""No address leads to such an id: clients and proxies take out `.` and `..` on the way."""

EXPECTED_ID = (
    f"no . or .. between slashes, no control characters and line ends, and not {TO_BE_GIVEN!r}"
)


def feature_of(station: Station) -> dict[str, Any]:
    """Return a station as the data contract has it."""
    feature: dict[str, Any] = to_geojson([station])["features"][0]
    return feature


def new_station(sent: dict[str, Any], datum: Datum) -> Station:
    """Return the station of a Feature; without an id, it is one that gets its own.

    Raises
    ------
    InvalidStationError
        If it is none; it names every fault. Also if no address would lead to its id, or it is the
        word that stands for none.
    """
    given = _id_in(sent)
    station = _station(sent, datum, TO_BE_GIVEN if given is None else given)
    is_unsaid = given is not None and station.id == TO_BE_GIVEN
    if is_unsaid or UNREACHABLE.search(station.id):
        fault = Fault(code="bad_id", field="id", value=shown(station.id), expected=EXPECTED_ID)
        raise InvalidStationError(shown(station.id), [fault])
    return station


def replaced(kept: Station, sent: dict[str, Any], datum: Datum) -> Station:
    """Return the station that is to stand in place of another.

    What it does not say is unknown from then on. A WGS-84 position that is the old one as we write
    it, rounded, is the old one. If it has moved, what it still says of how the old position came
    in is not kept.

    Raises
    ------
    InvalidStationError
        As for `new_station`; also if it has another id.
    """
    given = _id_in(sent)
    named = str(given).strip() if isinstance(given, str | int | float) else given
    if named is not None and named != kept.id:
        fault = Fault(code="two_ids", field="id", value=shown(given), expected=kept.id)
        raise InvalidStationError(kept.id, [fault])
    if datum is Datum.WGS84 and sent.get("geometry") == feature_of(kept)["geometry"]:
        return _station(sent, datum, kept.id, unmoved=kept)
    station = _station(sent, datum, kept.id)
    is_new = any(getattr(station, name) != getattr(kept, name) for name in SOURCE)
    said = {PRECISION, *SOURCE} if is_new or datum is not Datum.WGS84 else {PRECISION}
    return _without_old_origin(kept, station, said)


def patched(kept: Station, patch: dict[str, Any], datum: Datum) -> Station:
    """Return a station changed by a merge patch (RFC 7396) of its Feature.

    Raises
    ------
    InvalidStationError
        As for `replaced`.
    """
    merged = _merged(feature_of(kept), patch)
    if "geometry" not in patch:
        datum = Datum.WGS84  # of nothing that was sent
    station = replaced(kept, merged, datum)
    named = patch.get("properties")
    said = set(named) if isinstance(named, dict) else set()
    if datum is not Datum.WGS84 or said & {*SOURCE}:
        said |= {*SOURCE}
    return _without_old_origin(kept, station, said)


def _id_in(sent: dict[str, Any]) -> Any:
    """Return the id that a Feature gives, maybe among its properties as GDAL writes it, or None."""
    own, properties = sent.get("id"), sent.get("properties")
    given = properties.get("id") if own is None and isinstance(properties, dict) else own
    return None if given == "" else given  # but 0 is one


def _without_old_origin(kept: Station, station: Station, said: set[str]) -> Station:
    """Return a station; if it has moved, without what tells of its old position and is not said."""
    if station.position == kept.position:
        return station
    gone = {PRECISION, *SOURCE} - said
    return station.model_copy(update=dict.fromkeys(gone))


def _merged(target: Any, patch: Any, depth: int = 0) -> Any:
    """Merge as RFC 7396 says: null takes away, an object is merged, all else stands instead.

    What is nested deeper than anything that can be kept is left as it is, and refused later.
    """
    if not isinstance(patch, dict) or depth > DEEPEST:
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value, depth + 1)
    return merged


def _station(
    sent: dict[str, Any], datum: Datum, station_id: Any, *, unmoved: Station | None = None
) -> Station:
    told = shown(station_id)
    unknown = [
        Fault(code="unknown_member", field=shown(name), expected=", ".join(sorted(MEMBERS)))
        for name in sorted(sent.keys() - MEMBERS)
    ]
    feature = {name: value for name, value in sent.items() if name in MEMBERS}
    raw = records_from_geojson(
        {"type": "FeatureCollection", "features": [feature | {"id": station_id}]}
    )
    _refuse(told, [*unknown, *raw.faults])
    (record,) = raw.records
    if unmoved is None:
        (position,) = positions_of(raw.records, datum)
    else:
        position, datum = unmoved.position, Datum.WGS84
    station, faults = station_from(record, position, datum)
    _refuse(told, faults)
    if station is None:
        raise InvalidStationError(told, faults)
    return station


def _refuse(station_id: str, faults: Sequence[Fault]) -> None:
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        raise InvalidStationError(station_id, errors)
