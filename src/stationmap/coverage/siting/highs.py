"""HiGHS, fed with whole arrays, that stops when nobody waits any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from stationmap.coverage.siting.watch import Watch

    Floats = NDArray[np.float64]

POLL_S = 0.05
SIMPLEX_ENTRIES = 20_000
"""Above, the interior point without crossover is quicker, and its prices are as good."""

HALF = 0.5
"""A variable that is 0 or 1 comes out close to either."""

THREADS = 1
"""One page must not take the whole machine; and cover models branch little."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """Minimise the costs of variables, of which the first are whole.

    Attributes
    ----------
    costs
        Of the variables, shape (n,).
    whole
        How many variables, the first, are 0 or 1.
    rows
        Shape (k, n): `lower <= rows @ values <= upper`.
    least, most
        Between which each variable is, 0 and 1 or closer, shape (n,).
    """

    costs: Floats
    whole: int
    rows: sparse.csr_array
    lower: Floats
    upper: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solved:
    """What HiGHS found within the time.

    Attributes
    ----------
    values
        Of the variables, if it found any.
    bound
        No values cost less: HiGHS's dual bound, not its status.
    prices
        Of a relaxed model: what each row is worth at its limit, shape (k,).
    is_infeasible
        Whether it proved that no values are possible.
    """

    values: Floats | None
    bound: float
    prices: Floats
    is_infeasible: bool

    def chosen(self, sites: int) -> list[int]:
        """Return which of the first variables, one for each site, are 1: none if it found none."""
        return [] if self.values is None else np.flatnonzero(self.values[:sites] > HALF).tolist()


def relaxed(model: Model, watch: Watch) -> Solved:
    """Solve a model with no variable whole; its bound is left to who knows what prices mean."""
    options: dict[str, object] = {"solver": "simplex"}
    if model.rows.nnz > SIMPLEX_ENTRIES:
        options = {"solver": "ipm", "run_crossover": "off"}
    return _run(replace(model, whole=0), watch, None, options)


def minimise(model: Model, watch: Watch, start: Floats | None = None) -> Solved:
    """Solve a model until it is proven, time is up, or the work is cancelled.

    HiGHS runs in a thread of its own: it asks for its end only now and then, but who cancels is
    answered at once, and the thread ends by itself soon after.

    Parameters
    ----------
    start
        Values to start from.

    Raises
    ------
    PlanError
        With the code "cancelled".
    """
    return _run(model, watch, start, {"mip_rel_gap": 0.0})


def _run(model: Model, watch: Watch, start: Floats | None, options: dict[str, object]) -> Solved:
    stop, whole_s = Event(), max(watch.left_s, POLL_S)
    highs = _loaded(model, start, stop, {**options, "time_limit": whole_s})
    running = Thread(target=highs.run, daemon=True)
    running.start()
    try:
        while running.is_alive():
            running.join(POLL_S)
            watch.check(1.0 - 0.9 * watch.left_s / whole_s)
    except BaseException:
        stop.set()
        raise
    return _read(highs)


def _loaded(model: Model, start: Floats | None, stop: Event, options: dict[str, object]) -> Any:
    import highspy  # noqa: PLC0415 - it is large, and most pages site nothing
    from highspy._core import _Highs  # noqa: PLC0415 - the same

    # highspy.Highs itself greets on standard output, where commands answer in JSON.
    highs: Any = _Highs()
    for option, value in {"output_flag": False, "threads": THREADS, **options}.items():
        highs.setOptionValue(option, value)
    size, whole = len(model.costs), np.zeros(len(model.costs), dtype=np.int32)
    whole[: model.whole] = int(highspy.HighsVarType.kInteger)
    rows = model.rows
    highs.passModel(
        size,
        len(model.lower),
        rows.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        model.costs,
        model.least,
        model.most,
        model.lower,
        model.upper,
        rows.indptr.astype(np.int32),
        rows.indices.astype(np.int32),
        rows.data.astype(np.float64),
        whole,
    )
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        highs.setSolution(known)

    def ask(_kind: object, _said: str, _out: object, answer: Any, _data: object) -> None:
        answer.user_interrupt = stop.is_set()

    highs.setCallback(ask, None)
    for kind in ("kCallbackMipInterrupt", "kCallbackSimplexInterrupt", "kCallbackIpmInterrupt"):
        highs.startCallback(getattr(highspy.cb.HighsCallbackType, kind))
    return highs


def _read(highs: Any) -> Solved:
    import highspy  # noqa: PLC0415 - see above

    info, solution = highs.getInfo(), highs.getSolution()
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return Solved(
        values=np.array(solution.col_value) if found else None,
        bound=float(info.mip_dual_bound),
        prices=np.array(solution.row_dual),
        is_infeasible=highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible,
    )
