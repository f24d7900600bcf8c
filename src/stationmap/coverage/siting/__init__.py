"""Where the next stations should go.

Candidate sites come from `grid_candidates`, `host_candidates` or positions (`CandidateSites`).
`cover_problem` says which of them cover what; `mclp` covers the most with so many sites, `lscp` a
share with the fewest, `p_median` makes the mean distance smallest, and `robust` asks several
surfaces of demand at once. Each answers with a `Solution` that states how good it provably is;
`recomputed` checks it by the ordinary code of coverage.
"""

from stationmap.coverage.siting.candidates import (
    CandidateSites,
    grid_candidates,
    host_candidates,
)
from stationmap.coverage.siting.checking import Recomputed, recomputed
from stationmap.coverage.siting.fewest import lscp
from stationmap.coverage.siting.maximal import mclp
from stationmap.coverage.siting.median import p_median
from stationmap.coverage.siting.problem import SitingProblem, cover_problem
from stationmap.coverage.siting.robust import RobustPicks, robust
from stationmap.coverage.siting.solution import Method, Solution

__all__ = [
    "CandidateSites",
    "Method",
    "Recomputed",
    "RobustPicks",
    "SitingProblem",
    "Solution",
    "cover_problem",
    "grid_candidates",
    "host_candidates",
    "lscp",
    "mclp",
    "p_median",
    "recomputed",
    "robust",
]
