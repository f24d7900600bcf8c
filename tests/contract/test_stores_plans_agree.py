"""Whatever planners do to them, all stores answer alike."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from rig.all_stores import AllStores
from rig.scenarios import scenario, upload
from rig.stores import shop
from stationmap import Position
from stationmap.store.plan_protocol import UploadKind

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


class AllPlans(AllStores):
    """Does to scenarios and uploads whatever can be done."""

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

    @invariant()
    def all_is_alike(self) -> None:
        self.agree(lambda store: store.plans.scenarios())
        self.agree(lambda store: store.plans.uploads())
        for one in ("a", "b"):
            self.agree(lambda store, one=one: store.plans.scenario(one))  # type: ignore[misc]
            self.agree(lambda store, one=one: store.plans.upload_body(one))  # type: ignore[misc]


FIELDS = ("id", "name", "note", "added", "closed", "moved", "hours")

TestAllPlans = AllPlans.TestCase
TestAllPlans.settings = settings(max_examples=8, stateful_step_count=20)
