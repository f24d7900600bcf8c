"""`stationmap grid`: how much of the country or the city has a station within a radius."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated

import typer

from stationmap.cli.check import SAID_NO, print_faults
from stationmap.cli.language import LANGUAGE, cli_language
from stationmap.errors import SHOWN_FAULTS, PlanError, StationFileError, StationMapError
from stationmap.geo.datum import Datum
from stationmap.labels import text
from stationmap.stations.place import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import shapely

    from stationmap.coverage.grid.country import GridCount
    from stationmap.stations.station import Station


class Area(StrEnum):
    """What is cut into cells."""

    COUNTRY = "country"
    CITY = "city"


class Format(StrEnum):
    """How the counts are printed."""

    TABLE = "table"
    JSON = "json"


def grid(  # noqa: PLR0913 - one argument for each option
    *,
    stations: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help=text("help.grid.stations", LANGUAGE)),
    ] = None,
    stations_datum: Annotated[
        Datum | None, typer.Option(help=text("help.grid.stations_datum", LANGUAGE))
    ] = None,
    radius_m: Annotated[
        float, typer.Option(min=1, max=100_000, help=text("help.grid.radius_m", LANGUAGE))
    ] = 1000.0,
    cell_m: Annotated[
        float, typer.Option(min=10, max=5_000, help=text("help.grid.cell_m", LANGUAGE))
    ] = 100.0,
    area: Annotated[Area, typer.Option(help=text("help.grid.area", LANGUAGE))] = Area.COUNTRY,
    scheduler: Annotated[
        str | None,
        typer.Option(help=text("help.grid.scheduler", LANGUAGE), metavar="ADDRESS"),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help=text("help.grid.format", LANGUAGE))
    ] = Format.TABLE,
) -> None:
    """Count the cells that have a station within a radius, exactly."""
    # Imported here: `--help` and wrong use need no numpy.
    from stationmap.coverage.problem_text import problem_text  # noqa: PLC0415

    if not stations and stations_datum is not None:
        message = text("cli.datum_of_nothing", cli_language())
        raise typer.BadParameter(message, param_hint="--stations-datum")
    try:
        known = _stations_in(stations, stations_datum or Datum.WGS84)
        lons, lats = _counting(known)
        counted = _count(area, lons, lats, radius_m, cell_m, scheduler)
    except PlanError as error:
        typer.echo(problem_text(error, cli_language()), err=True)
        raise typer.Exit(SAID_NO) from None
    except StationMapError as error:
        _say_what_is_wrong(error)
        raise typer.Exit(SAID_NO) from None
    _print(counted, len(lons), area, output)


def _stations_in(files: Sequence[Path] | None, datum: Datum) -> list[Station]:
    """Read the given files, else the store."""
    from stationmap.bootstrap import open_office  # noqa: PLC0415 - see above
    from stationmap.files.read import read_stations  # noqa: PLC0415 - see above
    from stationmap.store.protocol import StationQuery  # noqa: PLC0415 - see above

    if files:
        return [station for file in files for station in read_stations(file, datum)]
    office = open_office()
    try:
        return [kept.station for kept in office.store.find(StationQuery())]
    finally:
        office.store.close()


def _counting(stations: Sequence[Station]) -> tuple[list[float], list[float]]:
    """Return the positions of those that count for a courier."""
    from stationmap.coverage.counting import Counting, counting_stations  # noqa: PLC0415
    from stationmap.stations.calendar import BEIJING  # noqa: PLC0415 - see above

    counts = counting_stations(stations, Counting(), at=datetime.now(BEIJING))
    positions = [
        station.position for station, counted in zip(stations, counts, strict=True) if counted
    ]
    return [position.lon for position in positions], [position.lat for position in positions]


def _count(  # noqa: PLR0913, PLR0917 - as the command itself
    area: Area,
    lons: list[float],
    lats: list[float],
    radius_m: float,
    cell_m: float,
    scheduler: str | None,
) -> GridCount:
    from stationmap.coverage.grid.cluster import on_cluster  # noqa: PLC0415 - see above
    from stationmap.coverage.grid.country import count_cells  # noqa: PLC0415 - see above

    with _progress() as progress:
        return count_cells(
            _outline(area),
            lons,
            lats,
            radius_m=radius_m,
            cell_m=cell_m,
            run=on_cluster(scheduler) if scheduler else None,
            progress=progress,
        )


def _outline(area: Area) -> shapely.MultiPolygon:
    from stationmap.geo.mainland import mainland_outline  # noqa: PLC0415 - see above

    if area is Area.COUNTRY:
        return mainland_outline()
    import shapely  # noqa: PLC0415 - see above

    from stationmap.bootstrap import settings_from_environment  # noqa: PLC0415 - see above
    from stationmap.files.districts import read_districts  # noqa: PLC0415 - see above

    districts = read_districts(settings_from_environment().districts)
    joined = shapely.union_all([district.outline for district in districts])
    return shapely.MultiPolygon(shapely.get_parts(joined).tolist())


@contextmanager
def _progress() -> Iterator[Callable[[float], None] | None]:
    """Show how much is done, if somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.progress import Progress  # noqa: PLC0415 - see above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text("grid.working", cli_language()), total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _print(counted: GridCount, stations: int, area: Area, output: Format) -> None:
    from stationmap.cli.grid_table import as_json, print_table  # noqa: PLC0415 - rich, for tables

    if output is Format.JSON:
        typer.echo(as_json(counted, stations, area))
        return
    print_table(counted, stations, cli_language())
    if area is Area.COUNTRY:
        typer.echo(text("grid.mainland", cli_language()))


def _say_what_is_wrong(error: StationMapError) -> None:
    if not isinstance(error, StationFileError):
        typer.echo(str(error), err=True)
        return
    print_faults(error.faults[:SHOWN_FAULTS], err=True)
    path = printable(str(error.path))
    typer.echo(text("cli.remedy", cli_language(), path=path), err=True)
