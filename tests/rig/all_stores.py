"""A machine that does the same to every kind of store, and compares what each says."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from rig.stores import STORES, sqlite_store
from stationmap.errors import StationMapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.store.protocol import Store


@cache
def empty_store() -> bytes:
    """Return the file of a store that holds nothing; making its tables takes longest."""
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite_store(Path(folder))
        store.backup(Path(folder) / "backup")
        store.close()
        return (Path(folder) / "backup").read_bytes()


class AllStores(RuleBasedStateMachine):
    """Transactions that end either way; what is done in them, a subclass says."""

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

    @precondition(lambda self: self.transactions is None)
    @rule()
    def begin(self) -> None:
        """Open a transaction in each."""
        self.transactions = ExitStack()
        for store in self.stores:
            self.transactions.enter_context(store.transaction())

    @precondition(lambda self: self.transactions is not None)
    @rule()
    def commit(self) -> None:
        """Keep what was done."""
        assert self.transactions is not None
        self.transactions.close()
        self.transactions = None

    @precondition(lambda self: self.transactions is not None)
    @rule()
    def take_back(self) -> None:
        """Leave the transactions by an error."""
        assert self.transactions is not None
        undo = KeyError("taken back")
        transactions, self.transactions = self.transactions, None
        _leave_with(transactions, undo)

    def teardown(self) -> None:
        """Commit what is open, and close all."""
        if self.transactions is not None:
            self.transactions.close()
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
