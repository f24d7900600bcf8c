"""Which district and street a record states, once its position has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.stations.station import Station
    from stationmap.upkeep.area import Areas


def located(before: Station | None, after: Station, areas: Areas) -> Station:
    """Return a station, new or moved, with the district and street that its position is in.

    One that has not moved stays as it is stated, unless it no longer says its district. So do a
    district and a street that the areas do not know, but for a street that came along from another
    district: it becomes unknown.
    """
    is_left_out = before is not None and before.district is not None and after.district is None
    if before is not None and before.position == after.position and not is_left_out:
        return after
    where = areas.of(after)
    if where.district is None:
        return after
    stated = {"district": where.district.name_zh, "street": after.street}
    if where.street is not None:
        stated["street"] = where.street.name
    elif before is not None and before.street == after.street and _moved_out(before, after, areas):
        stated["street"] = None
    return after.model_copy(update=stated)


def _moved_out(before: Station, after: Station, areas: Areas) -> bool:
    return areas.of(before).district != areas.of(after).district
