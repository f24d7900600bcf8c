"""Tiles counted on a Dask cluster: the same function on the same tiles, so the same counts.

The workers have stationmap installed; nothing but tiles and counts goes to and fro.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from stationmap.coverage.grid.count import count_tile
from stationmap.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from distributed import Client

    from stationmap.coverage.grid.count import Tile, TileCount
    from stationmap.coverage.grid.country import Runner

PATIENCE_S = 10
"""How long a scheduler may take to answer, and a first worker to be there."""

ATTEMPTS = 3
"""A worker that dies takes its tile with it; the tile is tried on another."""


def on_cluster(address: str, *, patience_s: float = PATIENCE_S) -> Runner:
    """Return what counts tiles on the workers of a scheduler, for `count_cells`.

    Parameters
    ----------
    address
        Of the Dask scheduler, as `tcp://host:port`.

    Raises
    ------
    PlanError
        When it runs: `grid_no_dask` if the extra is not installed, `grid_scheduler` if nothing
        answers at the address, `grid_workers` if no worker has come, `grid_worker` if a tile
        cannot be counted there.
    """

    def run(tiles: Sequence[Tile]) -> Generator[TileCount, None, None]:
        client = _client(address, patience_s)
        try:
            _wait_for_a_worker(client, address, patience_s)
            yield from _counts(client, tiles)
        finally:
            client.close()

    return run


def _client(address: str, patience_s: float) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise PlanError("grid_no_dask") from None
    try:
        with ThreadPoolExecutor(1) as elsewhere:  # a loop may run in this thread
            elsewhere.submit(asyncio.run, _knock(address, patience_s)).result()
        return Client(address, timeout=patience_s, set_as_default=False)
    except (OSError, ValueError, AssertionError) as error:
        # No such host or scheme, refused, or silent; distributed asserts that its thread began.
        raise PlanError("grid_scheduler", address=address) from error


async def _knock(address: str, patience_s: float) -> None:
    """Connect once before a Client is made.

    One that cannot start closes itself when it is collected, behind a lock of its class: if that
    happens while another starts, both wait without end.
    """
    from distributed.comm.core import connect  # noqa: PLC0415 - see above

    comm = await connect(address, timeout=patience_s)
    await comm.close()


def _wait_for_a_worker(client: Client, address: str, patience_s: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience_s)
    except TimeoutError:
        raise PlanError("grid_workers", address=address) from None


def _counts(client: Client, tiles: Sequence[Tile]) -> Generator[TileCount, None, None]:
    """Yield counts as they come; whatever is not done when closed is called off."""
    from distributed import as_completed  # noqa: PLC0415 - see above

    # One by one: all tiles in one message would be several megabytes.
    futures = [client.submit(count_tile, tile, pure=False, retries=ATTEMPTS) for tile in tiles]
    try:
        # What is done at the same time is fetched in one message.
        for batch in as_completed(futures, loop=client.loop).batches():
            for future in batch:
                if future.status != "finished":
                    raise PlanError("grid_worker", reason=str(future.exception()))
            yield from client.gather(batch)
    finally:
        client.cancel(futures)
