"""Areas from files that planners upload, and from the districts and streets of the program."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from stationmap.coverage.areas import AreaSet
from stationmap.errors import AreaFileError
from stationmap.files.plan_columns import means, said_column
from stationmap.files.plan_features import POLYGONS, Features, read_features
from stationmap.files.read import GEOJSON_SUFFIXES
from stationmap.geo.datum import Datum
from stationmap.stations.place import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.stations.districts import Districts
    from stationmap.upkeep.area import Street

DISTRICTS, STREETS = "districts", "streets"


def read_areas(  # noqa: PLR0913 - each is a fact of its own, given by name
    content: bytes,
    file_name: str,
    *,
    name: str,
    datum: Datum | str = Datum.WGS84,
    code_column: str | None = None,
    name_column: str | None = None,
) -> AreaSet:
    """Read areas from a GeoJSON of polygons and multipolygons.

    Parameters
    ----------
    name
        What planners call the set.
    datum
        What the positions of the file are in.
    code_column, name_column
        The properties that tell the areas apart and that name them. None to guess: without a
        property of a usual name whose values all differ, the ids of the features do, else their
        numbers; an area without a name goes by its code.

    Raises
    ------
    AreaFileError
        If the file cannot be used; its code and facts say where, why, and what to do.
    """
    if PurePath(file_name).suffix.lower() not in GEOJSON_SUFFIXES:
        expected = ", ".join(GEOJSON_SUFFIXES)
        raise AreaFileError("file_suffix", value=shown(file_name), expected=expected)
    features = read_features(content, AreaFileError, datum=datum, kinds=POLYGONS)
    codes = _codes(features, code_column)
    names = _names(features, name_column, codes)
    return AreaSet(
        name=name,
        codes=codes,
        names=names,
        names_en=_said(features, "name_en", names),
        outlines=features.shapes,
    )


def district_areas(districts: Districts) -> AreaSet:
    """Return the districts as areas, by adcode."""
    return AreaSet(
        name=DISTRICTS,
        codes=tuple(district.adcode for district in districts),
        names=tuple(district.name_zh for district in districts),
        names_en=tuple(district.name_en for district in districts),
        outlines=_outlines([district.outline for district in districts]),
    )


def street_areas(streets: Iterable[Street]) -> AreaSet | None:
    """Return the streets whose outlines are known as areas; None if none is."""
    drawn = [street for street in streets if street.outline is not None]
    if not drawn:
        return None
    return AreaSet(
        name=STREETS,
        codes=tuple(street.code for street in drawn),
        names=tuple(street.name for street in drawn),
        outlines=_outlines([street.outline for street in drawn]),
    )


def _codes(features: Features, column: str | None) -> tuple[str, ...]:
    """Return what tells the areas apart: the column that was said, else the first that does."""
    if column is not None:
        title = features.columns[said_column(features.columns, column, AreaFileError)]
        said = [_text(each.get(title)) for each in features.properties]
        if "" in said:
            raise AreaFileError("areas_no_code", number=said.index("") + 1, column=shown(title))
        return tuple(said)
    usual = [title for title in features.columns if means("code", title)]
    candidates = [[each.get(title) for each in features.properties] for title in usual]
    for values in (*candidates, features.ids):
        codes = tuple(map(_text, values))
        if "" not in codes and len(set(codes)) == len(codes):
            return codes
    return tuple(str(number) for number in range(1, len(features.ids) + 1))


def _names(features: Features, column: str | None, codes: tuple[str, ...]) -> tuple[str, ...]:
    if column is None:
        return _said(features, "name", codes)
    title = features.columns[said_column(features.columns, column, AreaFileError)]
    return _values(features, title, codes)


def _said(features: Features, what: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of the first column of a usual title; where one is empty, another."""
    title = next((title for title in features.columns if means(what, title)), None)
    return otherwise if title is None else _values(features, title, otherwise)


def _values(features: Features, title: str, otherwise: Sequence[str]) -> tuple[str, ...]:
    said = (_text(each.get(title)) for each in features.properties)
    return tuple(value or other for value, other in zip(said, otherwise, strict=True))


def _text(value: Any) -> str:
    """Return a property as one line of text; nothing for what is no text and no number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return shown(str(int(value)) if whole else str(value)).strip()


def _outlines(outlines: Sequence[object]) -> np.ndarray[Any, np.dtype[np.object_]]:
    kept = np.empty(len(outlines), dtype=object)
    kept[:] = outlines
    return kept
