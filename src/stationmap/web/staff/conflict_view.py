"""Two versions of one station side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.upkeep.differences import differences
from stationmap.upkeep.merging import TOGETHER
from stationmap.web.staff.history_words import field_label, value_words

if TYPE_CHECKING:
    from datetime import date

    from stationmap.labels import Language
    from stationmap.stations.station import Station
    from stationmap.upkeep.merging import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """A field that both sides changed, each to something else."""

    field: str
    label: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """A conflict in words.

    Attributes
    ----------
    only_theirs, only_mine
        What one side alone changed: the field and what it became; both go into the merger.
    """

    disputed: tuple[Disputed, ...]
    only_theirs: tuple[tuple[str, str], ...]
    only_mine: tuple[tuple[str, str], ...]


def conflict_view(conflict: Conflict, language: Language, *, today: date) -> ConflictView:
    """Put a conflict into words, as seen on a day in Beijing."""

    def said(field: str, station: Station) -> str:
        return value_words(field, _value(field, station), language, today=today)

    def alone(side: Station) -> tuple[tuple[str, str], ...]:
        changed = (difference.field for difference in differences(conflict.base, side))
        return tuple(
            (field_label(field, language), said(field, side))
            for field in changed
            if TOGETHER.get(field, field) not in conflict.fields
        )

    return ConflictView(
        disputed=tuple(
            Disputed(
                field=field,
                label=field_label(field, language),
                before=said(field, conflict.base),
                theirs=said(field, conflict.theirs.station),
                mine=said(field, conflict.mine),
            )
            for field in conflict.fields
        ),
        only_theirs=alone(conflict.theirs.station),
        only_mine=alone(conflict.mine),
    )


def _value(field: str, station: Station) -> object:
    name, dot, key = field.partition(".")
    value = getattr(station, name)
    return value.get(key) if dot else value
