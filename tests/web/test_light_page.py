"""The light page `/m` in a real browser: located, searched, without network, without scripts."""

from __future__ import annotations

import json
import re
import time
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.hostile import CENTRE, HOSTILE, collection, nothing_ran
from rig.served_app import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

Seen = TypeVar("Seen")
TIANANMEN = {"longitude": 116.397, "latitude": 39.908, "accuracy": 35}
READY = "html[data-ready]"
STATION = "#answers > .station"
CARDS = f"""() => [...document.querySelectorAll('{STATION}')].map((card) => ({{
  ...Object.fromEntries([...card.querySelectorAll('[data-text]')]
    .map((slot) => [slot.dataset.text, slot.textContent])),
  state_code: card.dataset.state,
  turned: card.querySelector('.arrow path').getAttribute('transform'),
  links: [...card.querySelectorAll('a:not([hidden])')].map((link) => link.href),
  items: [...card.querySelectorAll('.facilities li, .week tr')].map((item) => item.textContent),
}}))"""
"""All that is said of each station, whoever drew it."""

MOST_LOOKS = 5


@pytest.fixture
def here(open_page: OpenPage, served: ServedApp) -> Page:
    """Open the light page on a phone that tells its position when asked."""
    page = open_page(PHONE, geolocation=TIANANMEN, permissions=["geolocation"])
    page.goto(f"{served.url}/m")
    page.locator(READY).wait_for()
    return page


def in_one_minute(look: Callable[[], Seen]) -> Seen:
    """Return what was seen while the clock showed one minute: in the next, doors open and close."""
    for _ in range(MOST_LOOKS):
        minute = time.time() // 60
        seen = look()
        if time.time() // 60 == minute:
            break
    return seen


def located(page: Page) -> Any:
    """Draw the page anew, ask from where the phone is, and return all that it says."""
    page.reload()
    page.locator(READY).wait_for()
    locate(page)
    return page.evaluate(CARDS)


def with_and_without_network(page: Page) -> tuple[Any, Any]:
    """Ask the same with network and, in the end, without."""
    page.context.set_offline(False)
    with page.expect_response("**/saved/*.json") as saved:  # fetched anew behind each answer
        online = located(page)
    saved.value.finished()
    page.context.set_offline(True)
    return online, located(page)


def locate(page: Page) -> None:
    page.click("#locate")
    expect(page.locator(STATION)).to_have_count(5)


def await_saved(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("#saved")).to_contain_text("没网也能用")


def test_the_light_page_and_the_full_page_answer_alike(
    here: Page, open_page: OpenPage, served: ServedApp
) -> None:
    full = open_page(PHONE, geolocation=TIANANMEN, permissions=["geolocation"])
    best = full.locator("article.best")
    rows = full.locator("ol.rows > li .row-text")

    def look() -> Any:
        full.goto(served.url)
        full.click(".locate")
        best.wait_for()
        expect(rows).to_have_count(4)
        return located(here)

    cards = in_one_minute(look)

    assert cards[0]["name"] == best.locator(".name").inner_text()
    assert cards[0]["state"] == best.locator(".badge").inner_text()
    assert cards[0]["distance"] == best.locator(".way strong").inner_text()
    assert cards[0]["duration"] == best.locator(".way .minutes").inner_text()
    for card, row in zip(cards[1:], rows.all(), strict=True):
        said = row.inner_text()
        assert card["name"] in said
        assert card["state"] in said
        assert card["distance"] in said
    first = best.locator(".navigation a")
    routes = [link.get_attribute("href") for link in first.all()]
    assert cards[0]["links"][: len(routes)] == routes


def test_without_network_it_says_so_and_answers_from_what_it_saved(here: Page) -> None:
    locate(here)
    await_saved(here)

    online, offline = in_one_minute(lambda: with_and_without_network(here))

    banner = here.locator("[data-notice=offline]")
    expect(banner).to_contain_text("没有网络")
    expect(banner).to_contain_text(re.compile(r"用 \d\d-\d\d \d\d:00 的资料"))
    expect(here.locator("#answers")).to_contain_text(re.compile(r"只存了东城区的 \d+ 个驿站"))
    assert offline == online

    here.get_by_role("searchbox").fill("东城区")
    here.get_by_role("button", name="搜索").click()
    here.locator("#places a").first.click()
    expect(here.locator(STATION)).to_have_count(1)
    expect(here.locator(STATION).locator(".badge").first).not_to_be_empty()


def test_without_network_a_district_is_listed_or_said_not_to_be_saved(
    here: Page, served: ServedApp
) -> None:
    locate(here)
    await_saved(here)
    here.context.set_offline(True)

    here.goto(f"{served.url}/m/?district=110118&lang=zh")
    expect(here.locator("#answers .hint").first).to_contain_text("密云区没有存")
    expect(here.locator("#answers .hint").last).to_contain_text("只存了东城区")

    here.goto(f"{served.url}/m/?district=110101&lang=zh")
    expect(here.locator("#answers h1")).to_have_text("东城区的驿站")
    expect(here.locator("#answers .row")).to_have_count(40)

    here.goto(f"{served.url}/m/?station=nowhere&lang=zh")
    expect(here.locator("#answers .hint").first).to_contain_text("这个驿站没有存")


def test_without_scripts_the_same_is_found_by_forms(
    here: Page, open_page: OpenPage, served: ServedApp
) -> None:
    page = open_page(PHONE, java_script_enabled=False)

    def search(at: Page) -> None:
        at.goto(f"{served.url}/m")
        at.get_by_role("searchbox").fill("bjxz")
        at.get_by_role("button", name="搜索").click()
        at.get_by_role("button", name=re.compile("北京西站")).first.click()
        expect(at.locator(STATION)).to_have_count(5)

    def names(at: Page) -> list[str]:
        return at.locator(f"{STATION} h2").all_text_contents()

    def look() -> list[list[str]]:
        search(here)
        search(page)
        in_chinese = names(page)
        page.get_by_role("button", name="EN").click()
        expect(page.locator(".from")).to_contain_text("From")
        return [names(here), in_chinese, names(page)]

    by_script, by_forms, in_english = in_one_minute(look)

    assert by_script == by_forms == in_english
    assert "116." not in page.url
    page.goto(f"{served.url}/m")
    expect(page.locator("#locate")).to_be_hidden()


def test_in_english_a_search_names_districts_in_english(here: Page, served: ServedApp) -> None:
    def details(language: str) -> list[str]:
        fields: dict[str, str | float | bool] = {"q": "北京西站", "lang": language}
        asked = here.request.post(
            f"{served.url}/m/search", form=fields, headers={"Accept": "application/json"}
        )
        return [found["detail"] for found in asked.json()]

    assert "丰台区" in details("zh")[0]
    assert details("en")[0].startswith("Fengtai")


def test_a_district_is_listed_without_a_position(phone_page: Page, served: ServedApp) -> None:
    phone_page.goto(f"{served.url}/m")
    phone_page.get_by_role("link", name="东城区").click()
    expect(phone_page.locator("h1")).to_have_text("东城区的驿站")
    rows = phone_page.locator("#answers .row")
    expect(rows).to_have_count(40)

    name = rows.first.locator("strong").inner_text()
    rows.first.click()

    expect(phone_page.locator(f"{STATION} h2")).to_have_text(name)


def test_a_phone_that_refuses_says_how_to_allow_it(phone_page: Page, served: ServedApp) -> None:
    phone_page.goto(f"{served.url}/m")
    phone_page.locator(READY).wait_for()

    phone_page.click("#locate")

    problem = phone_page.locator("[data-notice=denied]")
    expect(problem).to_contain_text("手机没有允许定位")
    expect(problem).to_contain_text("搜地名")


def test_the_position_is_neither_in_the_address_nor_in_the_log(
    here: Page, served: ServedApp
) -> None:
    locate(here)
    here.get_by_role("button", name="EN").click()
    expect(here.locator(".from")).to_contain_text("From my position (±35 m)")

    assert "116.397" not in here.url
    assert "116.397" not in served.log


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_thumbs_and_eyes_find_everything_large_and_clear_enough(
    open_page: OpenPage, served: ServedApp, colours: str
) -> None:
    page = open_page(
        PHONE, color_scheme=colours, geolocation=TIANANMEN, permissions=["geolocation"]
    )
    page.goto(f"{served.url}/m")
    page.locator(READY).wait_for()
    locate(page)

    assert page.evaluate(SMALL) == []
    assert page.evaluate(FAINT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_the_full_page_leads_to_the_light_one_while_it_starts(served: ServedApp) -> None:
    with urlopen(f"{served.url}/?lang=en", timeout=10) as answer:  # noqa: S310  # our own address
        assert 'href="./m?lang=en"' in answer.read().decode()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve stations each of whose texts is code, below a path."""
    path: Path = tmp_path_factory.mktemp("hostile") / "stations.geojson"
    path.write_text(json.dumps(collection()), encoding="utf-8")
    with serve(stations=path, prefix="yizhan") as app:
        yield app


def test_below_a_prefix_names_are_only_text_with_and_without_network(
    open_page: OpenPage, hostile: ServedApp
) -> None:
    here = {"longitude": CENTRE[0] + 0.0043, "latitude": CENTRE[1]}
    page = open_page(PHONE, geolocation=here, permissions=["geolocation"])
    names = {" ".join(name.split()) for name in HOSTILE}
    page.goto(f"{hostile.url}/m")
    page.locator(READY).wait_for()
    locate(page)
    assert {card["name"] for card in page.evaluate(CARDS)} <= names
    nothing_ran(page)

    await_saved(page)
    online, offline = in_one_minute(lambda: with_and_without_network(page))
    assert offline == online
    nothing_ran(page)

    page.context.set_offline(False)
    page.goto(f"{hostile.url}/m?station=h0")
    expect(page.locator(f"{STATION} h2")).to_have_text(HOSTILE[0])
    nothing_ran(page)


def test_an_id_from_the_address_is_only_text(served: ServedApp) -> None:
    asked = f"{served.url}/m?{urlencode({'station': HOSTILE[0]})}"

    with pytest.raises(HTTPError) as refused, urlopen(asked, timeout=10):  # noqa: S310  # our own
        pass

    with refused.value as answer:
        body = answer.read().decode()
    assert answer.code == 404
    assert escape(HOSTILE[0]) in body
    assert HOSTILE[0] not in body


def test_its_policy_allows_nothing_inline(served: ServedApp) -> None:
    with urlopen(f"{served.url}/m", timeout=10) as answer:  # noqa: S310  # our own address
        policy, body = answer.headers["Content-Security-Policy"], answer.read().decode()

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in body
    assert "<script>" not in body


def test_it_can_be_put_among_the_apps_of_a_phone(served: ServedApp) -> None:
    def get(path: str) -> bytes:
        request = Request(f"{served.url}/m/{path}")  # noqa: S310  # our own address
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # the same
            content: bytes = answer.read()
            return content

    manifest = json.loads(get("manifest.webmanifest?lang=zh"))

    assert manifest["start_url"] == "./?lang=zh"
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(get(icon["src"]).startswith(b"\x89PNG") for icon in manifest["icons"])


SMALL = """() => [...document.querySelectorAll('button, a, summary, input:not([type=hidden])')]
  .map((e) => e.closest('label') || e)
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => [e.textContent.trim() || e.className, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""

FAINT = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const shine = (colour) => {
    const [r, g, b] = parse(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (parse(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !holder.checkVisibility()) continue;
    if (holder.closest('svg, template')) continue;
    const [one, other] = [shine(getComputedStyle(holder).color), shine(ground(holder))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 16) faint.push(`${walker.currentNode.data.trim()}: ${size} px`);
  }
  return faint;
}"""
"""Text of less contrast than WCAG AA asks, or smaller than 16 px."""
