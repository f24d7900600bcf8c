"""Whatever is done to them, all stores answer alike."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rig.stores import STORES, change, shop, sqlite_store
from stationmap.errors import StationMapError
from stationmap.stations.codes import StationKind, Status
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.store.protocol import Store

IDS = st.sampled_from(["a", "b", "驿", "'"])
STATIONS = st.builds(
    shop,
    IDS,
    st.sampled_from([116.0, 116.4, 116.4 + 2**-46]),
    st.sampled_from([39.9, 39.9 - 2**-47, -39.9]),
    kind=st.sampled_from(["warm_station", "driver_home"]),
    status=st.sampled_from(["open", "closed"]),
    notes=st.sampled_from([None, "开水", "\\u0000 🏠"]),
)
VERSIONS = st.integers(0, 4)
CHANGES = st.builds(
    change,
    st.sampled_from([Action.EDITED, Action.IMPORTED, Action.ROLLED_BACK]),
    batch=st.sampled_from([None, "one", "two"]),
    undoes=st.none() | st.integers(1, 9),
)
QUERIES = st.builds(
    StationQuery,
    ids=st.none() | st.frozensets(IDS),
    bounds=st.none() | st.just((116.0, -40.0, 116.4, 39.9)),
    kinds=st.frozensets(st.just(StationKind.WARM_STATION)),
    statuses=st.frozensets(st.just(Status.OPEN)),
    after_revision=st.none() | st.integers(0, 12),
    with_removed=st.booleans(),
)


@cache
def empty_store() -> bytes:
    """Return the file of a store that holds nothing; making its tables takes longest."""
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite_store(Path(folder))
        store.backup(Path(folder) / "backup")
        store.close()
        return (Path(folder) / "backup").read_bytes()


class AllStores(RuleBasedStateMachine):
    """Does the same to all, and compares what each says."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        (folder / "stations.sqlite").write_bytes(empty_store())
        self.stores = [open_in(folder) for open_in in STORES.values()]
        self.transactions: ExitStack | None = None

    def agree(self, do: Callable[[Store], Any]) -> None:
        """Do the same to all; what comes of it must be the same."""
        first, *others = (self.outcome(do, store) for store in self.stores)
        assert others == [first] * len(others)

    @staticmethod
    def outcome(do: Callable[[Store], Any], store: Store) -> tuple[str, Any]:
        """Return what came of it, an error as its type and text."""
        try:
            return "returned", do(store)
        except StationMapError as error:
            return type(error).__name__, str(error)

    @rule(station=STATIONS, version=VERSIONS, record=CHANGES)
    def save(self, station: Any, version: int, record: Any) -> None:
        self.agree(lambda store: store.save(station, record, version=version))

    @rule(pairs=st.lists(st.tuples(STATIONS, VERSIONS), max_size=4), record=CHANGES)
    def save_all(self, pairs: Any, record: Any) -> None:
        self.agree(lambda store: store.save_all(pairs, record))

    @rule(station_id=IDS, version=VERSIONS, successor=st.none() | IDS, record=CHANGES)
    def remove(self, station_id: str, version: int, successor: str | None, record: Any) -> None:
        self.agree(
            lambda store: store.remove(station_id, record, version=version, successor=successor)
        )

    @rule(pairs=st.lists(st.tuples(IDS, VERSIONS), max_size=4), record=CHANGES)
    def remove_all(self, pairs: Any, record: Any) -> None:
        self.agree(lambda store: store.remove_all(pairs, record))

    @rule(query=QUERIES)
    def find(self, query: StationQuery) -> None:
        self.agree(lambda store: store.find(query))

    @rule(
        station_id=st.none() | IDS,
        batch=st.sampled_from([None, "one", "two"]),
        number=st.none() | st.integers(0, 9),
        limit=st.none() | st.integers(0, 3),
    )
    def history(self, **asked: Any) -> None:
        self.agree(lambda store: store.history(**asked))

    @precondition(lambda self: self.transactions is None)
    @rule()
    def begin(self) -> None:
        self.transactions = ExitStack()
        for store in self.stores:
            self.transactions.enter_context(store.transaction())

    @precondition(lambda self: self.transactions is not None)
    @rule()
    def commit(self) -> None:
        assert self.transactions is not None
        self.transactions.close()
        self.transactions = None

    @precondition(lambda self: self.transactions is not None)
    @rule()
    def take_back(self) -> None:
        assert self.transactions is not None
        undo = KeyError("taken back")
        transactions, self.transactions = self.transactions, None
        _leave_with(transactions, undo)

    @invariant()
    def are_the_same(self) -> None:
        everything = StationQuery(with_removed=True)
        self.agree(lambda store: (store.revision(), store.find(everything), store.batches()))

    def teardown(self) -> None:
        if self.transactions is not None:
            self.transactions.close()
        self.agree(lambda store: store.history())
        for store in self.stores:
            store.close()
        self.open.close()


def _leave_with(transactions: ExitStack, error: Exception) -> None:
    """Leave all of these by this error; none of them may swallow it."""
    raised = None
    try:
        with transactions:
            raise error
    except KeyError as left:
        raised = left
    assert raised is error


TestAllStores = AllStores.TestCase
TestAllStores.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
