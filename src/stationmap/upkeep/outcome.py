"""What came of a change to many stations at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Refusal(StrEnum):
    """Why a station could not be verified."""

    UNKNOWN = "unknown"
    REMOVED = "removed"
    CLOSED = "closed"
    OUTSIDE_AREA = "outside_area"


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of verifying many stations.

    Attributes
    ----------
    done
        The ids of those that count as verified today, in the order asked for.
    refused
        Why the others do not, by id.
    """

    done: tuple[str, ...] = ()
    refused: Mapping[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What came of rolling back an import; ids in order.

    Attributes
    ----------
    undone
        The stations that are as before the import again.
    kept_since_changed
        Those that somebody changed after the import: they stay as they are.
    """

    undone: tuple[str, ...] = ()
    kept_since_changed: tuple[str, ...] = ()
