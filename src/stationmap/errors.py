"""Everything that stationmap raises on purpose, and the faults that it finds in what it is given.

StationMapError
├── InvalidPositionError (ValueError)    a longitude or latitude that cannot be
├── StationFileError (ValueError)        a file of stations that cannot be used; carries every fault
├── StationNotFoundError (LookupError)   no station has this id
│   └── StationRemovedError              it is no longer in the list: removed, or merged
├── RevisionNotFoundError (LookupError)  no revision has this number, or the station this version
├── InvalidStationError (ValueError)     a station that must not be saved; carries every fault
├── InvalidHoursError (ValueError)       opening hours that do not parse
├── GeocodingError (RuntimeError)        the configured geocoder gave no usable answer
├── SettingsError (ValueError)           a setting that contradicts another or cannot be used
├── StoreError (OSError)                 a store or a backup that cannot be used
├── UnstorableError (ValueError)         what not every store can keep
├── VersionConflictError (RuntimeError)  somebody else saved the station meanwhile
├── UndoConflictError (RuntimeError)     what should be undone was changed again since
├── ImportOutdatedError (RuntimeError)   stations of a planned import were changed meanwhile
├── InvalidReportError (ValueError)      a courier's report, or an answer, that cannot be kept
├── ReportNotFoundError (LookupError)    no report has this number
├── ReportAnsweredError (RuntimeError)   somebody else answered the report first
├── NotSignedInError (PermissionError)   no open session, or its account is disabled
├── SignInRefusedError (PermissionError) the login or the password is wrong; it does not say which
├── NotAllowedError (PermissionError)    the account's role may not do this
│   └── OutsideAreaError                 the station is not in the account's area
├── TooManyRequestsError (RuntimeError)  too often; says when to come back
├── AccountError (ValueError)            an account that cannot be as asked
│   └── AccountExistsError               there is one with this login or subject
└── PlanError (ValueError)               what a planner asked cannot be answered; says what to do
    ├── DemandError                      demand that cannot be used
    ├── RadiusError                      a service radius that cannot be
    ├── AreaFileError                    areas that cannot be used
    ├── SitingError                      sites that cannot be chosen as asked
    └── ScenarioError                    a scenario that cannot be as asked
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHOWN_FAULTS = 5
"""How many faults the text of a StationFileError names; all of them are in `.faults`."""


class Severity(StrEnum):
    """Whether a fault forbids the use of a record or only casts doubt on it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong at one place of a file.

    Attributes
    ----------
    code
        What is wrong, for programs; `fault.<code>` in the catalogue says it to people.
    unit, number
        Where: the whole file (number is None), or a feature or row, counted from 1.
        A row's number is its line in a spreadsheet, so the first below the header is 2.
    field
        The property or column, by its name in the file; None if the record as a whole.
    value
        What stood there, shortened to 80 characters.
    expected
        What would have been right, in English.
    severity
        An error forbids the use of the record; a warning does not.
    station_id
        The record's own id where it has one.
    first_number
        Of what stands twice: the number of the feature or row where it stood first. Of a file
        that cannot be read beyond a row: the number of that row.
    """

    code: str
    unit: Literal["file", "feature", "row"] = "file"
    number: int | None = None
    field: str | None = None
    value: str = ""
    expected: str = ""
    severity: Severity = Severity.ERROR
    station_id: str | None = None
    first_number: int | None = None

    def __str__(self) -> str:
        """Say the place, the field, what stood there and what was expected, in one line."""
        place = self.unit if self.number is None else f"{self.unit} {self.number}"
        parts = [place, self.field or "", f"{self.code}"]
        head = ": ".join(part for part in parts if part)
        found = f" (found {self.value!r})" if self.value else ""
        return f"{head}{found}; expected {self.expected}" if self.expected else head + found


class StationMapError(Exception):
    """The base of every error that stationmap raises on purpose."""


class InvalidPositionError(StationMapError, ValueError):
    """A longitude or latitude that is not a number of degrees in range.

    `place` counts from 0 where the position stood in a sequence, and is None where it stood alone.
    """

    def __init__(self, lon: object, lat: object, place: int | None = None) -> None:
        self.lon = lon
        self.lat = lat
        self.place = place
        where = "" if place is None else f" at place {place}"
        super().__init__(
            f"no such position{where}: longitude {lon!r} must be within -180 to 180 "
            f"and latitude {lat!r} within -90 to 90 degrees"
        )


class StationFileError(StationMapError, ValueError):
    """A file of stations that cannot be used; every fault found is in `.faults`."""

    def __init__(self, path: Path | str, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(faults)
        errors = [fault for fault in self.faults if fault.severity is Severity.ERROR]
        lines = [f"{path}: {len(errors)} fault(s)", *map(str, errors[:SHOWN_FAULTS])]
        if len(errors) > SHOWN_FAULTS:
            lines.append(f"and {len(errors) - SHOWN_FAULTS} more: stationmap check {path}")
        super().__init__("\n  ".join(lines))


class StationNotFoundError(StationMapError, LookupError):
    """No station has this id."""

    def __init__(self, station_id: str) -> None:
        self.station_id = station_id
        super().__init__(f"no station has the id {station_id!r}")


class StationRemovedError(StationNotFoundError):
    """The station is no longer in the list; `successor` is what it was merged into, if it was."""

    def __init__(self, station_id: str, successor: str | None) -> None:
        super().__init__(station_id)
        self.successor = successor


class RevisionNotFoundError(StationMapError, LookupError):
    """No revision has this number, or no station this version; `asked` says which."""

    def __init__(self, asked: int | str) -> None:
        self.asked = asked
        super().__init__(f"there is no revision {asked}")


class InvalidStationError(StationMapError, ValueError):
    """A station that must not be saved as it is; every fault found is in `.faults`."""

    def __init__(self, station_id: str, faults: Sequence[Fault]) -> None:
        self.station_id = station_id
        self.faults = tuple(faults)
        found = "; ".join(f"{fault.field}: {fault.code}" for fault in self.faults)
        super().__init__(f"{station_id!r} cannot be saved: {found}")


class InvalidHoursError(StationMapError, ValueError):
    """Opening hours that are not in OpenStreetMap's syntax."""

    def __init__(self, expression: str, reason: str) -> None:
        self.expression = expression
        self.reason = reason
        super().__init__(f"opening hours {expression!r} do not parse: {reason}")


class GeocodingError(StationMapError, RuntimeError):
    """The configured geocoder gave no usable answer."""

    def __init__(self, geocoder: str, reason: str) -> None:
        self.geocoder = geocoder
        self.reason = reason
        super().__init__(f"the geocoder {geocoder} gave no usable answer: {reason}")


class SettingsError(StationMapError, ValueError):
    """A setting that cannot be used as it stands."""

    def __init__(self, setting: str, reason: str) -> None:
        self.setting = setting
        self.reason = reason
        super().__init__(f"{setting}: {reason}")


class StoreError(StationMapError, OSError):
    """A store, or a backup of one, that cannot be used."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}")


class UnstorableError(StationMapError, ValueError):
    """What not every store can keep; `value` is shortened to 80 characters."""

    def __init__(self, value: object, expected: str) -> None:
        self.value = repr(value)[:80]
        self.expected = expected
        super().__init__(f"{self.value} cannot be kept; expected {expected}")


class VersionConflictError(StationMapError, RuntimeError):
    """Somebody else saved the station meanwhile; nothing was overwritten.

    `current_version` is what the store has; None if it has no station of this id.
    """

    def __init__(self, station_id: str, version: int, current_version: int | None) -> None:
        self.station_id = station_id
        self.version = version
        self.current_version = current_version
        has = "has none" if current_version is None else f"has version {current_version}"
        super().__init__(f"{station_id!r} was changed from version {version}, but the store {has}")


class UndoConflictError(StationMapError, RuntimeError):
    """What a revision did was changed again since; nothing was undone.

    `fields` names what was changed again; it is empty where a station came into the list or left
    it since.
    """

    def __init__(self, number: int, station_id: str, fields: Sequence[str]) -> None:
        self.number = number
        self.station_id = station_id
        self.fields = tuple(fields)
        what = ", ".join(self.fields) or "whether it is in the list"
        super().__init__(f"revision {number} cannot be undone: changed since: {what}")


class ImportOutdatedError(StationMapError, RuntimeError):
    """Stations that an import touches were changed since it was planned; nothing was written."""

    def __init__(self, station_ids: Sequence[str]) -> None:
        self.station_ids = tuple(station_ids)
        super().__init__(f"changed since the import was planned: {', '.join(self.station_ids)}")


class InvalidReportError(StationMapError, ValueError):
    """A courier's report, or an answer to one, that cannot be kept.

    `reasons` are codes of the catalogue, every one that was found.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(f"cannot be kept: {', '.join(self.reasons)}")


class ReportNotFoundError(StationMapError, LookupError):
    """No report has this number."""

    def __init__(self, report_id: int) -> None:
        self.report_id = report_id
        super().__init__(f"there is no report {report_id}")


class ReportAnsweredError(StationMapError, RuntimeError):
    """Somebody else answered the report first; nothing was overwritten."""

    def __init__(self, report_id: int, answered_by: str) -> None:
        self.report_id = report_id
        self.answered_by = answered_by
        super().__init__(f"report {report_id} was answered by {answered_by!r} before")


class NotSignedInError(StationMapError, PermissionError):
    """There is no open session, or its account is disabled."""

    def __init__(self) -> None:
        super().__init__("not signed in, or the session has ended")


class SignInRefusedError(StationMapError, PermissionError):
    """The login or the password is wrong, or the account is disabled: it does not say which."""

    def __init__(self) -> None:
        super().__init__("the login or the password is wrong")


class NotAllowedError(StationMapError, PermissionError):
    """The account's role may not do this."""

    def __init__(self, login: str, what: str) -> None:
        self.login = login
        self.what = what
        super().__init__(f"{login!r} may not {what}")


class OutsideAreaError(NotAllowedError):
    """The station is not in the area in which the account may write."""

    def __init__(self, login: str, area: str, station_id: str) -> None:
        self.area = area
        self.station_id = station_id
        super().__init__(login, f"write outside the area {area!r}: {station_id!r}")


class TooManyRequestsError(StationMapError, RuntimeError):
    """Too often; `retry_after_s` says in how many seconds to come back."""

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"too many requests: come back in {retry_after_s:.0f} s")


class AccountError(StationMapError, ValueError):
    """An account that cannot be as it was asked for; `reason` is a code of the catalogue."""

    def __init__(self, login: str, reason: str) -> None:
        self.login = login
        self.reason = reason
        super().__init__(f"account {login!r}: {reason}")


class AccountExistsError(AccountError):
    """There is an account with this login or subject already."""

    def __init__(self, login: str) -> None:
        super().__init__(login, "exists")


class PlanError(StationMapError, ValueError):
    """What a planner asked cannot be answered.

    Attributes
    ----------
    code
        Why; `plan_error.<code>` in the catalogue says it to people, with what to do about it.
    facts
        What that sentence fills in.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        told = ", ".join(f"{name} {value!r}" for name, value in facts.items())
        super().__init__(f"{code}: {told}" if told else code)


class DemandError(PlanError):
    """Demand that cannot be used."""


class RadiusError(PlanError):
    """A service radius that cannot be."""

    def __init__(self, value: float) -> None:
        super().__init__("radius", value=value)


class AreaFileError(PlanError):
    """Areas that cannot be used."""


class SitingError(PlanError):
    """Sites that cannot be chosen as asked."""


class ScenarioError(PlanError):
    """A scenario that cannot be as asked."""
