"""Sites of which at most one may be chosen, in as few groups as is easy: tighter than pairs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.intp]


def cliques(conflicts: Places) -> list[Places]:
    """Cover all pairs with groups in which every two sites are in conflict.

    Parameters
    ----------
    conflicts
        Pairs, shape (k, 2), the lower place first.

    Returns
    -------
    Groups of at least two sites; every pair is within one.
    """
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in conflicts.tolist():
        near[one].add(other)
        near[other].add(one)
    covered: set[tuple[int, int]] = set()
    groups = []
    for one, other in conflicts.tolist():
        if (one, other) in covered:
            continue
        group = [one, other]
        common = near[one] & near[other]
        while common:
            # The one with the most in common keeps the most others in.
            site = max(sorted(common), key=lambda place: len(near[place] & common))
            group.append(site)
            common &= near[site]
        group.sort()
        covered.update((low, high) for at, low in enumerate(group) for high in group[at + 1 :])
        groups.append(np.array(group, dtype=np.intp))
    return groups
