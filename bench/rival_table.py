"""The same stations in a PostGIS table, as a server of tables would be given them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import psycopg

from stationmap.files.write import to_geojson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap import Station

TABLE = "stations"
_TYPES = {bool: "boolean", int: "integer", float: "double precision", str: "text"}
"""Of the columns that are none of these, lists and objects, the type is jsonb."""


def fill_table(dsn: str, stations: Sequence[Station]) -> dict[str, str]:
    """Make the table with a primary key and GiST indexes; return its properties' types by name."""
    features = to_geojson(stations)["features"]
    columns = _columns(features)
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            f"CREATE TABLE {TABLE} (id text PRIMARY KEY, geom geometry(Point, 4326), {declared})"
        )
        copy = f"COPY {TABLE} (id, geom, {names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(copy) as rows:
            for feature in features:
                rows.write_row(_row(feature, columns))
        connection.execute(f"CREATE INDEX ON {TABLE} USING gist (geom)")
        connection.execute(f"CREATE INDEX ON {TABLE} USING gist ((geom::geography))")
        connection.execute(f"VACUUM ANALYZE {TABLE}")
    return columns


def _columns(features: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the type of each property that any feature has."""
    found: dict[str, str] = {}
    for feature in features:
        for name, value in feature["properties"].items():
            kind = _TYPES.get(type(value), "jsonb")
            # 12 and 12.5 in one column are both numbers.
            wider = {found.get(name, kind), kind} == {"integer", "double precision"}
            found[name] = "double precision" if wider else kind
    return found


def _row(feature: dict[str, Any], columns: dict[str, str]) -> list[Any]:
    lon, lat = feature["geometry"]["coordinates"]
    values = (feature["properties"].get(name) for name in columns)
    return [feature["id"], f"SRID=4326;POINT({lon} {lat})", *map(_cell, values)]


def _cell(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value
