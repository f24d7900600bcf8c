"""A Dask cluster counts what this process counts; what goes wrong there is said in a sentence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from distributed import LocalCluster

from stationmap.coverage.grid.cluster import on_cluster
from stationmap.coverage.grid.count import Tile
from stationmap.coverage.grid.country import count_cells
from stationmap.coverage.grid.spans import Spans
from stationmap.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = shapely.box(100.0, 30.0, 101.0, 36.0)
LONS, LATS = np.random.default_rng(5).uniform((100.0, 30.0), (101.0, 36.0), (500, 2)).T.copy()
NOBODY = "tcp://127.0.0.1:1"


def cluster_of(workers: int) -> LocalCluster:
    """Start a scheduler and workers of one thread, each a process of its own."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=False,
    )


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with cluster_of(2) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_counts_the_same_as_this_process(scheduler: str) -> None:
    here = count_cells(PLACE, LONS, LATS, radius_m=2_000.0, cell_m=500.0)

    there = count_cells(
        PLACE, LONS, LATS, radius_m=2_000.0, cell_m=500.0, run=on_cluster(scheduler)
    )

    assert here == there
    assert here.covered > 0


def test_a_cancelled_count_leaves_the_cluster_free_for_the_next(scheduler: str) -> None:
    with pytest.raises(PlanError, match="cancelled"):
        count_cells(
            PLACE, LONS, LATS, radius_m=900.0, run=on_cluster(scheduler), cancelled=lambda: True
        )

    found = count_cells(PLACE, LONS, LATS, radius_m=900.0, cell_m=500.0, run=on_cluster(scheduler))

    assert found.covered > 0


def test_a_tile_that_cannot_be_counted_there_is_said_with_its_reason(scheduler: str) -> None:
    spans = Spans(*np.array([[0], [0], [1]]))
    tile = Tile(
        cell_m=0.0, first_band=0, bands=1, spans=spans, lons=LONS, lats=LATS, edges_m=(1.0,)
    )

    with pytest.raises(PlanError, match=r"grid_worker.*grid_cell"):
        list(on_cluster(scheduler)([tile]))


@pytest.mark.parametrize("address", [NOBODY, "nonsense", "udp://127.0.0.1:8786"])
def test_a_scheduler_that_does_not_answer_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No Client is made: one that cannot start may lock up whoever is running when it goes."""
    monkeypatch.setattr("distributed.Client", lambda *_, **__: pytest.fail("made a Client"))

    with pytest.raises(PlanError, match="grid_scheduler") as refused:
        count_cells(PLACE, LONS, LATS, radius_m=900.0, run=on_cluster(address, patience_s=0.5))

    assert refused.value.facts == {"address": address}


def test_a_scheduler_without_workers_is_not_waited_for_without_end() -> None:
    with cluster_of(0) as cluster:
        run = on_cluster(cluster.scheduler_address, patience_s=0.5)

        with pytest.raises(PlanError, match="grid_workers"):
            count_cells(PLACE, LONS, LATS, radius_m=900.0, run=run)


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(PlanError, match="grid_no_dask"):
        count_cells(PLACE, LONS, LATS, radius_m=900.0, run=on_cluster(NOBODY))
