"""Answers as a table, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stationmap.geo.compass import compass_point
from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H
from stationmap.labels import Language, text
from stationmap.stations.arrival import Arrival, ArrivalState
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from stationmap.geo.travel import TravelMode
    from stationmap.services.find import Answer, Findings

COLOURS = {
    ArrivalState.OPEN: "green",
    ArrivalState.CLOSES_SOON: "yellow",
    ArrivalState.CLOSED: "red",
    ArrivalState.UNKNOWN: "magenta",
}


def print_table(findings: Findings, mode: TravelMode, language: Language) -> None:
    """Print the answers, the best first, and what else she should know.

    Every text is printed as it stands: rich's markup in a name is not obeyed, and characters that
    a terminal might obey are shown as their code.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("station", "kind"):
        table.add_column(text(f"column.{column}", language), overflow="fold")
    table.add_column(text("column.distance_m", language), justify="right", no_wrap=True)
    table.add_column(text("column.direction", language), no_wrap=True)
    table.add_column(text("column.minutes", language), justify="right", no_wrap=True)
    table.add_column(text("column.on_arrival", language), overflow="fold")
    for answer in findings.answers:
        table.add_row(*_cells(answer, language))
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(table)
    for note in _notes(findings, mode, language):
        console.print(Text(note), soft_wrap=True)


def _cells(answer: Answer, language: Language) -> Iterator[Text]:
    yield Text(_name(answer))
    yield Text(text(f"kind.{answer.station.kind}", language))
    yield Text(f"{answer.nearby.distance_m:,.0f}")
    yield Text(_direction(answer, language))
    yield Text(f"{answer.travel_min:.0f}")
    marks = [
        _state(answer.arrival, answer.arrives_at, language),
        text("cli.stale", language) if answer.is_stale else "",
        text("cli.audience_unknown", language) if answer.is_audience_unknown else "",
    ]
    yield Text("; ".join(filter(None, marks)), style=COLOURS[answer.arrival.state])


def _state(arrival: Arrival, arrives_at: datetime, language: Language) -> str:
    reason = text(f"reason.{arrival.reason}", language)
    if arrival.state is ArrivalState.UNKNOWN:
        return text("cli.unknown", language, reason=reason)
    if arrival.until is None:
        key = "cli.closed" if arrival.state is ArrivalState.CLOSED else "cli.round_the_clock"
        return text(key, language, reason=reason)
    is_today = arrival.until.date() == arrives_at.date()
    moment = f"{arrival.until:%H:%M}" if is_today else f"{arrival.until:%m-%d %H:%M}"
    if arrival.state is ArrivalState.CLOSED:
        return text("cli.opens_at", language, reason=reason, moment=moment)
    is_soon = arrival.state is ArrivalState.CLOSES_SOON
    return text("cli.closes_soon" if is_soon else "cli.open_until", language, moment=moment)


def _notes(findings: Findings, mode: TravelMode, language: Language) -> Iterator[str]:
    best, uncertain, plan_b = findings.answers[0], findings.nearer_uncertain, findings.plan_b
    if uncertain:
        yield text(
            "cli.nearer_uncertain",
            language,
            name=_name(uncertain),
            metres=f"{uncertain.nearby.distance_m:,.0f}",
            reason=text(f"reason.{uncertain.arrival.reason}", language),
        )
    if plan_b:
        yield text(
            "cli.plan_b",
            language,
            best=_name(best),
            name=_name(plan_b),
            metres=f"{plan_b.nearby.distance_m:,.0f}",
            direction=_direction(plan_b, language),
        )
    yield text(
        "cli.estimate",
        language,
        factor=DETOUR_FACTOR,
        mode=text(f"travel.{mode}", language),
        speed=SPEED_KM_H[mode],
    )
    if any(answer.station.is_sample for answer in findings.answers):
        yield text("cli.sample", language)


def _name(answer: Answer) -> str:
    return shown(answer.station.name)


def _direction(answer: Answer, language: Language) -> str:
    return text(f"direction.{compass_point(answer.nearby.bearing_deg)}", language)
