"""Headers that are lists: in several lines, with weights, and tags of one version in many forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.api_desk import ITEMS, ApiDesk, api_desk
from stationmap.api.headers import takes_gzip
from stationmap.upkeep.account import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEM = f"{ITEMS}/hd-1"
JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
CGCS2000 = "http://www.opengis.net/def/crs/EPSG/0/4490"


@pytest.fixture
def desk() -> Iterator[ApiDesk]:
    with api_desk() as opened:
        yield opened


def lines(name: str, *values: str) -> list[tuple[str, str]]:
    return [(name, value) for value in values]


def test_each_line_of_if_match_is_read(desk: ApiDesk) -> None:
    headers = [*desk.hire("limei").items(), *lines("If-Match", '"v9"', '"v1"')]
    patch = {"properties": {"beds": 2}}

    assert desk.client.patch(ITEM, json=patch, headers=headers).status_code == 200


@pytest.mark.parametrize("address", [ITEM, ITEMS, "/api/export/stations.geojson"])
def test_each_line_of_if_none_match_is_read(desk: ApiDesk, address: str) -> None:
    tag = desk.client.get(address).headers["etag"]

    again = desk.client.get(address, headers=lines("If-None-Match", '"x"', tag))

    assert again.status_code == 304


def test_each_line_of_accept_is_read(desk: ApiDesk) -> None:
    accepted = lines("Accept", "image/png", HTML) + lines("Accept-Language", "fr", "en")

    answer = desk.client.get(ITEM, headers=accepted)

    assert answer.headers["content-type"].startswith(HTML)
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("accepted", "media_type"),
    [
        (f"{JSON};q=0,{GEOJSON};q=0,*/*;q=0.1", HTML),
        (f"{JSON};q=0,*/*", HTML),
        (f"{JSON};q=0,{GEOJSON};q=0.2,*/*;q=0.1", GEOJSON),
        (f"{HTML};q=0,*/*", GEOJSON),
        (f"{HTML},{JSON}", HTML),
        (f"{JSON};q=0.5,{HTML};q=0.4,*/*", GEOJSON),
        ("text/*;q=0.3,application/*;q=0.2", HTML),
        ("*/*", GEOJSON),
        ("", GEOJSON),
    ],
)
def test_what_is_refused_by_name_is_not_taken_by_a_star(
    desk: ApiDesk, accepted: str, media_type: str
) -> None:
    answer = desk.client.get(ITEM, headers={"Accept": accepted})

    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    "accepted", ["image/png", "*/*;q=0", f"{JSON};q=0,{HTML};q=0", f"{JSON};q=nan", f"{JSON};q=0_1"]
)
def test_what_takes_neither_form_is_told_so(desk: ApiDesk, accepted: str) -> None:
    assert desk.client.get(ITEM, headers={"Accept": accepted}).status_code == 406


def test_one_strong_tag_stands_for_one_sequence_of_bytes(desk: ApiDesk) -> None:
    asked = [
        ({}, {}),
        ({"lang": "en"}, {}),
        ({}, {"Accept-Language": "en"}),
        ({"crs": CGCS2000}, {}),
        ({"datum": "gcj02"}, {}),
        ({"f": "html"}, {}),
    ]

    answers = [desk.client.get(ITEM, params=query, headers=headers) for query, headers in asked]

    strong = {
        answer.headers["etag"] for answer in answers if answer.headers["etag"].startswith('"')
    }
    assert strong == {'"v1"'}
    assert len({one.content for one in answers if one.headers["etag"] == '"v1"'}) == 1


@pytest.mark.parametrize("query", [{"crs": CGCS2000}, {"lang": "en"}, {"f": "html"}])
@pytest.mark.parametrize("append", ["", "-gzip"])
def test_a_version_may_be_changed_that_was_read_in_another_form(
    desk: ApiDesk, query: dict[str, str], append: str
) -> None:
    tag = desk.client.get(ITEM, params=query).headers["etag"]
    headers = desk.hire("limei") | {"If-Match": f'{tag[:-1]}{append}"'}

    answer = desk.client.patch(ITEM, json={"properties": {"beds": 2}}, headers=headers)

    assert (tag[:2], answer.status_code, answer.headers["etag"]) == ("W/", 200, '"v2"')


@pytest.mark.parametrize(
    ("tag", "title"), [('"abc"', "No such version"), ('"v7"', "Changed meanwhile")]
)
def test_a_tag_that_names_no_version_is_told_so(desk: ApiDesk, tag: str, title: str) -> None:
    headers = desk.hire("limei") | {"If-Match": tag}

    answer = desk.client.delete(ITEM, headers=headers)

    assert (answer.status_code, answer.json()["title"]) == (412, title)


def test_a_change_is_answered_with_the_properties_that_are_read(desk: ApiDesk) -> None:
    headers = desk.hire("limei") | {"If-Match": '"v1"'}
    changed = desk.client.patch(ITEM, json={"properties": {"beds": 2}}, headers=headers)
    outdated = desk.client.patch(ITEM, json={"properties": {"beds": 3}}, headers=headers)

    read = desk.client.get(ITEM).json()
    del read["links"]

    assert read["properties"]["status"] == "open"
    assert changed.json() == read
    assert outdated.json()["current"] == read


def test_a_merged_station_leads_on_for_as_long_as_it_is_merged(desk: ApiDesk) -> None:
    into = desk.office.edit.get("hd-2").station
    desk.office.edit.merge(Operator(), "hd-1", gone_version=1, into=into, into_version=1)

    answer = desk.client.get(ITEM, follow_redirects=False)

    assert (answer.status_code, answer.headers["cache-control"]) == (308, "no-cache")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("identity", False),
        ("*", False),
        ("", False),
        ("gzip;q=1.5", True),
    ],
)
def test_gzip_is_for_whoever_takes_it(header: str, expected: bool) -> None:  # noqa: FBT001
    assert takes_gzip(header) is expected
