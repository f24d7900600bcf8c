"""A station that a program moves: how its position came in goes with the position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rig.api_desk import ITEMS, ApiDesk, api_desk
from rig.edit_desk import IN_HAIDIAN, IN_HAIDIAN_TOO
from stationmap.geo.datum import Datum, coordinates_in, position_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.stations.station import Station

CAME_IN = (116.3101, 39.9911)
ORIGIN = ("source_datum", "source_position", "position_precision_m")
TO = {"type": "Point", "coordinates": [IN_HAIDIAN_TOO.lon, IN_HAIDIAN_TOO.lat]}


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    """Open an office with a station whose position came in as GCJ-02."""
    with api_desk() as opened:
        known = opened.office.edit.get("hd-1").station
        came = {
            "id": "map",
            "position": position_from(*CAME_IN, Datum.GCJ02),
            "source_datum": Datum.GCJ02,
            "source_position": CAME_IN,
            "position_precision_m": 5.0,
        }
        opened.save(known.model_copy(update=came))
        yield opened


@pytest.fixture
def first(desk: ApiDesk) -> dict[str, str]:
    """Return the headers of somebody who changes the first version."""
    return desk.hire("limei") | {"If-Match": '"v1"'}


def origin(desk: ApiDesk) -> dict[str, Any]:
    station: Station = desk.office.edit.get("map").station
    return {name: getattr(station, name) for name in ORIGIN}


def test_a_patch_that_moves_clears_how_the_old_position_came_in(
    desk: ApiDesk, first: dict[str, str]
) -> None:
    answer = desk.client.patch(f"{ITEMS}/map", json={"geometry": TO}, headers=first)

    assert answer.status_code == 200
    assert desk.office.edit.get("map").station.position == IN_HAIDIAN_TOO
    assert origin(desk) == dict.fromkeys(ORIGIN)


def test_so_does_a_put_of_what_was_read_with_another_position(
    desk: ApiDesk, first: dict[str, str]
) -> None:
    read = desk.client.get(f"{ITEMS}/map").json()

    answer = desk.client.put(f"{ITEMS}/map", json=read | {"geometry": TO}, headers=first)

    assert answer.status_code == 200
    assert origin(desk) == {
        "source_datum": None,
        "source_position": None,
        "position_precision_m": 5.0,
    }


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_one_that_is_moved_in_another_datum_keeps_the_new_numbers(
    desk: ApiDesk, first: dict[str, str], method: str
) -> None:
    lon, lat = coordinates_in(IN_HAIDIAN, Datum.BD09)
    sent = desk.client.get(f"{ITEMS}/map").json() if method == "PUT" else {}
    sent["geometry"] = {"type": "Point", "coordinates": [lon, lat]}

    desk.client.request(method, f"{ITEMS}/map?datum=bd09", json=sent, headers=first)

    assert origin(desk)["source_datum"] is Datum.BD09
    assert origin(desk)["source_position"] == pytest.approx((lon, lat))


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_how_a_new_position_came_in_may_be_said(
    desk: ApiDesk, first: dict[str, str], method: str
) -> None:
    said = {"source_datum": "bd09", "source_position": [116.4, 40.0], "position_precision_m": 5.0}
    sent = desk.client.get(f"{ITEMS}/map").json() if method == "PUT" else {"properties": {}}
    sent["geometry"] = TO
    sent["properties"] |= said

    assert desk.client.request(method, f"{ITEMS}/map", json=sent, headers=first).is_success
    assert origin(desk) == said | {"source_datum": Datum.BD09, "source_position": (116.4, 40.0)}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_one_that_stays_keeps_how_it_came_in(
    desk: ApiDesk, first: dict[str, str], method: str
) -> None:
    before = origin(desk)
    sent = desk.client.get(f"{ITEMS}/map").json()
    sent["properties"]["beds"] = 2

    assert desk.client.request(method, f"{ITEMS}/map", json=sent, headers=first).is_success
    assert origin(desk) == before


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_the_numbers_that_are_kept_mean_another_place_in_another_datum(
    desk: ApiDesk, first: dict[str, str], method: str, datum: Datum
) -> None:
    """Who finds that a position was taken for WGS-84 in error sends the same numbers again."""
    sent = desk.client.get(f"{ITEMS}/map").json()
    lon, lat = sent["geometry"]["coordinates"]

    answer = desk.client.request(
        method, f"{ITEMS}/map", params={"datum": datum}, json=sent, headers=first
    )

    assert answer.headers["etag"] == '"v2"'
    assert desk.office.edit.get("map").station.position == position_from(lon, lat, datum)
    assert origin(desk)["source_position"] == (lon, lat)


def test_a_patch_without_a_position_moves_nothing_in_whatever_datum(
    desk: ApiDesk, first: dict[str, str]
) -> None:
    before = desk.office.edit.get("map").station
    patch = {"properties": {"beds": 2}}

    desk.client.patch(f"{ITEMS}/map?datum=bd09", json=patch, headers=first)

    assert desk.office.edit.get("map").station == before.model_copy(update={"beds": 2})
