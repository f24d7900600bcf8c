"""The work list: whose it is, what is in it, in which order, and that it follows the store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rig.edit_desk import HAIDIAN, IN_CHAOYANG, IN_HAIDIAN, STAFF
from rig.stations import station
from rig.work_desk import WorkDesk
from stationmap import Position
from stationmap.services.work_list import ITEMS_PER_PAGE, Wanted
from stationmap.upkeep.area import CITY
from stationmap.upkeep.change import Action, Change
from stationmap.upkeep.work import WorkKind

if TYPE_CHECKING:
    from stationmap.services.work_list import WorkPage
    from stationmap.stations.station import Station

CHAOYANG = "110105"


@pytest.fixture
def desk() -> WorkDesk:
    return WorkDesk()


def fresh(desk: WorkDesk, station_id: str = "1", **facts: Any) -> Station:
    """Return a station of Haidian with which nothing is wrong."""
    known = {"position": IN_HAIDIAN, "verified_on": desk.today, "name": f"驿站{station_id}"}
    return station(**{**known, "id": station_id, **facts})


def shown(page: WorkPage) -> list[tuple[str, WorkKind]]:
    return [(item.station.id, item.kind) for item in page.items]


def test_where_all_is_well_there_is_nothing_to_do(desk: WorkDesk) -> None:
    desk.keep(fresh(desk))

    page = desk.work.page(desk.account())

    assert (page.items, page.counts, page.found, page.pages) == ((), {}, 0, 1)


def test_each_kind_of_work_is_found_the_most_urgent_first(desk: WorkDesk) -> None:
    day = desk.today
    desk.keep(
        fresh(desk, "stale", verified_on=day - timedelta(days=181)),
        fresh(desk, "never", verified_on=None, position=Position(116.30, 39.95)),
        fresh(desk, "hours", opening_hours="白天", position=Position(116.31, 39.95)),
        fresh(desk, "abroad", position=Position(117.9, 39.1)),
        fresh(desk, "district", district="顺义区", position=Position(116.32, 39.96)),
        fresh(
            desk,
            "over",
            status="suspended",
            suspended_until=day - timedelta(days=1),
            position=Position(116.33, 39.97),
        ),
        fresh(
            desk,
            "old",
            facility_expiry={"first_aid": day - timedelta(days=1)},
            position=Position(116.34, 39.98),
        ),
        fresh(desk, "reported", position=Position(116.36, 39.96)),
        fresh(desk, "late", position=Position(116.37, 39.97)),
    )
    desk.report("reported", due_in_hours=1)
    desk.report("late", due_in_hours=-1)

    page = desk.work.page(desk.account())

    assert shown(page) == [
        ("late", WorkKind.REPORT_OVERDUE),
        ("reported", WorkKind.REPORT_WAITING),
        ("abroad", WorkKind.OUTSIDE_CITY),
        ("district", WorkKind.WRONG_DISTRICT),
        ("hours", WorkKind.BAD_HOURS),
        ("old", WorkKind.EXPIRED),
        ("over", WorkKind.SUSPENSION_OVERDUE),
        ("never", WorkKind.NEVER_VERIFIED),
        ("stale", WorkKind.STALE),
    ]
    assert page.counts == dict.fromkeys([kind for _, kind in shown(page)], 1)


def test_within_a_kind_what_waits_longest_comes_first(desk: WorkDesk) -> None:
    for days in (200, 400, 300):
        desk.keep(fresh(desk, f"{days}", verified_on=desk.today - timedelta(days=days)))

    assert [one for one, _ in shown(desk.work.page(desk.account()))] == ["400", "300", "200"]


def test_an_account_sees_the_work_of_its_area_alone(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "here", verified_on=None))
    desk.keep(fresh(desk, "there", verified_on=None, position=IN_CHAOYANG))
    desk.report("there", due_in_hours=-1)

    haidian, chaoyang = desk.account(HAIDIAN), desk.account(CHAOYANG)

    assert [one for one, _ in shown(desk.work.page(haidian))] == ["here"]
    assert [one for one, _ in shown(desk.work.page(chaoyang))] == ["there", "there"]


def test_an_area_outside_ones_own_shows_nothing(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, verified_on=None))

    assert desk.work.page(desk.account(CHAOYANG), Wanted(area=HAIDIAN)).items == ()
    assert desk.work.page(desk.account(CHAOYANG), Wanted(area=CITY)).items == ()
    assert desk.work.page(desk.account(CITY), Wanted(area=HAIDIAN)).found == 1


def test_two_that_are_probably_one_are_one_piece_of_work(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1", name="学院路暖心驿站"), fresh(desk, "2", name="学院路暖心驿站"))

    (item,) = desk.work.page(desk.account()).items

    assert item.kind is WorkKind.DUPLICATE
    assert item.other is not None
    assert (item.station.id, item.other.id) == ("1", "2")


def test_of_two_that_are_one_across_a_border_both_sides_are_told(desk: WorkDesk) -> None:
    """Xicheng and Haidian meet between these two positions, some 200 m apart."""
    east, west = Position(116.3290, 39.93), Position(116.3275, 39.93)
    assert desk.areas.of(station(position=east)) != desk.areas.of(station(position=west))
    desk.keep(fresh(desk, "1", position=west, name="阜成路暖心驿站"))
    desk.keep(fresh(desk, "2", position=east, name="阜成路暖心驿站"))

    seen = {area: shown(desk.work.page(desk.account(area))) for area in ("110102", HAIDIAN, CITY)}

    assert seen["110102"] == [("2", WorkKind.DUPLICATE)]
    assert seen[HAIDIAN] == seen[CITY] == [("1", WorkKind.DUPLICATE)]


def test_one_kind_alone_is_shown_while_all_are_counted(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1", verified_on=None, opening_hours="白天"))

    page = desk.work.page(desk.account(), Wanted(kind=WorkKind.BAD_HOURS))

    assert shown(page) == [("1", WorkKind.BAD_HOURS)]
    assert page.counts == {WorkKind.BAD_HOURS: 1, WorkKind.NEVER_VERIFIED: 1}


def test_all_words_must_stand_in_the_name_the_address_or_the_id(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "A7", verified_on=None, name="银行驿站", address="学院路 5 号"))

    for words, found in [("银行", 1), ("学院路 银行", 1), ("a7", 1), ("银行 长安街", 0)]:
        assert desk.work.page(desk.account(), Wanted(words=words)).found == found


def test_pages_follow_each_other_and_none_is_out_of_range(desk: WorkDesk) -> None:
    for number in range(ITEMS_PER_PAGE + 1):
        at = Position(116.3 + number / 100, 39.95)
        desk.keep(fresh(desk, f"{number:02}", verified_on=None, position=at))

    first, last = desk.work.page(desk.account()), desk.work.page(desk.account(), number=99)

    assert (first.pages, len(first.items), last.number, len(last.items)) == (
        2,
        ITEMS_PER_PAGE,
        2,
        1,
    )
    assert desk.work.page(desk.account(), number=-1).number == 1


def test_what_was_verified_is_done(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1", verified_on=None))
    assert desk.work.page(desk.account()).found == 1

    desk.edit.verify(STAFF, ["1"])

    assert desk.work.page(desk.account()).found == 0


def test_a_change_of_one_of_two_duplicates_is_noticed(desk: WorkDesk) -> None:
    first, second = fresh(desk, "1", name="学院路驿站"), fresh(desk, "2", name="学院路驿站")
    desk.keep(first, second)
    assert desk.work.page(desk.account()).counts == {WorkKind.DUPLICATE: 1}

    desk.keep(second.model_copy(update={"name": "理发店"}))
    assert desk.work.page(desk.account()).found == 0

    desk.keep(second)
    assert desk.work.page(desk.account()).counts == {WorkKind.DUPLICATE: 1}

    change = Change(action=Action.MERGED, who="rig", at=desk.now)
    desk.store.remove("2", change, version=3, successor="1")
    assert desk.work.page(desk.account()).found == 0


def test_the_next_day_brings_what_is_due_then(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1", verified_on=desk.today - timedelta(days=180)))
    assert desk.work.page(desk.account()).found == 0

    desk.now += timedelta(days=1)

    assert desk.work.page(desk.account()).counts == {WorkKind.STALE: 1}


def test_a_report_goes_where_its_station_was_merged_into(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1"), fresh(desk, "2", position=IN_CHAOYANG))
    desk.report("2", due_in_hours=-1, times=3)
    change = Change(action=Action.MERGED, who="rig", at=desk.now)
    desk.store.remove("2", change, version=1, successor="1")

    (item,) = desk.work.page(desk.account(HAIDIAN)).items

    assert (item.station.id, item.kind, item.facts["times"]) == ("1", WorkKind.REPORT_OVERDUE, 3)


def test_what_has_not_changed_is_not_worked_out_again(desk: WorkDesk) -> None:
    desk.keep(fresh(desk, "1", verified_on=None))

    assert desk.findings.in_area(CITY) is desk.findings.in_area(CITY)
