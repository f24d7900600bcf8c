"""The API beside pygeoapi and tipg, all over the same 200,000 stations and asked in turns."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.api_answers import Known
from bench.api_client import Way, said
from bench.api_under_load import nearest_under_load
from bench.many_stations import many_stations
from bench.rival_table import fill_table
from bench.rivals import named, pygeoapi, tipg, tipg_nearest
from bench.served_stations import served_stations
from bench.table import BenchRow, print_rows
from rig.postgres_cluster import the_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stationmap import Station

    Query = dict[str, Any]

MANY = 200_000
ITEMS = "collections/stations/items"
IN_BOX = 100
PAGE = 1_000
NEAREST = 10
BOXES, PAGES, POSITIONS = 200, 40, 200
WARMING = 5
OURS, PYGEOAPI, TIPG = "stationmap", named("pygeoapi"), named("tipg")
SEED = 2026


@contextmanager
def _servers(stations: Sequence[Station]) -> Iterator[tuple[str, str, str]]:
    """Serve the stations by all three; yield the addresses of our API and of their items."""
    cluster = the_cluster()
    database = cluster.new_database(template=None)
    with cluster.admin(database) as connection:
        connection.execute("CREATE EXTENSION postgis")
    dsn = cluster.url(database)
    columns = fill_table(dsn, stations)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_stations(stations, Path(folder)) as app,
        pygeoapi(dsn) as theirs,
        tipg(dsn, columns) as others,
    ):
        yield f"{app.url}/api", theirs, others


def rows() -> list[BenchRow]:
    """Measure boxes, pages and the nearest; then ours alone under load."""
    stations = many_stations(MANY)
    known = Known(stations)
    with _servers(stations) as addresses:
        return [
            *_boxes(known, *addresses),
            *_pages(known, *addresses),
            *_nearest(known, *addresses),
            *nearest_under_load(addresses[0], MANY),
        ]


def _boxes(known: Known, ours: str, theirs: str, others: str) -> list[BenchRow]:
    boxes = [known.box_of(at, IN_BOX) for at in known.draw_positions(BOXES)]
    ways = [
        Way(OURS, f"{ours}/{ITEMS}"),
        Way(f"{PYGEOAPI}, PostgreSQL provider", theirs),
        Way(TIPG, others),
    ]
    _ask_in_turns(ways, [[{"bbox": box, "limit": PAGE}] * len(ways) for box in boxes])
    expected = [known.inside(box) for box in boxes]
    return _table(f"A box that holds {IN_BOX} of {MANY:,} stations", ways, expected)


def _pages(known: Known, ours: str, theirs: str, others: str) -> list[BenchRow]:
    """Ask for pages anywhere in the list, as who follows `next` does, plain and compressed."""
    offsets = [PAGE * place for place in known.draw_places(MANY // PAGE, PAGES)]
    rows = []
    for compressed, said_so in ((False, ""), (True, ", compressed where the server does")):
        ways = [
            Way(OURS, f"{ours}/{ITEMS}", compressed),
            Way(f"{PYGEOAPI}, PostgreSQL provider", theirs, compressed),
            Way(TIPG, others, compressed),
        ]
        _ask_in_turns(ways, [[{"limit": PAGE, "offset": offset}] * 3 for offset in offsets])
        expected = [known.page(offset, PAGE) for offset in offsets]
        rows += _table(f"A page of {PAGE:,} of {MANY:,} stations{said_so}", ways, expected)
    return rows


def _nearest(known: Known, ours: str, theirs: str, others: str) -> list[BenchRow]:
    """Ask for the ten nearest, and rivals for what they have that comes next to it."""
    positions = known.draw_positions(POSITIONS)
    ways = [
        Way(f"{OURS}, `/nearest`, with distance and opening state", f"{ours}/nearest"),
        Way(f"{PYGEOAPI}, the box that holds them, were it known", theirs),
        Way(f"{TIPG}, the box that holds them, were it known", others),
        Way(f"{TIPG}, a function of SQL written for it", tipg_nearest(others)),
    ]
    queries: list[list[Query]] = []
    for at in positions:
        here = {"lon": at.lon, "lat": at.lat}
        box = {"bbox": known.box_of_nearest(at, NEAREST), "limit": PAGE}
        queries.append([here | {"k": NEAREST}, box, box, here | {"limit": NEAREST}])
    _ask_in_turns(ways, queries)
    expected = [known.nearest(at, NEAREST) for at in positions]
    return _table(f"The {NEAREST} nearest of {MANY:,} stations", ways, expected, holds=True)


def _ask_in_turns(ways: Sequence[Way], queries: Sequence[Sequence[Query]]) -> None:
    """Put each question to all servers, another one first each time; the first few only warm."""
    for number, asked in enumerate([*queries[:WARMING], *queries]):
        first = number % len(ways)
        turns = list(zip(ways, asked, strict=True))
        for way, query in turns[first:] + turns[:first]:
            way.ask(query, counts=number >= WARMING)


def _table(
    task: str, ways: Sequence[Way], expected: Sequence[Sequence[Query]], *, holds: bool = False
) -> list[BenchRow]:
    """Return a row for each way; with `holds` an answer may have others among the expected."""
    ours_s = float(np.median(ways[0].took_s))
    return [
        BenchRow(
            task=task,
            way=way.name,
            measured=f"median {np.median(way.took_s) * 1e3:.1f} ms, "
            f"p99 {np.percentile(way.took_s, 99) * 1e3:.1f} ms, "
            f"{np.median(way.sizes) / 1e3:,.1f} kB",
            times_ours=float(np.median(way.took_s)) / ours_s,
            wrong=_share_wrong(way, expected, holds=holds),
        )
        for way in ways
    ]


def _share_wrong(way: Way, expected: Sequence[Sequence[Query]], *, holds: bool) -> str:
    wrong = 0
    for features, wanted in zip(way.features, expected, strict=True):
        found = {feature["id"]: said(feature) for feature in features}
        wrong += not all(one["id"] in found and _tells(found[one["id"]], one) for one in wanted)
        wrong += not holds and len(found) != len(wanted)
    return f"{wrong / len(expected):.1%} of {len(expected)} answers"


def _tells(found: Query, wanted: Query) -> bool:
    """Say whether an answer has all of a station; ours has distances and more beside it."""
    told = found["properties"]
    has_all = all(told.get(name) == value for name, value in wanted["properties"].items())
    return has_all and found["coordinates"] == wanted["coordinates"]


if __name__ == "__main__":
    print_rows(rows())
