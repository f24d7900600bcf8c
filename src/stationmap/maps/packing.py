"""Coordinates as small whole numbers, each the difference to the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

STEPS_PER_DEGREE = 100_000
"""Steps of 1e-5 degree, about 1 m: finer than a dot on the closest zoom."""


def deltas(degrees: ArrayLike, *, steps_per_degree: int = STEPS_PER_DEGREE) -> list[int]:
    """Return degrees, shape (n,), as n steps, each from the one before; the first from zero.

    Neighbours in space that are neighbours in the sequence make small numbers, which compress.
    """
    steps = np.rint(np.asarray(degrees, dtype=np.float64) * steps_per_degree).astype(np.int64)
    differences: list[int] = np.diff(steps, prepend=0).tolist()
    return differences
