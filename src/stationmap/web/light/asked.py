"""What a visitor of the light page sent: where from, how she goes, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from stationmap.errors import InvalidPositionError
from stationmap.geo.position import Position
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.web.search_box import MAX_QUERY
from stationmap.web.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

FARTHEST_OFF_M = 100_000.0
"""A phone that is less sure than this of where it is does not say how sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, as far as it can be used.

    Attributes
    ----------
    spot
        Where she asks from; None if she did not say, or nothing that is a position.
    """

    language: Language
    spot: Spot | None = None
    mode: TravelMode = TravelMode.WALK
    query: str = ""

    def again(self) -> dict[str, str]:
        """Return the fields that put the same question once more, but for the language."""
        if self.spot is None:
            return {}
        spot = self.spot
        fields = {
            "lon": repr(spot.position.lon),
            "lat": repr(spot.position.lat),
            "mode": self.mode.value,
        }
        if spot.is_named:
            fields["label"] = spot.label
        if spot.accuracy_m is not None:
            fields["accuracy"] = f"{spot.accuracy_m:.0f}"
        return fields


def asked_by(fields: Mapping[str, str], first_language: str) -> Asked:
    """Read what was sent; what cannot be used counts as not sent."""
    wanted = fields.get("lang")
    mode = fields.get("mode")
    return Asked(
        language=Language(wanted if wanted in set(Language) else first_language),
        spot=_spot(fields),
        mode=TravelMode(mode) if mode in set(TravelMode) else TravelMode.WALK,
        query=fields.get("q", "").strip()[:MAX_QUERY],
    )


def _spot(fields: Mapping[str, str]) -> Spot | None:
    try:
        position = Position(float(fields["lon"]), float(fields["lat"]))
    except (KeyError, ValueError, InvalidPositionError):
        return None
    label = fields.get("label", "").strip()[:MAX_QUERY]
    if label:
        return Spot(position=position, label=label, is_named=True)
    return Spot(position=position, label="find.here", accuracy_m=_accuracy_m(fields))


def _accuracy_m(fields: Mapping[str, str]) -> float | None:
    try:
        accuracy_m = float(fields["accuracy"])
    except (KeyError, ValueError):
        return None
    return accuracy_m if isfinite(accuracy_m) and 0 <= accuracy_m <= FARTHEST_OFF_M else None
