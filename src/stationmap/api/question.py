"""What is asked of the collection: parsed from the query, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stationmap.api.boxes import Box, box_from
from stationmap.api.crs import Crs, crs_asked
from stationmap.api.filters import Wanted, filter_parameters, wanted_from
from stationmap.api.moments import Days, days_from
from stationmap.api.parameters import Parameter
from stationmap.api.problems import BadParameter
from stationmap.geo.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LIMIT, MAX_LIMIT = 10, 10_000
MAX_OFFSET = 10**9
SHIFTED = (Datum.GCJ02,)
"""What positions may be shifted to, if it is asked for in so many words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which features, how many from where, and in which coordinates.

    Attributes
    ----------
    offset
        How many are passed over.
    after, before
        The id behind which, or ahead of which, the page lies; they stay right whatever is added
        or taken out meanwhile.
    """

    box: Box | None = None
    days: Days | None = None
    wanted: tuple[Wanted, ...] = ()
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    after: str | None = None
    before: str | None = None
    crs: Crs = Crs.CRS84
    datum: Datum = Datum.WGS84


def question_from(given: Mapping[str, str]) -> Question:
    """Return the question.

    Raises
    ------
    BadParameter
        If a value cannot be, or two contradict each other.
    """
    if sum(name in given for name in PLACES) > 1:
        raise BadParameter("offset", f"Only one of {', '.join(PLACES)} can be given.")
    box_crs = crs_asked(given, "bbox-crs")
    if "bbox-crs" in given and "bbox" not in given:
        raise BadParameter("bbox-crs", "bbox-crs says nothing without bbox.")
    return Question(
        box=box_from(given["bbox"], box_crs) if "bbox" in given else None,
        days=days_from(given["datetime"]) if "datetime" in given else None,
        wanted=tuple(wanted_from(given)),
        limit=_limit(given),
        offset=_offset(given),
        after=given.get("after"),
        before=given.get("before"),
        crs=crs_asked(given, "crs"),
        datum=datum_asked(given),
    )


def datum_asked(given: Mapping[str, str]) -> Datum:
    """Return the datum that the answer's positions are to be in.

    Raises
    ------
    BadParameter
        If it is another one, or `crs` is given too: GCJ-02 has no identifier.
    """
    if "datum" not in given:
        return Datum.WGS84
    if given["datum"] not in SHIFTED:
        raise BadParameter("datum", f"datum is gcj02, not {given['datum'][:80]!r}.")
    if "crs" in given:
        raise BadParameter("datum", "Either crs or datum: GCJ-02 is no reference system of crs.")
    return Datum(given["datum"])


def _limit(given: Mapping[str, str]) -> int:
    limit = min(_whole(given.get("limit", str(DEFAULT_LIMIT))), MAX_LIMIT)
    if limit < 1:
        told = f"limit is a whole number from 1; above {MAX_LIMIT} counts as {MAX_LIMIT}."
        raise BadParameter("limit", told)
    return limit


def _offset(given: Mapping[str, str]) -> int:
    offset = _whole(given.get("offset", "0"))
    if not 0 <= offset <= MAX_OFFSET:
        raise BadParameter("offset", f"offset is a whole number from 0 to {MAX_OFFSET}.")
    return offset


def _whole(value: str) -> int:
    """Return a whole number; of one that is nobody's, its first digits, and -1 if it is none."""
    if not (value.isascii() and value.isdecimal()):
        return -1
    return int(value.lstrip("0")[:_DIGITS] or "0")


_DIGITS = 18
"""Numbers that are longer are nobody's; to parse one of a million digits takes a while."""

PLACES = ("offset", "after", "before")
_BOX = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
_URIS = {"type": "string", "format": "uri", "enum": list(Crs), "default": Crs.CRS84}

LIMIT = Parameter(
    name="limit",
    description=f"How many features at most; above {MAX_LIMIT} counts as {MAX_LIMIT}",
    schema={
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_LIMIT,
        "default": DEFAULT_LIMIT,
    },
)
BBOX = Parameter(
    name="bbox",
    description=(
        "West, south, east, north (latitude first with bbox-crs EPSG:4490), or with heights "
        "after each corner, which are not looked at. The edges belong to it. If the west is "
        "east of the east, the box spans 180°."
    ),
    schema=_BOX,
)
DATETIME = Parameter(
    name="datetime",
    description=(
        "When the record was last verified: a moment or day of RFC 3339, or two with / between; "
        "`..` is an open end. Records never verified fit always."
    ),
)
CRS = Parameter(
    name="crs",
    description="In which system positions are answered; EPSG:4490 has the latitude first",
    schema=_URIS,
)
DATUM = Parameter(
    name="datum",
    description=(
        "gcj02 shifts positions as maps in China do. Then they are not WGS-84 as GeoJSON wants, "
        "and no place for a bbox."
    ),
    schema={"type": "string", "enum": list(SHIFTED)},
)


def question_parameters() -> list[Parameter]:
    """Return all parameters of a question, as the API's description lists them."""
    count = {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0}
    return [
        BBOX,
        DATETIME,
        LIMIT,
        Parameter(name="bbox-crs", description="The system of bbox", schema=_URIS),
        CRS,
        DATUM,
        Parameter(name="offset", description="How many features are passed over", schema=count),
        Parameter(name="after", description="Begin behind this id, in order of id"),
        Parameter(name="before", description="End ahead of this id, in order of id"),
        *filter_parameters(),
    ]
