"""What an action other than editing does to a station's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stationmap.stations.codes import Status
from stationmap.stations.station import Station
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stationmap.geo.datum import Datum
    from stationmap.geo.position import Position


@dataclass(frozen=True, slots=True)
class Turn:
    """An action, and the fields that it sets."""

    action: Action
    fields: Mapping[str, Any]

    def of(self, station: Station) -> Station:
        """Return the station after it."""
        return Station.model_validate({**dict(station), **self.fields})


def suspension(*, since: date, until: date | None, today: date) -> Turn:
    """Suspend from a first day to a last one; None: nobody knows until when.

    The status says so from the first day on: a station that will be suspended is open until then.
    """
    fields: dict[str, Any] = {"suspended_from": since, "suspended_until": until}
    if since <= today:
        fields["status"] = Status.SUSPENDED
    return Turn(Action.SUSPENDED, fields)


def reopening() -> Turn:
    """Put into use again what was suspended, closed or only planned."""
    return Turn(Action.REOPENED, _of_status(Status.OPEN))


def closing() -> Turn:
    """Close for good."""
    return Turn(Action.CLOSED, _of_status(Status.CLOSED))


def moving(
    position: Position,
    *,
    source_datum: Datum | None,
    source_position: tuple[float, float] | None,
    precision_m: float | None,
) -> Turn:
    """Put elsewhere; how the position came in and how exact it is belong to it."""
    fields = {
        "position": position,
        "source_datum": source_datum,
        "source_position": source_position,
        "position_precision_m": precision_m,
    }
    return Turn(Action.MOVED, fields)


def _of_status(status: Status) -> dict[str, Any]:
    return {"status": status, "suspended_from": None, "suspended_until": None}
