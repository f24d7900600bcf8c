"""Whatever is done to them, all stores answer alike."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from rig.all_stores import AllStores
from rig.stores import change, shop
from stationmap.stations.codes import StationKind, Status
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action

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


class AllStations(AllStores):
    """Does to stations whatever can be done."""

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

    @invariant()
    def are_the_same(self) -> None:
        everything = StationQuery(with_removed=True)
        self.agree(lambda store: (store.revision(), store.find(everything), store.batches()))

    def teardown(self) -> None:
        if self.transactions is not None:
            self.commit()
        self.agree(lambda store: store.history())
        super().teardown()


TestAllStations = AllStations.TestCase
TestAllStations.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
