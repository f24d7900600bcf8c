"""Whatever staff do, in whatever order: nothing is lost, and nothing outside their area changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rig.edit_desk import ADMIN, IN_CHAOYANG, IN_HAIDIAN, IN_HAIDIAN_TOO, NOW, STAFF, EditDesk
from rig.examples import tries
from rig.stations import station
from stationmap.errors import StationMapError
from stationmap.services.undo import State, state_of
from stationmap.stations.codes import Facility, FacilityState, Status
from stationmap.store.protocol import StationQuery
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.fields import fields_of, station_of
from stationmap.upkeep.merging import TOGETHER, propose_merge, three_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.geo.position import Position
    from stationmap.stations.station import Station
    from stationmap.upkeep.change import Kept

texts = st.sampled_from(["甲", "乙"])
days = st.sampled_from([date(2026, 11, 1), date(2026, 12, 1)])
"""Few values, so that changes often meet."""

facts = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "phone": st.none() | texts,
        "status": st.sampled_from(Status),
        "suspended_until": st.none() | days,
        "facilities": st.dictionaries(
            st.sampled_from([Facility.TV, Facility.AED]), st.sampled_from(FacilityState)
        ),
        "facility_expiry": st.dictionaries(st.just(Facility.AED), days),
        "extra": st.dictionaries(st.sampled_from(["a", "b.c"]), st.integers(0, 1) | st.none()),
        "position": st.sampled_from([IN_HAIDIAN, IN_HAIDIAN_TOO]),
        "source_position": st.none() | st.just((116.4, 39.9)),
    },
)
stations = facts.map(lambda known: station(**{"position": IN_HAIDIAN} | known))
ids = st.sampled_from(["a", "b", "c"])
ALL = StationQuery(with_removed=True)


# What two made of one


@given(stations, stations)
def test_where_one_side_changed_nothing_the_other_is_taken_whole(
    base: Station, changed: Station
) -> None:
    for merged in (three_way(base, base, changed), three_way(base, changed, base)):
        assert (merged.station, merged.conflicts) == (changed, ())


@given(stations, stations)
def test_two_who_did_the_same_do_not_disagree(base: Station, changed: Station) -> None:
    merged = three_way(base, changed, changed)

    assert (merged.station, merged.conflicts) == (changed, ())


@given(stations, stations, stations)
def test_the_sides_change_places_and_disagree_about_the_same(
    base: Station, mine: Station, theirs: Station
) -> None:
    merged, mirrored = three_way(base, mine, theirs), three_way(base, theirs, mine)

    assert merged.conflicts == mirrored.conflicts
    if not merged.conflicts:
        assert merged.station == mirrored.station


@given(stations, stations, stations)
def test_no_change_of_one_side_alone_is_lost(base: Station, mine: Station, theirs: Station) -> None:
    merged = three_way(base, mine, theirs)
    old, our, other, new = map(fields_of, (base, mine, theirs, merged.station))

    for field in old.keys() | our.keys() | other.keys():
        if TOGETHER.get(field, field) in merged.conflicts:
            assert new.get(field) == other.get(field)
        elif _differs(field, our, old):
            assert not _differs(field, new, our)
        else:
            assert not _differs(field, new, other)


@given(stations)
def test_a_station_taken_apart_is_put_together_the_same(whole: Station) -> None:
    assert station_of(whole.id, fields_of(whole)) == whole


def _differs(field: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (field in one, one.get(field)) != (field in other, other.get(field))


# What many did one after the other


class EditedStations(RuleBasedStateMachine):
    """Staff of one district do all that can be done, in any order; much of it is refused."""

    @initialize()
    def open_the_desk(self) -> None:
        """Begin with one station in the area and one outside it."""
        self.desk = EditDesk()
        self.desk.edit.add(ADMIN, station(id="a", position=IN_HAIDIAN))
        self.elsewhere = self.desk.edit.add(ADMIN, station(id="out", position=IN_CHAOYANG))
        self.imports = 0

    @rule(one=ids, known=facts)
    def add(self, one: str, known: dict[str, Any]) -> None:
        """Add a station."""
        new = station(**{"position": IN_HAIDIAN, "id": one} | known)
        self.attempt(lambda: self.desk.edit.add(STAFF, new))

    @rule(one=ids | st.just("out"), known=facts, behind=st.integers(0, 1))
    def edit(self, one: str, known: dict[str, Any], behind: int) -> None:
        """Edit a station, now and then from an old version."""
        self.attempt(
            lambda: self.desk.edit.save(
                STAFF, self.changed(one, known), version=self.kept(one).version - behind
            )
        )

    @rule(one=ids | st.just("out"), position=st.sampled_from([IN_HAIDIAN_TOO, IN_CHAOYANG]))
    def move(self, one: str, position: Position) -> None:
        """Move a station, perhaps out of the area."""
        self.attempt(
            lambda: self.desk.edit.move(
                STAFF, one, version=self.kept(one).version, position=position
            )
        )

    @rule(one=ids | st.just("out"), what=st.sampled_from(["reopen", "close"]))
    def turn(self, one: str, what: str) -> None:
        """Reopen or close a station."""
        self.attempt(
            lambda: getattr(self.desk.edit, what)(STAFF, one, version=self.kept(one).version)
        )

    @rule(some=st.sets(ids | st.just("out")))
    def verify(self, some: set[str]) -> None:
        """Verify some stations."""
        self.desk.edit.verify(STAFF, some)

    @rule(gone=ids | st.just("out"), into=ids | st.just("out"))
    def merge(self, gone: str, into: str) -> None:
        """Merge two stations."""
        self.attempt(
            lambda: self.desk.edit.merge(
                STAFF,
                gone,
                gone_version=self.kept(gone).version,
                into=propose_merge(self.kept(gone).station, self.kept(into).station),
                into_version=self.kept(into).version,
            )
        )

    @rule(back=st.integers(0, 12))
    def undo(self, back: int) -> None:
        """Undo a revision; of a station that was not touched since, exactly."""
        revisions = self.desk.store.history()
        revision = revisions[min(back, len(revisions) - 1)]
        was_newest = self.kept(revision.station_id).version == revision.version
        done = self.attempt(lambda: self.desk.edit.undo(STAFF, revision.number))
        if done and was_newest:
            assert state_of(self.kept(revision.station_id)).station == revision.before

    @rule(some=st.dictionaries(ids, facts, min_size=1))
    def import_some(self, some: dict[str, dict[str, Any]]) -> None:
        """Import new and changed stations in one batch."""
        self.imports += 1
        change = Change(action=Action.IMPORTED, who="admin", at=NOW, batch=f"import-{self.imports}")
        listed = {kept.station.id: kept.version for kept in self.desk.store.find(ALL)}
        self.desk.store.save_all(
            [
                (station(**{"position": IN_HAIDIAN, "id": one} | known), listed.get(one, 0))
                for one, known in some.items()
            ],
            change,
        )

    @rule(which=st.integers(1, 4))
    def roll_back(self, which: int) -> None:
        """Roll an import back: what it says is undone is as before."""
        batch = f"import-{which}"
        before = {
            revision.station_id: revision.before
            for revision in self.desk.store.history(batch=batch)
            if revision.change.action is Action.IMPORTED
        }
        outcome = self.attempt(lambda: self.desk.edit.roll_back(STAFF, batch))
        for one in outcome.undone if outcome else ():
            assert state_of(self.kept(one)).station == before[one]

    @invariant()
    def history_replays_to_what_is(self) -> None:
        """Let each revision begin where the last one ended, and number them without gaps."""
        states: dict[str, State] = {}
        versions: dict[str, int] = {}
        revisions = list(reversed(self.desk.store.history()))
        for number, revision in enumerate(revisions, start=1):
            one = revision.station_id
            assert revision.number == number
            assert revision.version == versions.get(one, 0) + 1
            assert revision.before == states.get(one, State(None)).station
            if revision.change.action is not Action.IMPORTED:
                assert State(revision.before) != State(revision.after, revision.successor)
            states[one] = State(revision.after, revision.successor)
            versions[one] = revision.version
        for one, state in states.items():
            assert state_of(self.kept(one)) == state
            assert self.kept(one).version == versions[one]

    @invariant()
    def nothing_outside_the_area_changes(self) -> None:
        """Leave the station in the other district as it was added."""
        assert self.kept("out") == self.elsewhere
        assert all(
            self.desk.areas.covers("110108", kept.station)
            for kept in self.desk.store.find(ALL)
            if kept.station.id != "out"
        )

    @invariant()
    def no_id_leads_in_a_circle(self) -> None:
        """Come to an end, whichever id one follows."""
        successors = {kept.station.id: kept.successor for kept in self.desk.store.find(ALL)}
        for one in successors:
            followed: str | None = one
            for _ in successors:
                followed = successors[followed] if followed else None
            assert followed is None

    def attempt(self, write: Callable[[], Any]) -> Any:
        """Do something that may be refused; what is refused leaves no trace."""
        before = self.desk.store.revision()
        try:
            return write()
        except StationMapError:
            assert self.desk.store.revision() == before
            return None

    def kept(self, one: str) -> Kept:
        return self.desk.edit.get(one)

    def changed(self, one: str, known: dict[str, Any]) -> Station:
        return self.kept(one).station.model_copy(update=known)


TestEditedStations = EditedStations.TestCase
TestEditedStations.settings = settings(
    max_examples=tries(60), stateful_step_count=25, deadline=None
)
