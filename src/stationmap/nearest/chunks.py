"""Work cut into pieces that fit into the cache, and whose memory has a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

CHUNK_ROWS = 1 << 14
CHUNK_CELLS = 1 << 20


def chunks(rows: NDArray[np.intp], width: int) -> Iterator[NDArray[np.intp]]:
    """Cut rows so that no piece has too many of them, or too many rows times their width."""
    size = max(1, min(CHUNK_ROWS, CHUNK_CELLS // width))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
