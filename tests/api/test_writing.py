"""Programs of staff add, replace, patch and take out stations, with If-Match and area rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from rig.api_desk import ITEMS, ApiDesk, api_desk
from rig.edit_desk import IN_CHAOYANG, IN_HAIDIAN
from stationmap.geo.datum import coordinates_in
from stationmap.stations.unstorable import MAX_DEPTH
from stationmap.upkeep.account import Operator, Role
from stationmap.upkeep.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.geo.position import Position


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


@pytest.fixture
def staff(desk: ApiDesk) -> dict[str, str]:
    """Return the header of somebody who may write in 海淀区 alone."""
    return desk.hire("limei")


def feature(position: Position = IN_HAIDIAN, **properties: Any) -> dict[str, Any]:
    known = {"name": "新驿站", "kind": "warm_station", **properties}
    point = {"type": "Point", "coordinates": [position.lon, position.lat]}
    return {"type": "Feature", "geometry": point, "properties": known}


def revisions(desk: ApiDesk) -> int:
    return desk.office.store.revision()


def test_a_station_is_added_and_found_at_its_location(desk: ApiDesk, staff: dict[str, str]) -> None:
    answer = desk.client.post(ITEMS, json=feature(phone="12351"), headers=staff)

    assert (answer.status_code, answer.headers["etag"]) == (201, '"v1"')
    kept = answer.json()
    assert answer.headers["location"] == f"{ITEMS}/{kept['id']}"
    assert kept["properties"]["district"] == "海淀区"
    assert desk.office.edit.get(kept["id"]).station.phone == "12351"
    (revision,) = desk.office.store.history(limit=1)
    assert (revision.change.who, revision.change.action) == ("limei", Action.ADDED)


def test_an_id_that_is_taken_is_a_conflict(desk: ApiDesk, staff: dict[str, str]) -> None:
    answer = desk.client.post(ITEMS, json=feature() | {"id": "hd-1"}, headers=staff)

    assert (answer.status_code, answer.json()["title"]) == (409, "Id is taken")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"id": 0}, "0"),
        ({"id": 7}, "7"),
        ({"properties": {**feature()["properties"], "id": "x"}}, "x"),
    ],
)
def test_an_id_that_is_given_is_kept_so_that_nothing_is_doubled(
    desk: ApiDesk, staff: dict[str, str], given: dict[str, Any], expected: str
) -> None:
    sent = feature() | given

    added = desk.client.post(ITEMS, json=sent, headers=staff)
    again = desk.client.post(ITEMS, json=sent, headers=staff)
    put = desk.client.put(
        added.headers["location"], json=sent, headers=staff | {"If-Match": '"v1"'}
    )

    assert (added.status_code, again.status_code, put.status_code) == (201, 409, 200)
    assert added.json()["id"] == put.json()["id"] == expected


@pytest.mark.parametrize("given", [None, ""])
def test_a_station_without_an_id_gets_one(
    desk: ApiDesk, staff: dict[str, str], given: str | None
) -> None:
    answer = desk.client.post(ITEMS, json=feature() | {"id": given}, headers=staff)

    assert answer.json()["id"].startswith("yz-")


@pytest.mark.parametrize("given", [False, [], {}, "new"])
def test_what_cannot_be_an_id_is_not_taken_for_none(
    desk: ApiDesk, staff: dict[str, str], given: object
) -> None:
    before = revisions(desk)

    answer = desk.client.post(ITEMS, json=feature() | {"id": given}, headers=staff)

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"id"}
    assert revisions(desk) == before


def test_an_id_with_a_slash_can_be_read_changed_and_removed(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    added = desk.client.post(ITEMS, json=feature() | {"id": "a/b"}, headers=staff)
    where = added.headers["location"]
    patch = {"properties": {"beds": 2}}

    changed = desk.client.patch(where, json=patch, headers=staff | {"If-Match": '"v1"'})
    removed = desk.client.delete(where, headers=staff | {"If-Match": '"v2"'})

    assert (where, added.status_code) == (f"{ITEMS}/a%2Fb", 201)
    assert (changed.status_code, removed.status_code) == (200, 204)


@pytest.mark.parametrize(
    "station_id",
    [".", "..", "../x", "a/../b", "a/.", "a\nb", "a\rb", "a\x00", "a\x85b", "a\u2028b"],
)
def test_no_station_gets_an_id_that_no_address_leads_to(
    desk: ApiDesk, staff: dict[str, str], station_id: str
) -> None:
    before = revisions(desk)

    answer = desk.client.post(ITEMS, json=feature() | {"id": station_id}, headers=staff)

    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"id"}
    assert revisions(desk) == before


@pytest.mark.parametrize("station_id", ["...", "a.b", ".a", "a..", "..a/b..", "座 ?#%"])
def test_an_id_may_hold_dots_and_all_else(
    desk: ApiDesk, staff: dict[str, str], station_id: str
) -> None:
    added = desk.client.post(ITEMS, json=feature() | {"id": station_id}, headers=staff)

    assert added.status_code == 201
    read = desk.client.get(added.headers["location"])
    assert read.json()["id"] == station_id


def test_a_position_may_come_in_another_datum(desk: ApiDesk, staff: dict[str, str]) -> None:
    lon, lat = coordinates_in(IN_HAIDIAN, "gcj02")
    sent = feature()
    sent["geometry"]["coordinates"] = [lon, lat]

    kept = desk.client.post(f"{ITEMS}?datum=gcj02", json=sent, headers=staff).json()

    assert kept["geometry"]["coordinates"] == pytest.approx([IN_HAIDIAN.lon, IN_HAIDIAN.lat])
    assert kept["properties"]["source_datum"] == "gcj02"
    assert kept["properties"]["source_position"] == pytest.approx([lon, lat])


def test_put_replaces_all_and_the_history_says_why(desk: ApiDesk, staff: dict[str, str]) -> None:
    sent = feature(name="海淀一", phone="12351")
    headers = staff | {"If-Match": '"v1"'}

    answer = desk.client.put(f"{ITEMS}/hd-1?why=换电话", json=sent, headers=headers)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    kept = desk.office.edit.get("hd-1").station
    assert (kept.phone, kept.opening_hours) == ("12351", None)
    (revision,) = desk.office.store.history(limit=1)
    assert (revision.change.who, revision.change.why) == ("limei", "换电话")


def test_a_put_without_a_district_has_that_of_its_position(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    headers = staff | {"If-Match": '"v1"'}

    answer = desk.client.put(f"{ITEMS}/hd-1", json=feature(name="海淀一"), headers=headers)

    assert answer.json()["properties"]["district"] == "海淀区"


def test_a_repeated_put_is_refused_and_doubles_nothing(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    sent, headers = feature(name="海淀一", phone="12351"), staff | {"If-Match": '"v1"'}
    assert desk.client.put(f"{ITEMS}/hd-1", json=sent, headers=headers).status_code == 200
    before = revisions(desk)

    again = [desk.client.put(f"{ITEMS}/hd-1", json=sent, headers=headers) for _ in range(3)]

    assert [answer.status_code for answer in again] == [412, 412, 412]
    assert [answer.headers["etag"] for answer in again] == ['"v2"'] * 3
    assert revisions(desk) == before


def test_patch_changes_what_it_names_and_leaves_the_rest(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    before = desk.office.edit.get("hd-1").station
    patch = {"properties": {"facilities": {"water": "working"}, "opening_hours": None}}

    answer = desk.client.patch(f"{ITEMS}/hd-1", json=patch, headers=staff | {"If-Match": '"v1"'})

    assert answer.status_code == 200
    after = desk.office.edit.get("hd-1").station
    changed = {"facilities": {"water": "working"}, "opening_hours": None}
    assert after == before.model_copy(update=changed)


def test_what_was_read_can_be_written_back_without_a_change(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    """Six decimals are written; a position that has more has not moved."""
    odd = desk.office.edit.get("hd-1").station.model_copy(
        update={"id": "odd", "position": type(IN_HAIDIAN)(116.35000012345, 39.9900001)}
    )
    desk.save(odd)
    read = desk.client.patch(f"{ITEMS}/odd", json={}, headers=staff | {"If-Match": '"v1"'})
    before = revisions(desk)

    answer = desk.client.put(
        f"{ITEMS}/odd", json=read.json(), headers=staff | {"If-Match": read.headers["etag"]}
    )

    assert (answer.status_code, answer.headers["etag"]) == (200, '"v1"')
    assert revisions(desk) == before
    assert desk.office.edit.get("odd").station.position == odd.position


def test_an_outdated_change_is_refused_with_both_versions(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    kept = desk.office.edit.get("hd-1")
    theirs = kept.station.model_copy(update={"phone": "1", "notes": "by somebody else"})
    desk.office.edit.save(Operator(), theirs, version=1)
    patch = {"properties": {"phone": "2", "capacity": 12}}

    answer = desk.client.patch(f"{ITEMS}/hd-1", json=patch, headers=staff | {"If-Match": '"v1"'})

    problem = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (412, '"v2"')
    assert (problem["your_version"], problem["current_version"]) == (1, 2)
    assert "phone" not in problem["yours"]["properties"]
    assert problem["current"]["properties"]["phone"] == "1"
    assert problem["current"]["properties"]["notes"] == "by somebody else"
    assert desk.office.edit.get("hd-1").version == 2


def test_a_put_from_an_old_version_names_what_contradicts_and_proposes_the_rest(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    kept = desk.office.edit.get("hd-1").station
    theirs = kept.model_copy(update={"phone": "1", "notes": "by somebody else"})
    desk.office.edit.save(Operator(), theirs, version=1)
    mine = feature(name="海淀一", district="海淀区", opening_hours="24/7", phone="2", capacity=12)

    problem = desk.client.put(
        f"{ITEMS}/hd-1", json=mine, headers=staff | {"If-Match": '"v1"'}
    ).json()

    assert problem["conflicts"] == ["phone"]
    proposal = problem["proposal"]["properties"]
    assert (proposal["notes"], proposal["capacity"]) == ("by somebody else", 12)


@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"', '"v1-gzip"', '"v7", "v1"', "*"])
def test_a_tag_counts_as_the_version_that_it_names(
    desk: ApiDesk, staff: dict[str, str], tag: str
) -> None:
    """Proxies that compress make tags weak, or append to them."""
    headers = staff | {"If-Match": tag}
    answer = desk.client.patch(f"{ITEMS}/hd-1", json={"properties": {"beds": 2}}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"If-Match": '"abc"'}, 412), ({"If-Match": '"v2"'}, 412)]
)
def test_a_change_names_the_newest_version(
    desk: ApiDesk, staff: dict[str, str], method: str, headers: dict[str, str], status: int
) -> None:
    body = None if method == "DELETE" else feature()
    answer = desk.client.request(method, f"{ITEMS}/hd-1", json=body, headers=staff | headers)

    assert answer.status_code == status
    assert desk.office.edit.get("hd-1").version == 1


def test_a_removed_station_is_gone_and_its_id_stays_known(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    headers = staff | {"If-Match": '"v1"'}
    assert desk.client.delete(f"{ITEMS}/hd-1?why=重复", headers=headers).status_code == 204

    assert "hd-1" not in desk.office.live.current().by_id
    assert desk.office.edit.get("hd-1").removed
    (revision,) = desk.office.store.history(limit=1)
    assert (revision.change.action, revision.change.why) == (Action.REMOVED, "重复")
    assert desk.client.delete(f"{ITEMS}/hd-1", headers=headers).status_code == 410
    assert (
        desk.client.post(ITEMS, json=feature() | {"id": "hd-1"}, headers=staff).status_code == 409
    )


def test_a_removal_can_be_undone(desk: ApiDesk, staff: dict[str, str]) -> None:
    before = desk.office.edit.get("hd-1").station
    desk.client.delete(f"{ITEMS}/hd-1", headers=staff | {"If-Match": '"v1"'})

    kept = desk.office.edit.undo(Operator(), revisions(desk))

    assert (kept.station, kept.removed) == (before, False)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_station_outside_the_area_is_refused(
    desk: ApiDesk, staff: dict[str, str], method: str
) -> None:
    body = None if method == "DELETE" else feature(IN_CHAOYANG)
    headers = staff | {"If-Match": '"v1"'}

    answer = desk.client.request(method, f"{ITEMS}/cy-1", json=body, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["area"] == "110108"
    assert desk.office.edit.get("cy-1").version == 1


def test_nobody_adds_or_moves_a_station_out_of_her_area(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    away = feature(IN_CHAOYANG)
    headers = staff | {"If-Match": '"v1"'}
    before = revisions(desk)

    assert desk.client.post(ITEMS, json=away, headers=staff).status_code == 403
    assert desk.client.put(f"{ITEMS}/hd-1", json=away, headers=headers).status_code == 403
    assert revisions(desk) == before


def test_planners_write_nothing(desk: ApiDesk) -> None:
    planner = desk.hire("planner", Role.PLANNER)
    assert desk.client.post(ITEMS, json=feature(), headers=planner).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer smt_nobody"},
        {"Authorization": "Basic bGltZWk6"},
        {"Authorization": "Bearer "},
        {"Cookie": "stationmap_session=anything"},
    ],
)
def test_only_a_good_token_writes(desk: ApiDesk, headers: dict[str, str]) -> None:
    answer = desk.client.post(ITEMS, json=feature(), headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_revoked_token_writes_nothing_from_that_moment_on(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    (token,) = desk.office.api_tokens.of(Operator(), "limei")
    desk.office.api_tokens.revoke(Operator(), token.digest, login="limei")
    assert desk.client.post(ITEMS, json=feature(), headers=staff).status_code == 401


def test_the_token_of_a_disabled_account_writes_nothing_then_or_later(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    desk.hire("root", Role.ADMIN)
    desk.office.accounts.disable(Operator(), "limei")
    assert desk.client.post(ITEMS, json=feature(), headers=staff).status_code == 401
    desk.office.accounts.enable(Operator(), "limei")
    assert desk.client.post(ITEMS, json=feature(), headers=staff).status_code == 401


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (feature(kind="castle"), {"unknown_kind"}),
        (feature(opening_hours="often", verified_on="soon"), {"bad_hours", "bad_date"}),
        (feature() | {"geometry": None}, {"no_geometry"}),
        (feature() | {"type": "Point"}, {"not_a_feature"}),
        (feature() | {"colour": "red"}, {"unknown_member"}),
        (feature(verified_on="2999-01-01"), {"verified_ahead"}),
    ],
)
def test_what_cannot_be_is_told_with_every_fault(
    desk: ApiDesk, staff: dict[str, str], sent: dict[str, Any], codes: set[str]
) -> None:
    answer = desk.client.post(ITEMS, json=sent, headers=staff)

    assert answer.status_code == 422
    assert {fault["code"] for fault in answer.json()["faults"]} == codes


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"a": NaN}', "application/json", 400),
        ("{}", "text/plain", 415),
        ("a=1", "application/x-www-form-urlencoded", 415),
        ('{"a": "' + "x" * 300_000 + '"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    desk: ApiDesk, staff: dict[str, str], content: str, media_type: str, status: int
) -> None:
    headers = staff | {"Content-Type": media_type}
    assert desk.client.post(ITEMS, content=content, headers=headers).status_code == status


@pytest.mark.parametrize("member", ["properties", "geometry", "links", "colour", "id"])
@pytest.mark.parametrize("depth", [40, 200, 990, 1005, 1019])
def test_a_patch_that_is_nested_without_end_is_refused_or_read_in_peace(
    desk: ApiDesk, staff: dict[str, str], member: str, depth: int
) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth
    headers = staff | {"If-Match": '"v1"', "Content-Type": "application/merge-patch+json"}

    answer = desk.client.patch(f"{ITEMS}/hd-1", content=f'{{"{member}":{nested}}}', headers=headers)

    passed_over = {"geometry", "links"}
    assert answer.status_code == (200 if member in passed_over else 422)


def test_what_can_be_nested_in_a_station_is_merged_to_its_deepest(
    desk: ApiDesk, staff: dict[str, str]
) -> None:
    depth = MAX_DEPTH - 1  # all that the contract does not know is one object
    nested = '{"a":' * depth + "%s" + "}" * depth
    headers = staff | {"If-Match": "*", "Content-Type": "application/merge-patch+json"}

    for leaf in ("1", "null"):
        patch = f'{{"properties":{{"x":{nested % leaf}}}}}'
        assert desk.client.patch(f"{ITEMS}/hd-1", content=patch, headers=headers).is_success

    assert orjson.dumps(desk.office.edit.get("hd-1").station.extra["x"]) == (
        nested.replace('{"a":%s}', "{}").encode()
    )


@pytest.mark.parametrize("media_type", ["application/json-patch+json", "application/geo+json"])
def test_a_patch_of_another_kind_is_refused_and_told_which_are_taken(
    desk: ApiDesk, staff: dict[str, str], media_type: str
) -> None:
    headers = staff | {"If-Match": '"v1"', "Content-Type": media_type}

    answer = desk.client.patch(
        f"{ITEMS}/hd-1", content='{"properties":{"beds":1}}', headers=headers
    )

    taken = "application/merge-patch+json, application/json"
    assert (answer.status_code, answer.headers["accept-patch"]) == (415, taken)
    assert desk.client.options(f"{ITEMS}/hd-1").headers["accept-patch"] == taken
    assert "accept-patch" not in desk.client.options(ITEMS).headers
