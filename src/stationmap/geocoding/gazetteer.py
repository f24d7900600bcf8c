"""The offline gazetteer: places of the city by name, each with a position."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.errors import SettingsError, StationMapError
from stationmap.geo.position import Position

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place of the gazetteer.

    Attributes
    ----------
    name_zh, name_en
        What it is called.
    aliases
        Other names that people search it by.
    """

    name_zh: str
    name_en: str
    position: Position
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the place can be found by."""
        return (self.name_zh, self.name_en, *self.aliases)


Gazetteer = tuple[NamedPlace, ...]
"""All places, in the order of their file: of two equal matches the earlier is shown first."""


def read_gazetteer(path: Path) -> Gazetteer:
    """Read places from CSV: `name_zh,name_en,lon,lat,aliases`, WGS-84, aliases parted by `;`.

    Raises
    ------
    SettingsError
        If the file cannot be read, or naming the first row that is not such a place.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(
                _place(row, path, line) for line, row in enumerate(csv.DictReader(file), 2)
            )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError("places", f"{path} cannot be read: {error}") from error


def _place(row: dict[str, str], path: Path, line: int) -> NamedPlace:
    try:
        return NamedPlace(
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            position=Position(float(row["lon"]), float(row["lat"])),
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
        )
    except (KeyError, TypeError, AttributeError, ValueError, StationMapError) as error:
        raise SettingsError("places", f"{path}, row {line}: {error!r}") from error
