"""The options that `stationmap coverage`, `site` and `report` share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.cli.options import codes_of
from stationmap.geo.datum import Datum
from stationmap.geo.travel import TravelMode
from stationmap.labels import text
from stationmap.stations.codes import Audience, Facility, StationKind

if TYPE_CHECKING:
    from stationmap.coverage.counting import Counting
    from stationmap.coverage.reach import ServiceRadius

Demand = Annotated[
    str, typer.Option("--demand", metavar="census|FILE", help=text("help.plan.demand", LANGUAGE))
]
Areas = Annotated[
    str, typer.Option("--areas", metavar="districts|FILE", help=text("help.plan.areas", LANGUAGE))
]
WeightColumn = Annotated[
    str | None,
    typer.Option("--weight-column", metavar="NAME", help=text("help.plan.weight", LANGUAGE)),
]
FilesDatum = Annotated[
    Datum, typer.Option("--files-datum", help=text("help.plan.files_datum", LANGUAGE))
]
Within = Annotated[str | None, typer.Option("--within", help=text("help.plan.within", LANGUAGE))]
RadiusM = Annotated[
    float | None,
    typer.Option("--radius-m", help=text("help.plan.radius_m", LANGUAGE), show_default="1000"),
]
Minutes = Annotated[
    float | None, typer.Option("--minutes", help=text("help.plan.minutes", LANGUAGE))
]
By = Annotated[TravelMode, typer.Option("--by", help=text("help.plan.by", LANGUAGE))]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help=text("help.nearest.kind", LANGUAGE))
]
Working = Annotated[
    list[str] | None, typer.Option("--with", help=text("help.nearest.with", LANGUAGE))
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        help=text("help.nearest.audience", LANGUAGE),
        show_default="outdoor_workers,public",
    ),
]
When = Annotated[str, typer.Option("--when", help=text("help.plan.when", LANGUAGE))]
VerifiedWithin = Annotated[
    int | None,
    typer.Option("--verified-within", metavar="DAYS", help=text("help.plan.verified", LANGUAGE)),
]
Planned = Annotated[bool, typer.Option("--planned", help=text("help.plan.planned", LANGUAGE))]
Scenario = Annotated[
    str | None, typer.Option("--scenario", metavar="ID", help=text("help.plan.scenario", LANGUAGE))
]
StationsFile = Annotated[
    Path | None,
    typer.Option(
        "--stations", exists=True, dir_okay=False, help=text("help.nearest.stations", LANGUAGE)
    ),
]
StationsDatum = Annotated[
    Datum | None,
    typer.Option("--stations-datum", help=text("help.nearest.stations_datum", LANGUAGE)),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What the options say, as they were given."""

    demand: str
    weight_column: str | None
    areas: str
    files_datum: Datum
    within: str | None
    radius_m: float | None
    minutes: float | None
    by: TravelMode
    kind: list[str] | None
    working: list[str] | None
    audience: list[str] | None
    when: str
    verified_within: int | None
    planned: bool
    scenario: str | None
    stations: Path | None
    stations_datum: Datum | None

    def radius(self) -> ServiceRadius:
        """Return the radius: metres or minutes, not both; 1 km by default.

        Raises
        ------
        typer.BadParameter
            If both are given.
        RadiusError
            If it cannot be.
        """
        from stationmap.coverage.reach import OFFICIAL_M, ServiceRadius  # noqa: PLC0415 - numpy

        if self.radius_m is not None and self.minutes is not None:
            message = text("cli.plan.two_radii", cli_language())
            raise typer.BadParameter(message, param_hint="--radius-m --minutes")
        if self.minutes is not None:
            return ServiceRadius(value=self.minutes, mode=self.by)
        return OFFICIAL_M if self.radius_m is None else ServiceRadius(value=self.radius_m)

    def counting(self) -> Counting:
        """Return which stations count.

        Raises
        ------
        typer.BadParameter
            If a code is not in its list.
        PlanError
            If the days are negative.
        """
        from stationmap.coverage.counting import (  # noqa: PLC0415 - numpy, which help needs not
            WHO_COMES,
            Counting,
            TimeSlice,
        )

        return Counting(
            kinds=codes_of(self.kind or (), StationKind, option="--kind"),
            working=codes_of(self.working or (), Facility, option="--with"),
            audience=codes_of(self.audience or (), Audience, option="--audience") or WHO_COMES,
            time_slice=next(iter(codes_of([self.when], TimeSlice, option="--when"))),
            verified_within_days=self.verified_within,
            with_planned=self.planned,
        )
