"""How `stationmap site` and `report` are told what to choose sites from, and show how far it is."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.labels import text
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationmap.cli.plan_desk import PlanDesk
    from stationmap.services.plan.siting_question import SitingQuestion

GRID, HOSTS = "grid:", "hosts:"

Candidates = Annotated[
    str,
    typer.Option(
        "--candidates",
        metavar="grid:METRES|FILE|hosts:TYPE,…",
        help=text("help.site.candidates", LANGUAGE),
    ),
]
USUAL_CANDIDATES = "grid:500"


class ModelName(StrEnum):
    """What the sites are to achieve."""

    MCLP = "mclp"
    LSCP = "lscp"
    P_MEDIAN = "p-median"


def with_candidates(question: SitingQuestion, given: str, desk: PlanDesk) -> SitingQuestion:
    """Return the question with its candidates: a grid, hosts by type, or a file of points.

    Raises
    ------
    typer.BadParameter
        If the step of a grid is no number.
    StationMapError
        If the file, or what is asked of it, cannot be used.
    """
    from stationmap.services.plan.siting_question import (  # noqa: PLC0415 - help needs it not
        CandidateSource,
    )

    if given.startswith(GRID):
        step_m = _metres(given.removeprefix(GRID))
        return replace(question, source=CandidateSource.GRID, step_m=step_m)
    if given.startswith(HOSTS):
        named = (one.strip() for one in given.removeprefix(HOSTS).split(","))
        hosts = frozenset(filter(None, named))
        return replace(question, source=CandidateSource.HOSTS, host_types=hosts)
    return replace(question, source=CandidateSource.UPLOAD, upload=desk.surface(given))


def _metres(given: str) -> float:
    try:
        return float(given)
    except ValueError:
        message = text("cli.plan.bad_grid", cli_language(), given=shown(given))
        raise typer.BadParameter(message, param_hint="--candidates") from None


@contextmanager
def progress_bar() -> Iterator[Callable[[float], None] | None]:
    """Show a bar while something long runs, where somebody looks at the terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - for terminals only
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text("cli.plan.choosing", cli_language()), total=1.0)
        yield lambda done: bar.update(task, completed=done)
