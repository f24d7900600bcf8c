"""Merging: two versions from one base, and two records of one place."""

from __future__ import annotations

from datetime import date

from rig.stations import BEIJING_CENTRE, station
from stationmap.geo.datum import Datum
from stationmap.geo.position import Position
from stationmap.stations.codes import Status
from stationmap.upkeep.change import Kept
from stationmap.upkeep.merging import Conflict, propose_merge, three_way, with_fields

ELSEWHERE = Position(116.41, 39.91)


def test_what_only_one_side_changed_is_taken_from_it() -> None:
    base = station(phone="12351", notes="旧")
    merged = three_way(base, station(phone="1", notes="旧"), station(phone="12351", notes="新"))

    assert merged.station == station(phone="1", notes="新")
    assert merged.conflicts == ()


def test_what_both_changed_to_the_same_is_no_conflict() -> None:
    merged = three_way(station(phone="1"), station(phone="2"), station(phone="2"))

    assert (merged.station.phone, merged.conflicts) == ("2", ())


def test_what_both_changed_differently_is_a_conflict_and_stays_as_theirs() -> None:
    merged = three_way(station(phone="1"), station(phone="2"), station(phone="3"))

    assert (merged.station.phone, merged.conflicts) == ("3", ("phone",))


def test_a_change_against_a_removal_of_the_same_value_is_a_conflict() -> None:
    merged = three_way(station(phone="1"), station(), station(phone="3"))

    assert merged.conflicts == ("phone",)


def test_facilities_merge_one_by_one() -> None:
    base = station(facilities={"water": "working", "tv": "working", "aed": "working"})
    mine = station(facilities={"water": "broken", "tv": "working", "aed": "absent"})
    theirs = station(facilities={"water": "working", "wifi": "working", "aed": "broken"})

    merged = three_way(base, mine, theirs)

    assert merged.station.facilities == {"water": "broken", "wifi": "working", "aed": "broken"}
    assert merged.conflicts == ("facilities.aed",)


def test_a_position_is_merged_with_what_it_was_made_of() -> None:
    """A pin from one side and the datum from the other would be a third place."""
    base = station(source_datum=Datum.GCJ02, source_position=(116.4, 39.9))
    mine = station(position=ELSEWHERE)
    theirs = station(source_datum=Datum.BD09, source_position=(116.4, 39.9))

    merged = three_way(base, mine, theirs)

    assert merged.conflicts == ("position",)
    assert (merged.station.position, merged.station.source_datum) == (BEIJING_CENTRE, Datum.BD09)


def test_a_closing_against_a_suspension_is_one_conflict() -> None:
    mine = station(status=Status.CLOSED)
    theirs = station(status=Status.SUSPENDED, suspended_until=date(2026, 12, 1))

    assert three_way(station(), mine, theirs).conflicts == ("status",)


def test_a_conflict_is_settled_by_saying_which_fields_shall_be_mine() -> None:
    base, mine = station(phone="1", notes="1"), station(phone="2", notes="2", host="银行")
    theirs = Kept(station=station(phone="3", notes="3"), version=2, revision=2)
    merged = three_way(base, mine, theirs.station)
    conflict = Conflict(
        base=base, theirs=theirs, mine=mine, proposal=merged.station, fields=merged.conflicts
    )

    assert conflict.fields == ("phone", "notes")
    assert conflict.settled(["phone"]) == station(phone="2", notes="3", host="银行")


def test_a_field_that_is_unknown_in_the_other_becomes_unknown() -> None:
    taken = with_fields(station(phone="1", facilities={"tv": "working"}), station(), ["phone"])

    assert taken == station(facilities={"tv": "working"})


def test_a_merger_fills_what_is_unknown_and_keeps_what_is_known() -> None:
    gone = station(id="2", phone="1", address="甲街", facilities={"tv": "broken", "aed": "working"})
    kept = station(phone="2", facilities={"tv": "working"})

    merged = propose_merge(gone, kept)

    assert (merged.id, merged.phone, merged.address) == ("1", "2", "甲街")
    assert merged.facilities == {"tv": "working", "aed": "working"}
    assert merged.related_ids == ("2",)


def test_a_merger_stays_where_the_kept_one_is_and_as_open_as_it_is() -> None:
    gone = station(
        id="2",
        position=ELSEWHERE,
        source_datum=Datum.GCJ02,
        source_position=(116.4, 39.9),
        status=Status.SUSPENDED,
        suspended_until=date(2026, 12, 1),
    )

    merged = propose_merge(gone, station())

    assert (merged.position, merged.source_datum) == (BEIJING_CENTRE, None)
    assert (merged.status, merged.suspended_until) == (Status.OPEN, None)


def test_a_merger_keeps_the_honours_and_the_relations_of_both() -> None:
    gone = station(id="2", honours=("甲", "乙"), related_ids=("1", "3"))
    kept = station(honours=("乙",), related_ids=("4",))

    merged = propose_merge(gone, kept)

    assert merged.honours == ("乙", "甲")
    assert merged.related_ids == ("4", "2", "3")
