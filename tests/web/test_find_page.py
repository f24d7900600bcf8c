"""找驿站 on a phone, in a real browser: from a tap to a station."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from rig.served_app import ServedApp

TIANANMEN = {"longitude": 116.397, "latitude": 39.908, "accuracy": 35}
BEST = "article.card.best"
ROWS = "ol.rows > li"
HINT = ".hint.problem"

NEVER_ANSWERS = "navigator.geolocation.getCurrentPosition = () => {}"
TIMES_OUT = """navigator.geolocation.getCurrentPosition =
  (ok, fail) => setTimeout(() => fail({ code: 3 }), 300)"""
UNAVAILABLE = """navigator.geolocation.getCurrentPosition =
  (ok, fail) => setTimeout(() => fail({ code: 2 }), 10)"""
INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false })"


@pytest.fixture
def here(open_page: Callable[..., Page], served: ServedApp) -> Page:
    """Open 找驿站 on a phone that tells its position when asked."""
    page = open_page(PHONE, geolocation=TIANANMEN, permissions=["geolocation"])
    page.goto(served.url)
    return page


def open_with_script(open_page: Callable[..., Page], served: ServedApp, script: str) -> Page:
    page = open_page(PHONE, geolocation=TIANANMEN, permissions=["geolocation"])
    page.add_init_script(script)
    page.goto(served.url)
    page.click(".locate")
    return page


def test_a_tap_on_locate_leads_to_the_best_station_and_four_more(here: Page) -> None:
    here.click(".locate")

    expect(here.locator(f"{BEST} .name")).to_have_text(re.compile("示例"))
    expect(here.locator(f"{BEST} .way")).to_contain_text(re.compile(r"\d+ 米|公里"))
    expect(here.locator(f"{BEST} .way")).to_contain_text(re.compile(r"步行约 \d+ 分钟"))
    expect(here.locator(ROWS)).to_have_count(4)
    expect(here.locator(".from")).to_contain_text("±35 米")


def test_the_position_is_not_asked_for_before_the_tap(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    page = open_page(PHONE, geolocation=TIANANMEN, permissions=["geolocation"])
    page.add_init_script(
        "window.asked = 0; const ask = navigator.geolocation.getCurrentPosition.bind("
        "navigator.geolocation); navigator.geolocation.getCurrentPosition = (...all) => "
        "{ window.asked += 1; ask(...all) }"
    )
    page.goto(served.url)
    expect(page.locator(".locate span")).not_to_be_empty()
    assert page.evaluate("window.asked") == 0

    page.click(".locate")
    expect(page.locator(BEST)).to_be_visible()

    assert page.evaluate("window.asked") == 1


def test_the_position_is_neither_in_the_address_nor_in_the_log(
    here: Page, served: ServedApp
) -> None:
    here.click(".locate")
    expect(here.locator(BEST)).to_be_visible()

    assert "116.397" not in here.url
    assert "116.397" not in served.log


def test_a_phone_that_refuses_says_how_to_allow_it(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    page = open_page(PHONE)
    page.goto(served.url)

    page.click(".locate")

    expect(page.locator(HINT)).to_contain_text("手机没有允许定位")
    expect(page.locator(HINT)).to_contain_text("微信")


@pytest.mark.parametrize(
    ("script", "title"),
    [
        (TIMES_OUT, "没有等到位置"),
        (NEVER_ANSWERS, "没有等到位置"),
        (UNAVAILABLE, "手机现在给不出位置"),
        (INSECURE, "不是 https"),
    ],
    ids=["times out", "never answers", "unavailable", "insecure"],
)
def test_each_failure_is_told_apart(
    open_page: Callable[..., Page], served: ServedApp, script: str, title: str
) -> None:
    page = open_with_script(open_page, served, script)

    expect(page.locator(HINT)).to_contain_text(title, timeout=20_000)


def test_while_it_waits_the_button_says_so(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    page = open_with_script(open_page, served, NEVER_ANSWERS)

    expect(page.locator(".locate")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".locate")).to_contain_text("正在定位")


def test_without_a_position_pinyin_initials_find_a_place(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(served.url)
    phone_page.get_by_role("textbox").fill("zgc")

    phone_page.locator(".rows button", has_text="中关村").first.click()

    expect(phone_page.locator(".from")).to_contain_text("从中关村出发")
    expect(phone_page.locator(BEST)).to_be_visible()
    expect(phone_page.get_by_role("textbox")).to_have_value("")


def test_without_a_position_a_tap_on_the_map_asks_from_there(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(served.url)
    phone_page.locator("iframe").scroll_into_view_if_needed()
    phone_page.frame_locator("iframe").locator(".leaflet-container").click(
        position={"x": 150, "y": 150}
    )

    expect(phone_page.locator(".from")).to_contain_text("从地图上点的位置出发")
    expect(phone_page.locator(BEST)).to_be_visible()


def test_a_search_for_nothing_says_what_to_do(phone_page: Page, served: ServedApp) -> None:
    phone_page.goto(served.url)
    phone_page.get_by_role("textbox").fill("qqxxzz")

    expect(phone_page.locator(HINT)).to_contain_text("没有找到「qqxxzz」")


def test_an_address_that_is_not_known_offers_the_places_in_it(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(served.url)
    phone_page.get_by_role("textbox").fill("海淀区中关村大街1号")

    expect(phone_page.locator(HINT)).to_contain_text("没有找到")
    phone_page.locator(".rows button", has_text="中关村").first.click()
    expect(phone_page.locator(".from")).to_contain_text("从中关村出发")


def test_a_chip_leaves_only_stations_that_have_it(here: Page) -> None:
    here.click(".locate")
    expect(here.locator(BEST)).to_be_visible()

    here.get_by_role("button", name="24 小时").click()

    expect(here.locator(f"{BEST} .badge")).to_have_text("24 小时开放")
    expect(here.locator(f"{ROWS} .said").filter(has_not_text="24 小时开放")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chip_just_chosen_looks_chosen_under_the_pointer_too(
    open_page: Callable[..., Page], served: ServedApp, scheme: str
) -> None:
    page = open_page(DESK, color_scheme=scheme)
    page.goto(served.url)
    chip = page.locator(".stButtonGroup button", has_text="热水")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    colour = "e => getComputedStyle(e).backgroundColor"
    hovered = chip.evaluate(colour)
    page.mouse.move(1, 1)
    expect(chip).not_to_have_attribute("data-hovered", "true")

    assert chip.evaluate(colour) == hovered


def test_where_nothing_fits_a_condition_can_be_dropped(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    """A truck bay round the clock is out of reach from the far end of the city's north."""
    far = {"longitude": 117.45, "latitude": 40.68}
    page = open_page(PHONE, geolocation=far, permissions=["geolocation"])
    page.goto(served.url)
    page.click(".locate")
    expect(page.locator(BEST)).to_be_visible()
    for chip in ("24 小时", "货车位", "热水"):
        page.get_by_role("button", name=chip, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("没有符合条件的驿站")

    page.get_by_role("button", name="去掉全部条件").click()

    expect(page.locator(BEST)).to_be_visible()


def test_beyond_the_city_she_is_told_whom_to_call(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    shanghai = {"longitude": 121.47, "latitude": 31.23}
    page = open_page(PHONE, geolocation=shanghai, permissions=["geolocation"])
    page.goto(served.url)

    page.click(".locate")

    expect(page.get_by_role("status")).to_contain_text("打 12351")


def test_at_a_desk_the_map_stands_beside_the_list(
    open_page: Callable[..., Page], served: ServedApp
) -> None:
    page = open_page(DESK, geolocation=TIANANMEN, permissions=["geolocation"])
    page.goto(served.url)
    page.click(".locate")
    expect(page.locator(BEST)).to_be_visible()

    card, drawn = page.locator(BEST).bounding_box(), page.locator("iframe").bounding_box()

    assert card is not None
    assert drawn is not None
    assert drawn["x"] >= card["x"] + card["width"]
    assert drawn["y"] < card["y"]


def test_navigation_and_telephone_are_links(here: Page) -> None:
    here.click(".locate")
    links = here.locator(f"{BEST} a")
    expect(links.first).to_be_visible()

    targets = [link.get_attribute("href") or "" for link in links.all()]

    assert targets[0].startswith("https://uri.amap.com/navigation?")
    assert "tel:12351" in targets
    assert any(target.startswith("https://api.map.baidu.com/") for target in targets)


def test_a_shared_link_opens_the_same_place(
    here: Page, open_page: Callable[..., Page], served: ServedApp
) -> None:
    here.click(".locate")
    here.click('[data-tap="share:"]')
    expect(here).to_have_url(f"{served.url}/?lon=116.3970&lat=39.9080")
    name = here.locator(f"{BEST} .name").inner_text()

    other = open_page(DESK)
    other.goto(here.url)

    expect(other.locator(f"{BEST} .name")).to_have_text(name)


def test_in_english_a_place_names_its_district_in_english(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(f"{served.url}/?lang=en")

    phone_page.get_by_placeholder("Place, station").fill("zgc")

    expect(phone_page.locator("[data-tap^=pick]").first).to_contain_text("Haidian · Zhongguancun")


def test_of_a_place_outside_the_districts_nothing_is_claimed(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(f"{served.url}/?lon=2.35&lat=48.85")

    expect(phone_page.locator(".card[role=status]")).to_contain_text("不在这张地图的范围内")


def test_a_shared_link_brings_along_what_was_asked_for(
    here: Page, open_page: Callable[..., Page]
) -> None:
    here.get_by_role("button", name="热水").click()
    here.get_by_role("radio", name="电动车").click()
    here.click(".locate")
    here.click('[data-tap="share:"]')
    expect(here.locator(".copy")).to_have_value(re.compile("need=hot_water&mode=ebike"))
    expect(here).to_have_url(re.compile("need=hot_water&mode=ebike"))

    other = open_page(DESK)
    other.goto(here.url)

    expect(other.locator(f"{BEST} .minutes")).to_contain_text("骑车")
    expect(other.get_by_role("button", name="热水")).to_have_attribute("aria-pressed", "true")
    expect(other.locator(".copy")).to_have_count(0)
    other.get_by_role("button", name="热水").click()
    expect(other).not_to_have_url(re.compile("need="))


def test_back_from_a_station_returns_to_the_answers(here: Page) -> None:
    here.click(".locate")
    name = here.locator(f"{BEST} .name").inner_text()
    here.locator(BEST).get_by_role("link", name="详情").click()
    expect(here.locator("h1.name")).to_have_text(name)
    expect(here).to_have_url(re.compile(r"station="))

    here.go_back()

    expect(here.locator(f"{BEST} .way")).to_be_visible()
    expect(here.locator(f"{BEST} .name")).to_have_text(name)


def test_the_language_is_in_the_address_and_kept_on_other_pages(
    phone_page: Page, served: ServedApp
) -> None:
    phone_page.goto(served.url)
    phone_page.get_by_role("button", name="EN").click()
    expect(phone_page.locator(".locate")).to_contain_text("Find the nearest station")
    expect(phone_page).to_have_url(f"{served.url}/?lang=en")
    expect(phone_page.locator("html")).to_have_attribute("lang", "en")
    expect(phone_page).to_have_title("Warm Stations")

    phone_page.get_by_role("link", name="All").click()
    expect(phone_page).to_have_title("All · Warm Stations")

    expect(phone_page.locator(".count")).to_contain_text("stations shown")
    expect(phone_page).to_have_url(re.compile(r"/all_stations\?lang=en$"))


def test_who_listens_hears_where_she_is_and_what_has_changed(here: Page) -> None:
    expect(here.get_by_role("heading", level=1)).to_have_text("暖心驿站地图")
    expect(here.locator("[aria-current=page]")).to_have_text("找驿站")
    expect(here.locator('iframe[title="地图"]')).to_have_count(1)
    live = here.locator(".stHtml[aria-live=polite]")
    expect(live).to_contain_text("不定位也行")

    here.click(".locate")

    expect(live.locator(BEST)).to_be_visible()
    here.locator(BEST).get_by_role("link", name="详情").click()
    expect(here.locator("[aria-current=page]")).to_have_count(0)
    expect(here).to_have_title(f"{here.locator('h1.name').inner_text()} · 暖心驿站地图")


SMALL = """() => [...document.querySelectorAll('button, a, input, [role=switch]')]
  .map((e) => e.closest('label, [data-testid=stTextInputRootElement]') || e)
  .filter((e) => e.offsetParent && getComputedStyle(e).visibility !== 'hidden')
  .map((e) => [e.textContent.trim() || e.className, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
TINY = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tiny = [];
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !holder.offsetParent) continue;
    if (holder.matches('script, style, noscript')) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 16) tiny.push(`${walker.currentNode.data.trim()}: ${size}`);
  }
  return tiny;
}"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_thumbs_and_eyes_find_everything_large_enough(
    open_page: Callable[..., Page], served: ServedApp, colours: str
) -> None:
    options: dict[str, Any] = {"geolocation": TIANANMEN, "permissions": ["geolocation"]}
    page = open_page(PHONE, color_scheme=colours, **options)
    page.goto(served.url)
    page.click(".locate")
    expect(page.locator(BEST)).to_be_visible()

    assert page.evaluate(SMALL) == []
    assert page.evaluate(TINY) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
