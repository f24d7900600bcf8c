"""What options are given as, and what they mean; wrong use ends with exit status 2."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import typer

from stationmap.cli.language import cli_language
from stationmap.errors import InvalidPositionError
from stationmap.labels import text
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from stationmap.geo.datum import Datum
    from stationmap.geo.position import Position

    Code = TypeVar("Code", bound=StrEnum)

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these years nobody asks, and the calendar knows no holidays."""


def codes_of(given: Iterable[str], codes: type[Code], *, option: str) -> frozenset[Code]:
    """Read codes from an option that may be repeated and may hold several, parted by commas.

    Raises
    ------
    typer.BadParameter
        If a code is not in its list; the message names all that are.
    """
    named = [code.strip() for listed in given for code in listed.split(",")]
    for code in named:
        if code not in set(codes):
            message = text(
                "cli.unknown_code", cli_language(), given=shown(code), expected=", ".join(codes)
            )
            raise typer.BadParameter(message, param_hint=option)
    return frozenset(map(codes, named))


def moment_of(given: str, *, option: str) -> datetime:
    """Read a moment in ISO 8601.

    Raises
    ------
    typer.BadParameter
        If it is none, or outside of the years 2000 to 2100.
    """
    try:
        moment = datetime.fromisoformat(given.strip())
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = text(
            "cli.bad_moment", cli_language(), given=shown(given), first=FIRST_YEAR, last=LAST_YEAR
        )
        raise typer.BadParameter(message, param_hint=option)
    return moment


def position_of(lon: float, lat: float, datum: Datum) -> Position:
    """Read a position in some datum.

    Raises
    ------
    typer.BadParameter
        If there is no such position.
    """
    from stationmap.geo.datum import position_from  # noqa: PLC0415 - numpy, which help needs not

    try:
        return position_from(lon, lat, datum)
    except InvalidPositionError as error:
        raise typer.BadParameter(str(error), param_hint="--lon --lat") from None
