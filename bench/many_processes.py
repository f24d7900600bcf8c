"""Measures what `docs/decisions/many-processes.md` tells of three processes on one PostGIS.

PYTHONPATH=tests:scripts:. python bench/many_processes.py
"""

from __future__ import annotations

import json
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rig.installation import ITEMS, Installation, Writer, ask, free_ports, installation
from rig.postgres_cluster import DURABLE, Cluster, new_cluster
from stationmap.geocoding.online import NOMINATIM_EVERY_S
from stationmap.geocoding.pace import Pace
from stationmap.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.store.protocol import Store

EDITS = 60
TAKES = 500
ASKERS, ASKED_EACH = 3, 4
LOOK_EVERY_S = 0.001
PATIENCE_S = 60.0
AWAY_S = 5.0
STATIONS = 9


def main() -> None:
    """Print a line for each."""
    cluster = new_cluster(DURABLE)
    with tempfile.TemporaryDirectory() as folder:
        stations = Path(folder) / "stations.geojson"
        features = [_feature(number) for number in range(STATIONS)]
        stations.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        with installation(cluster, Path(folder), stations, ports=free_ports(3)) as three:
            print(edits_found(three))
            print(database_away(three, cluster))
    print(counted(cluster))
    print(geocoder_asked(cluster))


def edits_found(three: Installation) -> str:
    """Measure how long after an edit is acknowledged by one process both others show it."""
    times = []
    for turn in range(EDITS):
        app = three.apps[turn % len(three.apps)]
        name = f"新名{turn}"
        body = json.dumps({"properties": {"name": name}}).encode()
        answer = ask(
            f"{app.url}/{ITEMS}/S0",
            "PATCH",
            body,
            Authorization=f"Bearer {three.token}",
            Content_Type="application/merge-patch+json",
            If_Match="*",
        )
        assert answer.status == 200, answer  # noqa: PLR2004, S101 - a benchmark of what works
        begun = time.perf_counter()
        for other in three.apps:
            if other is not app:
                _until(lambda other=other, name=name: name in _seen(other.url))  # type: ignore[misc]
        times.append(time.perf_counter() - begun)
    return (
        f"{EDITS} edits found through both others: median {median(times) * 1e3:.0f} ms, "
        f"longest {max(times) * 1e3:.0f} ms"
    )


def database_away(three: Installation, cluster: Cluster) -> str:
    """Stop the database for a while under writers and a reader, and start it again."""
    urls = [app.url for app in three.apps]
    writers = [Writer(urls[turn:] + urls[:turn], f"S{turn + 3}", three.token) for turn in range(3)]
    for writer in writers:
        writer.start()
    _until(lambda: all(writer.taken for writer in writers))
    cluster.stop()
    answers, end = [], time.monotonic() + AWAY_S
    while time.monotonic() < end:
        begun = time.perf_counter()
        assert ask(f"{urls[0]}/all_stations").status == 200  # noqa: PLR2004, S101 - the same
        answers.append(time.perf_counter() - begun)
    cluster.start()
    started = time.monotonic()
    before = [len(writer.taken) for writer in writers]
    _until(lambda: all(len(w.taken) > n for w, n in zip(writers, before, strict=True)))
    back_s = time.monotonic() - started
    for writer in writers:
        writer.stop()
    refused = sum(len(writer.refused) for writer in writers)
    taken = sum(len(writer.taken) for writer in writers)
    return (
        f"database away for {AWAY_S:g} s: {len(answers)} pages read, median "
        f"{median(answers) * 1e3:.0f} ms, longest {max(answers) * 1e3:.0f} ms; {refused} writes "
        f"refused, {taken} taken; all three wrote again {back_s:.2f} s after its start"
    )


def counted(cluster: Cluster) -> str:
    """Measure what it costs to count an attempt in the database."""
    with closing(open_store(cluster.url(cluster.new_database()))) as store:
        times = []
        for turn in range(TAKES):
            begun = time.perf_counter()
            store.limits.take(f"bench {turn % 50}", most=30, window_s=300, at=datetime.now(UTC))
            times.append(time.perf_counter() - begun)
    return f"{TAKES} attempts counted: median {median(times) * 1e3:.1f} ms"


def geocoder_asked(cluster: Cluster) -> str:
    """Measure how far apart three processes' questions to one geocoder are."""
    url = cluster.url(cluster.new_database())
    asked: list[float] = []

    def ask_some(store: Store) -> None:
        pace = Pace(
            store.limits.turn, "geocoder", interval_s=NOMINATIM_EVERY_S, longest_wait_s=60.0
        )
        for _ in range(ASKED_EACH):
            pace.wait()
            asked.append(time.monotonic())

    stores = [open_store(url) for _ in range(ASKERS)]
    threads = [threading.Thread(target=ask_some, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    asked.sort()
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    return (
        f"{len(asked)} questions of {ASKERS} processes' stores to one geocoder: apart by "
        f"{min(gaps):.3f} to {max(gaps):.3f} s"
    )


def _seen(url: str) -> str:
    """Return what the map's panel of a process tells of the first station."""
    page = ask(f"{url}/all_stations").body.decode()
    layer = page.partition("layers/stations/")[2].partition(".json")[0]
    told: str = ask(f"{url}/layers/stations/{layer}/0.json").json["name"]
    return told


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(LOOK_EVERY_S)


def _feature(number: int) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": f"S{number}",
        "geometry": {"type": "Point", "coordinates": [116.397, 39.908 + number / 1000]},
        "properties": {"name": f"旧名{number}", "kind": "warm_station"},
    }


if __name__ == "__main__":
    main()
