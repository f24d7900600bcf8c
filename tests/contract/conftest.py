"""Each store in turn, behind the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.stores import STORES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stationmap.store.protocol import Store


@pytest.fixture(params=list(STORES.values()), ids=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open each store in turn, empty."""
    opened: Store = request.param(tmp_path)
    yield opened
    opened.close()
