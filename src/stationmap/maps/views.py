"""What a map is to show: plain values, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.labels import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stationmap.geo.position import Position
    from stationmap.stations.hours import ArrivalState
    from stationmap.stations.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAnswer:
    """A station among the answers.

    Attributes
    ----------
    number
        Its place in the list, counted from 1; the first is the one that the line leads to.
    state
        What awaits her at the door: it decides colour and shape.
    """

    number: int
    position: Position
    state: ArrivalState


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderView:
    """The map of one question: where she is, and the answers.

    Attributes
    ----------
    position
        Where she asks from; None before she said.
    accuracy_m
        Radius of the circle that she is within, from the phone; None if a place was chosen.
    dark
        Whether the night theme is on.
    """

    position: Position | None = None
    accuracy_m: float | None = None
    answers: Sequence[MapAnswer] = ()
    dark: bool = False
    language: Language = Language.ZH


@dataclass(frozen=True, slots=True, kw_only=True)
class AllStationsView:
    """The map of all stations, or of those that fit.

    Attributes
    ----------
    where
        Which stations to show, a StationFilter as a rule; None for all of them.
    dark
        Whether the night theme is on.
    """

    where: Callable[[Station], bool] | None = None
    dark: bool = False
    language: Language = Language.ZH
