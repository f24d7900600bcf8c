"""The coordinate reference systems in which the API answers and takes boxes (Part 2)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from stationmap.api.problems import BadParameter

if TYPE_CHECKING:
    from collections.abc import Mapping


class Crs(StrEnum):
    """The systems by their identifiers.

    CGCS2000 (EPSG:4490) and WGS-84 agree to a few centimetres, less than the data tells, so that
    the degrees are the same; their order is not: EPSG puts the latitude first.
    """

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    CGCS2000 = "http://www.opengis.net/def/crs/EPSG/0/4490"

    @property
    def has_latitude_first(self) -> bool:
        """Whether positions are latitude, longitude."""
        return self is Crs.CGCS2000


def crs_asked(given: Mapping[str, str], name: str) -> Crs:
    """Return the system that a parameter names; CRS84 if it is not there.

    Raises
    ------
    BadParameter
        If it names another one.
    """
    value = given.get(name, Crs.CRS84)
    try:
        return Crs(value)
    except ValueError:
        known = " or ".join(Crs)
        raise BadParameter(name, f"{name} is {known}, not {value[:80]!r}.") from None
