"""Settings in, wired services out: the only place that knows every adapter."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import ValidationError

from stationmap.errors import SettingsError
from stationmap.files.read import read_stations
from stationmap.services.snapshot import Snapshot, Surroundings
from stationmap.settings import Settings, secrets_folder

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.services.accounts import Accounts
    from stationmap.services.api_tokens import ApiTokens
    from stationmap.services.authority import Authority
    from stationmap.services.district_quality import DistrictQuality
    from stationmap.services.edit import EditStations
    from stationmap.services.findings import Findings
    from stationmap.services.import_stations import ImportStations
    from stationmap.services.live import LiveStations
    from stationmap.services.openid_sign_in import OpenIdSignIn
    from stationmap.services.plan.coverage import PlanCoverage
    from stationmap.services.plan.jobs import Jobs
    from stationmap.services.plan.library import Library
    from stationmap.services.plan.report import PlanReport
    from stationmap.services.plan.scenarios import Scenarios
    from stationmap.services.plan.siting import PlanSiting
    from stationmap.services.reports import Reports
    from stationmap.services.search import SearchPlaces
    from stationmap.services.standards import Standards
    from stationmap.services.work_list import WorkList
    from stationmap.stations.districts import Districts
    from stationmap.store.protocol import LimitStore, Store
    from stationmap.upkeep.area import Areas

NEW_STORE = "%s was empty and has now %s stations of %s"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """The store, and everything that people do with it; one for each process.

    Each service is made when it is first asked for, by a `cached_property` that imports it inside,
    since most commands need few of them. Threads may share all of it.
    """

    settings: Settings
    store: Store

    @cached_property
    def around(self) -> Surroundings:
        """The districts and the search that all snapshots of the stations share."""
        return _surroundings(self.settings, self.store.limits)

    @property
    def districts(self) -> Districts:
        """The districts, read from the file that the settings name.

        Raises
        ------
        SettingsError
            If the file cannot be used.
        """
        return self.around.districts

    @cached_property
    def areas(self) -> Areas:
        """The areas in which accounts may write.

        Raises
        ------
        SettingsError
            If the file of districts, of streets or of their outlines cannot be used.
        """
        from stationmap.files.streets import read_streets  # noqa: PLC0415 - see the class
        from stationmap.upkeep.area import Areas  # noqa: PLC0415 - the same

        streets = read_streets(
            self.settings.streets,
            outlines=self.settings.street_outlines,
            districts=self.districts,
        )
        return Areas(self.districts, streets)

    @cached_property
    def authority(self) -> Authority:
        """Who is acting, and whether she may."""
        from stationmap.services.authority import Authority  # noqa: PLC0415 - see the class

        return Authority(self.store, self.areas)

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts, and the door through which their owners come in."""
        from stationmap.services.accounts import Accounts  # noqa: PLC0415 - see the class

        return Accounts(
            self.store,
            self.authority,
            self.areas,
            session_hours=self.settings.session_hours,
        )

    @cached_property
    def api_tokens(self) -> ApiTokens:
        """The tokens with which programs write."""
        from stationmap.services.api_tokens import ApiTokens  # noqa: PLC0415 - see the class

        return ApiTokens(self.store, self.authority)

    @cached_property
    def openid(self) -> OpenIdSignIn:
        """Sessions of people whom an OpenID provider has signed in."""
        from stationmap.services.openid_sign_in import OpenIdSignIn  # noqa: PLC0415 - see the class

        return OpenIdSignIn(self.store, session_hours=self.settings.session_hours)

    @cached_property
    def edit(self) -> EditStations:
        """The changes that staff make to stations."""
        from stationmap.services.edit import EditStations  # noqa: PLC0415 - see the class

        return EditStations(self.store, self.authority, self.areas)

    @cached_property
    def imports(self) -> ImportStations:
        """The import of files."""
        from stationmap.services.import_stations import ImportStations  # noqa: PLC0415 - the same

        return ImportStations(self.store, self.authority, self.areas)

    @cached_property
    def live(self) -> LiveStations:
        """The stations as they are now, ready to be asked."""
        from stationmap.services.live import LiveStations  # noqa: PLC0415 - see the class

        return LiveStations(self.store, self.around)

    @cached_property
    def findings(self) -> Findings:
        """What is to be done about the stations, by area."""
        from stationmap.services.findings import Findings  # noqa: PLC0415 - see the class

        return Findings(self.live, self.areas, self.settings)

    @cached_property
    def reports(self) -> Reports:
        """What couriers report and confirm, and what staff answer."""
        from stationmap.services.reports import Reports  # noqa: PLC0415 - see the class

        return Reports(self.store, self.authority, self.areas, self.settings)

    @cached_property
    def work_list(self) -> WorkList:
        """What an account has to do."""
        from stationmap.services.work_list import WorkList  # noqa: PLC0415 - see the class

        return WorkList(self.findings, self.reports)

    @cached_property
    def standards(self) -> Standards:
        """What stations should have.

        Raises
        ------
        SettingsError
            If the file of standards cannot be used.
        """
        from stationmap.files.standards import read_standards  # noqa: PLC0415 - see the class
        from stationmap.services.standards import Standards  # noqa: PLC0415 - the same

        return Standards(self.findings, read_standards(self.settings.standards))

    @cached_property
    def plan_coverage(self) -> PlanCoverage:
        """How well stations cover demand."""
        from stationmap.services.plan.coverage import PlanCoverage  # noqa: PLC0415 - see the class

        return PlanCoverage(self.live, self.library, self.scenarios)

    @cached_property
    def plan_siting(self) -> PlanSiting:
        """Where the next stations should go."""
        from stationmap.services.plan.siting import PlanSiting  # noqa: PLC0415 - see the class

        return PlanSiting(self.plan_coverage, self.library, self.scenarios, self.live, self.jobs)

    @cached_property
    def plan_report(self) -> PlanReport:
        """The planner's report."""
        from stationmap.services.plan.report import PlanReport  # noqa: PLC0415 - see the class

        return PlanReport(
            self.plan_coverage, self.library, self.scenarios, self.quality, self.areas
        )

    @cached_property
    def quality(self) -> DistrictQuality:
        """How good the records of each district are."""
        from stationmap.services.district_quality import (  # noqa: PLC0415 - see the class
            DistrictQuality,
        )

        return DistrictQuality(self.findings, self.reports, self.standards)

    @cached_property
    def library(self) -> Library:
        """The demand and the areas that planners choose from."""
        from stationmap.services.plan.library import Library  # noqa: PLC0415 - see the class

        return Library(self.store, self.authority, self.areas, self.settings.demand)

    @cached_property
    def scenarios(self) -> Scenarios:
        """What planners would change about the stations."""
        from stationmap.services.plan.scenarios import Scenarios  # noqa: PLC0415 - see the class

        return Scenarios(self.store, self.authority, self.areas)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work in the background."""
        from stationmap.services.plan.jobs import Jobs  # noqa: PLC0415 - see the class

        return Jobs()


def open_office(settings: Settings | None = None) -> Office:
    """Open the store, and fill it from the file of stations if it never held any.

    Parameters
    ----------
    settings
        By default those of the environment.

    Raises
    ------
    SettingsError
        If a setting of the environment cannot be used; it names the variable.
    StoreError
        If the store cannot be used.
    StationFileError
        If the stations for a new store cannot be read; it carries every fault.
    """
    from stationmap.services.filling import fill_new_store  # noqa: PLC0415 - files need no store
    from stationmap.store.opening import open_store  # noqa: PLC0415 - the same

    settings = settings_from_environment() if settings is None else settings
    store = open_store(settings.store_url)
    try:
        filled = fill_new_store(store, settings.stations, settings.stations_datum)
    except BaseException:
        store.close()
        raise
    if filled:  # whoever mistyped the address of a store sees that this one is new
        _log.warning(NEW_STORE, store.connections.place, filled, settings.stations)
    return Office(settings=settings, store=store)


def office_of_file(settings: Settings) -> Office:
    """Return an office for the stations of the file that the settings name; nothing is kept.

    Raises
    ------
    StationFileError
        If they cannot be read; it carries every fault.
    """
    from stationmap.services.filling import fill_new_store  # noqa: PLC0415 - few commands need it
    from stationmap.store.memory import MemoryStore  # noqa: PLC0415 - the same

    store = MemoryStore()
    fill_new_store(store, settings.stations, settings.stations_datum)
    return Office(settings=settings, store=store)


def wire(settings: Settings | None = None) -> Snapshot:
    """Read the stations of a file and build what answers questions about them, without a store.

    Parameters
    ----------
    settings
        By default those of the environment.

    Raises
    ------
    SettingsError
        If a setting of the environment cannot be used; it names the variable.
    StationFileError
        If the stations cannot be read; it carries every fault.
    """
    settings = settings_from_environment() if settings is None else settings
    stations = read_stations(settings.stations, settings.stations_datum)
    from stationmap.store.local_limits import LocalLimits  # noqa: PLC0415 - see Office

    return Snapshot.of(stations, revision=0, around=_surroundings(settings, LocalLimits()))


def _surroundings(settings: Settings, limits: LimitStore) -> Surroundings:
    def districts() -> Districts:
        from stationmap.files.districts import read_districts  # noqa: PLC0415 - see Office

        return read_districts(settings.districts)

    def search(districts: Districts) -> SearchPlaces:
        from stationmap.geocoding.gazetteer import read_gazetteer  # noqa: PLC0415 - see Office
        from stationmap.geocoding.online import online_geocoder  # noqa: PLC0415 - the same
        from stationmap.services.search import SearchPlaces  # noqa: PLC0415 - the same

        places = read_gazetteer(settings.places)
        geocoder = online_geocoder(settings, districts.bounds, turn=limits.turn)
        return SearchPlaces((), districts, places, geocoder)

    return Surroundings(settings, read_districts=districts, make_search=search)


def settings_from_environment() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    SettingsError
        If one cannot be used; it names the first. Also if the file of a secret cannot be.
    """
    _look_at_secrets(secrets_folder())
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(["STATIONMAP", *map(str, first["loc"])]).upper()
        raise SettingsError(name, first["msg"].removeprefix("Value error, ")) from None


def _look_at_secrets(folder: Path) -> None:
    """Refuse the file of a secret that cannot be read: without it, who is let in is another."""
    names = {f"stationmap_{name}" for name in Settings.model_fields}
    try:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise SettingsError(str(folder), f"secrets cannot be read: {error.strerror}") from None
    for path in files:
        if path.name.lower() not in names:
            continue
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise SettingsError(str(path), "this secret is no text in UTF-8") from None
        except OSError as error:
            reason = f"this secret is no file that can be read: {error.strerror}"
            raise SettingsError(str(path), reason) from None
        if folder.resolve() not in path.resolve().parents:
            raise SettingsError(str(path), "this secret leads out of its folder") from None
