"""What answers planners on the command line: the store, with files beside it that are not kept."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from stationmap.cli.check import SAID_NO, print_faults
from stationmap.cli.language import cli_language
from stationmap.errors import (
    SHOWN_FAULTS,
    DemandError,
    PlanError,
    StationFileError,
    StationMapError,
)
from stationmap.labels import text
from stationmap.stations.place import printable
from stationmap.upkeep.account import Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stationmap.bootstrap import Office
    from stationmap.cli.plan_options import PlanOptions
    from stationmap.geo.datum import Datum
    from stationmap.services.plan.coverage import PlanCoverage
    from stationmap.services.plan.coverage_answer import CoverageQuestion
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.report import PlanReport
    from stationmap.services.plan.siting import PlanSiting

Found = TypeVar("Found")

OWN = frozenset({"census", "districts", "streets"})
"""What every library has."""

MOST_CHARACTERS = 56
"""Of a file's name, which becomes the name of what is in it."""


class PlanDesk:
    """The services that planners ask, over an office and a library that is forgotten afterwards."""

    def __init__(self, office: Office, datum: Datum) -> None:
        self.office = office
        self._datum = datum
        self._kept: dict[tuple[str, str], str] = {}

    @cached_property
    def library(self) -> Library:
        """The demand and the areas that this command was given."""
        from stationmap.services.authority import Authority  # noqa: PLC0415 - help needs none
        from stationmap.services.plan.library import Library  # noqa: PLC0415 - the same
        from stationmap.store.memory import MemoryStore  # noqa: PLC0415 - the same

        store, areas = MemoryStore(), self.office.areas
        return Library(store, Authority(store, areas), areas, self.office.settings.demand)

    @cached_property
    def coverage(self) -> PlanCoverage:
        """How well stations cover demand."""
        from stationmap.services.plan.coverage import PlanCoverage  # noqa: PLC0415 - see above

        return PlanCoverage(self.office.live, self.library, self.office.scenarios)

    @cached_property
    def siting(self) -> PlanSiting:
        """Where the next stations should go."""
        from stationmap.services.plan.siting import PlanSiting  # noqa: PLC0415 - see above

        office = self.office
        return PlanSiting(self.coverage, self.library, office.scenarios, office.live, office.jobs)

    @cached_property
    def report(self) -> PlanReport:
        """The planner's report."""
        from stationmap.services.plan.report import PlanReport  # noqa: PLC0415 - see above

        office = self.office
        return PlanReport(
            self.coverage, self.library, office.scenarios, office.quality, office.areas
        )

    def question(self, options: PlanOptions) -> CoverageQuestion:
        """Return the question that the options ask.

        Raises
        ------
        typer.BadParameter
            If they are used wrongly.
        StationMapError
            If a file or an id that they name cannot be used.
        """
        from stationmap.services.plan.coverage_answer import (  # noqa: PLC0415 - see above
            CoverageQuestion,
        )

        radius, counting = options.radius(), options.counting()
        areas = self.areas(options.areas)
        return CoverageQuestion(
            surface=self.surface(options.demand, weight_column=options.weight_column),
            areas=areas,
            within=None if options.within is None else self._within(options.within, areas),
            counting=counting,
            radius=radius,
            scenario=options.scenario,
        )

    def surface(self, named: str, *, weight_column: str | None = None) -> str:
        """Return the id of the demand in a file, or in the store's library."""
        from stationmap.files.demand import read_demand  # noqa: PLC0415 - see above

        if named in OWN or ("surface", named) in self._kept:
            return self._kept.get(("surface", named), named)
        path = Path(named)
        if path.is_file():
            content, name = path.read_bytes(), self._name(path)
            surface = read_demand(
                content, path.name, name=name, datum=self._datum, weight_column=weight_column
            )
        else:
            surface = _kept(self.office.library.surface, named)
        kept = self.library.keep_surface(Operator(), surface)
        self._kept["surface", named] = kept
        return kept

    def areas(self, named: str) -> str:
        """Return the id of the areas in a file, or in the store's library."""
        from stationmap.files.areas import read_areas  # noqa: PLC0415 - see above

        if named in OWN:
            return named
        path = Path(named)
        if path.is_file():
            content, name = path.read_bytes(), self._name(path)
            areas = read_areas(content, path.name, name=name, datum=self._datum)
        else:
            areas = _kept(self.office.library.area_set, named)
        return self.library.keep_areas(Operator(), areas)

    def _name(self, path: Path) -> str:
        """Return what a file is called, which no other of the command may be."""
        name = printable(path.name)[:MOST_CHARACTERS]
        return f"{name} {len(self._kept) + 1}" if self._kept else name

    def _within(self, named: str, areas_id: str) -> str:
        """Return the code of a district or of an area that is called so; else what was given."""
        district = self.office.districts.named(named)
        if district is not None:
            return district.adcode
        areas = self.library.area_set(areas_id)
        for names in (areas.names, areas.names_en):
            if named in names:
                return areas.codes[names.index(named)]
        return named


def _kept(get: Callable[[str], Found], named: str) -> Found:
    """Get by its id what the store's library has, or say that it is no file either."""
    try:
        return get(named)
    except PlanError:
        raise DemandError("neither_file_nor_id", named=printable(named)) from None


@contextmanager
def opened_desk(options: PlanOptions) -> Iterator[PlanDesk]:
    """Open the store, or a file of stations; say in a sentence what goes wrong, and end."""
    if options.stations is None and options.stations_datum is not None:
        message = text("cli.datum_of_nothing", cli_language())
        raise typer.BadParameter(message, param_hint="--stations-datum")
    office = None
    try:
        office = _office(options)
        yield PlanDesk(office, options.files_datum)
    except StationFileError as error:
        print_faults(error.faults[:SHOWN_FAULTS], err=True)
        path = printable(str(error.path))
        typer.echo(text("cli.remedy", cli_language(), path=path), err=True)
        raise typer.Exit(SAID_NO) from None
    except PlanError as error:
        from stationmap.coverage.problem_text import problem_text  # noqa: PLC0415 - see above

        typer.echo(problem_text(error, cli_language()), err=True)
        raise typer.Exit(SAID_NO) from None
    except (StationMapError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SAID_NO) from None
    finally:
        if office is not None and options.stations is None:
            office.store.close()


def _office(options: PlanOptions) -> Office:
    from stationmap.bootstrap import (  # noqa: PLC0415 - help needs no store
        office_of_file,
        open_office,
        settings_from_environment,
    )

    if options.stations is None:
        return open_office()
    given = {"stations": options.stations, "stations_datum": options.stations_datum or "wgs84"}
    return office_of_file(settings_from_environment().model_copy(update=given))
