"""What the phone works out without network is what the server would have answered."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from rig.chromium import PHONE
from stationmap.bootstrap import wire
from stationmap.geo.position import Position
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.services.find import FindStations, Question
from stationmap.services.snapshot import Snapshot
from stationmap.settings import Settings
from stationmap.stations.calendar import BEIJING
from stationmap.web.chips import filter_of
from stationmap.web.light.card import card_of_answer, card_of_station
from stationmap.web.light.files import light_file
from stationmap.web.light.saved import DAYS, packed
from stationmap.web.light.words import words
from stationmap.web.view_models import card_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from stationmap.stations.station import Station

DISTRICT = "110101"
SAVED_AT = datetime(2026, 9, 24, 9, tzinfo=BEIJING)
"""The days saved run through a public holiday and a make-up workday."""
QUESTIONS = 60
SETTINGS = Settings()
ANSWER = """async ({ pack, words, asked }) => {
  const offline = await import('/offline.js');
  offline.unpack(pack);
  return asked.map((one) => one.id === undefined
    ? offline.nearest(pack, words[one.language], one).answers.map((answer) =>
        offline.card(pack, words[one.language], answer, one))
    : offline.station(pack, words[one.language], one.id, one));
}"""


@pytest.fixture(scope="module")
def whole() -> Snapshot:
    return wire(SETTINGS)


@pytest.fixture(scope="module")
def stations(whole: Snapshot) -> list[Station]:
    inside = whole.district_codes
    return [one for one in whole.stations if inside.get(one.id) == DISTRICT]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that can fetch the script and nothing else."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    script = light_file("offline.js")
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=script.content if route.request.url.endswith(".js") else b"<!doctype html>",
            content_type=script.media_type if route.request.url.endswith(".js") else "text/html",
        ),
    )
    page.goto("http://127.0.0.1:9/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def pack(whole: Snapshot, stations: list[Station]) -> dict[str, Any]:
    district = whole.districts.named(DISTRICT)
    assert district is not None
    saved: dict[str, Any] = json.loads(orjson.dumps(packed(district, stations, {}, at=SAVED_AT)))
    return saved


def ask(page: Page, pack: dict[str, Any], asked: list[dict[str, Any]]) -> list[Any]:
    said = {language.value: words(SETTINGS, language) for language in Language}
    told = {"pack": pack, "words": json.loads(orjson.dumps(said)), "asked": asked}
    answered: list[Any] = page.evaluate(ANSWER, told)
    return answered


def minutes(at: datetime) -> int:
    return int(at.timestamp()) // 60


def same(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Hold two cards against each other; an angle may be rounded the other way."""
    angles = mine.pop("bearing"), theirs.pop("bearing")
    assert mine == theirs
    if None not in angles:
        assert abs((angles[0] - angles[1] + 180) % 360 - 180) <= 1
    else:
        assert angles == (None, None)


def test_the_nearest_and_all_that_is_said_of_them(
    page: Page, pack: dict[str, Any], stations: list[Station]
) -> None:
    draw = Random(5)  # noqa: S311  # which questions are asked, the same each time
    find = FindStations(
        Snapshot.of(stations, revision=0, around=wire(SETTINGS).around).index,
        stale_after_days=SETTINGS.stale_after_days,
    )
    asked, expected = [], []
    for _ in range(QUESTIONS):
        here = Position(draw.uniform(116.2, 116.6), draw.uniform(39.8, 40.0))
        at = SAVED_AT + timedelta(minutes=draw.randrange((DAYS - 2) * 24 * 60))
        mode, language = draw.choice([*TravelMode]), draw.choice([*Language])
        where = filter_of([], is_member=False)
        found = find.ask(Question(position=here, at=at, mode=mode, where=where))
        asked.append(
            {
                "spot": {"lon": here.lon, "lat": here.lat},
                "at": minutes(at),
                "mode": mode,
                "language": language,
            }
        )
        cards = [
            card_of_answer(
                card_view(
                    answer,
                    mode=mode,
                    today=at.date(),
                    stale_after_days=SETTINGS.stale_after_days,
                    language=language,
                ),
                answer.station,
                now=at,
                mode=mode,
                language=language,
            )
            for answer in found.answers
        ]
        expected.append(json.loads(orjson.dumps([card.as_json() for card in cards])))

    answered = ask(page, pack, asked)

    for mine, theirs in zip(answered, expected, strict=True):
        assert [card["id"] for card in mine] == [card["id"] for card in theirs]
        for one, other in zip(mine, theirs, strict=True):
            other["week"] = other["week"][: len(one["week"])]
            same(one, other)


def test_a_station_by_itself_is_said_as_on_its_page(
    page: Page, pack: dict[str, Any], stations: list[Station]
) -> None:
    at = SAVED_AT + timedelta(days=3, hours=11)
    by_id = {one.id: one for one in stations}
    ids = pack["plain"]["id"]
    asked = [{"id": one, "at": minutes(at), "language": "zh"} for one in ids]

    answered = ask(page, pack, asked)

    for one, mine in zip(ids, answered, strict=True):
        theirs = card_of_station(
            by_id[one],
            now=at,
            stale_after_days=SETTINGS.stale_after_days,
            language=Language.ZH,
        )
        same(mine, json.loads(orjson.dumps(theirs.as_json())))


def test_after_two_weeks_nothing_is_said_to_be_open(page: Page, pack: dict[str, Any]) -> None:
    late = {
        "spot": {"lon": 116.4, "lat": 39.9},
        "at": minutes(SAVED_AT + timedelta(days=DAYS)),
        "mode": "walk",
        "language": "en",
    }

    (answered,) = ask(page, pack, [late])

    assert [card["state"] for card in answered] == ["unknown"] * 5
    assert {card["texts"]["state"] for card in answered} == {"Hours not known: call first"}
