"""Whatever planners do to them, all stores answer alike."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rig.scenarios import scenario, upload
from rig.stores import STORES, shop, sqlite_store
from stationmap import Position
from stationmap.errors import StationMapError
from stationmap.store.plan_protocol import UploadKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.store.protocol import Store

IDS = st.sampled_from(["a", "b", "驿", "'"])
TEXTS = st.sampled_from(["2027", "海淀", "\\u0000 🏠", "NUL \x00"])
VERSIONS = st.integers(0, 3)
SCENARIOS = st.builds(
    scenario,
    id=IDS,
    name=TEXTS,
    note=TEXTS,
    added=st.lists(st.builds(shop, IDS, status=st.just("planned")), max_size=2).map(tuple),
    closed=st.lists(IDS, max_size=2).map(tuple),
    moved=st.dictionaries(IDS, st.builds(Position, st.floats(116, 117), st.floats(39, 41))),
    hours=st.dictionaries(IDS, st.tuples(st.none() | TEXTS, st.none() | TEXTS)),
)
UPLOADS = st.builds(
    upload,
    IDS,
    name=TEXTS,
    kind=st.sampled_from(UploadKind),
    points=st.integers(0, 2**63 - 1),
    total=st.floats(0, 1e12),
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

    @rule(made=SCENARIOS, was=VERSIONS)
    def save(self, made: Any, was: int) -> None:
        later = scenario(**{name: getattr(made, name) for name in FIELDS}, version=was + 1)
        self.agree(lambda store: store.plans.save_scenario(later, was=was))

    @rule(scenario_id=IDS)
    def remove(self, scenario_id: str) -> None:
        self.agree(lambda store: store.plans.remove_scenario(scenario_id))

    @rule(made=UPLOADS, body=st.binary(max_size=9))
    def keep(self, made: Any, body: bytes) -> None:
        self.agree(lambda store: store.plans.keep_upload(made, body))

    @rule(upload_id=IDS)
    def remove_upload(self, upload_id: str) -> None:
        self.agree(lambda store: store.plans.remove_upload(upload_id))

    @precondition(lambda self: self.transactions is None)
    @rule()
    def begin(self) -> None:
        self.transactions = ExitStack()
        for store in self.stores:
            self.transactions.enter_context(store.transaction())

    @precondition(lambda self: self.transactions is not None)
    @rule(fails=st.booleans())
    def end(self, fails: bool) -> None:  # noqa: FBT001 - hypothesis gives it by name
        transactions, self.transactions = self.transactions, None
        assert transactions is not None
        if fails:
            transactions.__exit__(KeyError, KeyError(), None)
        else:
            transactions.close()

    @invariant()
    def all_is_alike(self) -> None:
        self.agree(lambda store: store.plans.scenarios())
        self.agree(lambda store: store.plans.uploads())
        for one in ("a", "b"):
            self.agree(lambda store, one=one: store.plans.scenario(one))  # type: ignore[misc]
            self.agree(lambda store, one=one: store.plans.upload_body(one))  # type: ignore[misc]

    def teardown(self) -> None:
        if self.transactions is not None:
            self.transactions.close()
        for store in self.stores:
            store.close()
        self.open.close()


FIELDS = ("id", "name", "note", "added", "closed", "moved", "hours")

TestAllStores = AllStores.TestCase
TestAllStores.settings = settings(max_examples=8, stateful_step_count=20)
