"""The maps in a real browser: a tap asks from there, panning asks nothing, text stays text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.served_app import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Frame, FrameLocator, Page, WebSocket

    from rig.served_app import ServedApp

MAP = 'iframe[src*="st_folium"]'
CENTRE = (116.397, 39.908)
QUIET_MS = 1500
"""How long a test looks out for what must not come; a slow machine could at most hide it."""

LAYER = "Object.values(map._layers).find((one) => one._groups)"
"""The stations of the map of all, in the script of its frame."""

HOSTILE = (
    "<img src=x onerror='window.ran = 1'>",
    "</script><script>window.ran = 1</script>",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "${window.ran = 1}`",
    "A\\u座 \\xyz \\",
    "a\u2028b \u202egnp.exe",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve stations with hostile names, all at one place."""
    path = tmp_path_factory.mktemp("maps") / "stations.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features()}), "utf-8")
    with serve(stations=path) as app:
        yield app


def features() -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": f"h{number}",
            "geometry": {"type": "Point", "coordinates": list(CENTRE)},
            "properties": {
                "name": name,
                "address": name,
                "kind": "warm_station",
                "opening_hours": "24/7",
            },
        }
        for number, name in enumerate(HOSTILE)
    ]


def opened_map(page: Page, address: str) -> FrameLocator:
    page.goto(address)
    frame = page.frame_locator(MAP)
    expect(frame.locator(".leaflet-container")).to_be_visible()
    return frame


def tap(page: Page, *, across: float = 0.5, down: float = 0.5) -> None:
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + across * box["width"], box["y"] + down * box["height"])


def frame_of_map(page: Page) -> Frame:
    frame = page.locator(MAP).element_handle().content_frame()
    assert frame is not None
    return frame


def in_map(page: Page, script: str) -> Any:
    return frame_of_map(page).evaluate(script)


def await_in_map(page: Page, condition: str) -> None:
    """Wait until something is so in the frame of the map."""
    frame_of_map(page).wait_for_function(condition)


def await_group(page: Page, condition: str) -> None:
    """Wait until the map of all stations stands still and draws something of this kind."""
    await_in_map(
        page,
        f"map.getSize().y > 0 && !map._animatingZoom && {LAYER}?._groups.some("
        f"(group) => {condition})",
    )


def test_a_tap_leads_to_five_numbered_answers(phone_page: Page, served: ServedApp) -> None:
    frame = opened_map(phone_page, served.url)
    tap(phone_page)
    expect(frame.locator("svg .answer")).to_have_count(5)
    assert sorted(frame.locator("svg .number").all_text_contents()) == list("12345")
    expect(frame.locator(".you")).to_have_count(1)
    expect(frame.locator("path.way")).to_have_count(1)
    expect(frame.locator(".tapped")).to_have_count(0)


def test_each_answer_is_said_to_those_who_cannot_see_it(
    phone_page: Page, served: ServedApp
) -> None:
    frame = opened_map(phone_page, f"{served.url}/?lang=en")
    tap(phone_page)
    labels = frame.locator("svg[aria-label]")
    expect(labels).to_have_count(5)
    assert all(
        re.fullmatch(r"Station \d, [a-z ]+", label)
        for label in labels.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    )
    expect(frame.get_by_role("button", name="Zoom in")).to_be_visible()


def test_the_next_tap_changes_the_answers_in_the_same_frame(
    phone_page: Page, served: ServedApp
) -> None:
    frame = opened_map(phone_page, served.url)
    in_map(phone_page, "window.isTheSame = true")
    tap(phone_page)
    expect(frame.locator("svg .answer")).to_have_count(5)
    first = in_map(phone_page, "map.getCenter().toString()")
    tap(phone_page, across=0.2, down=0.2)
    frame.locator(".you").wait_for()
    phone_page.wait_for_function(
        f"before => document.querySelector('{MAP}').contentWindow.map.getCenter() != before",
        arg=first,
    )
    assert in_map(phone_page, "window.isTheSame") is True
    expect(frame.locator(".you")).to_have_count(1)


def test_panning_and_zooming_ask_the_server_nothing(phone_page: Page, served: ServedApp) -> None:
    sent: list[object] = []

    def keep(frame: object) -> None:
        sent.append(frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", keep)

    phone_page.on("websocket", listen)
    frame = opened_map(phone_page, served.url)
    expect(frame.get_by_role("button", name="放大")).to_be_visible()
    sent.clear()
    in_map(phone_page, "map.panBy([120, 80], {animate: false}); map.zoomIn()")
    phone_page.wait_for_timeout(QUIET_MS)
    assert sent == []
    tap(phone_page)
    expect(frame.locator("svg .answer")).to_have_count(5)
    assert sent != []


def test_the_zoom_buttons_are_large_and_reached_by_keyboard(
    phone_page: Page, served: ServedApp
) -> None:
    frame = opened_map(phone_page, served.url)
    for name in ("放大", "缩小"):
        box = frame.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    zoom = in_map(phone_page, "map.getZoom()")
    frame.get_by_role("button", name="放大").focus()
    phone_page.keyboard.press("Enter")
    await_in_map(phone_page, f"map.getZoom() === {zoom + 1}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_wears_the_theme_of_the_page(
    phone_page: Page, served: ServedApp, scheme: str
) -> None:
    phone_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    frame = opened_map(phone_page, served.url)
    expect(frame.get_by_role("button", name="放大")).to_be_visible()  # the last of its dress
    is_dark = "document.body.classList.contains('dark')"
    await_in_map(phone_page, is_dark if scheme == "dark" else f"!{is_dark}")


def test_a_cluster_opens_and_a_dot_says_who_it_is(phone_page: Page, served: ServedApp) -> None:
    frame = opened_map(phone_page, f"{served.url}/all_stations")
    frame.locator(".leaflet-overlay-pane canvas").wait_for()
    await_group(phone_page, "group.count > 1")
    before = in_map(phone_page, "map.getZoom()")
    tap_a_group(phone_page, "group.count > 1")
    await_in_map(phone_page, f"map.getZoom() > {before} && !map._animatingZoom")
    in_map(
        phone_page,
        f"""() => {{
          const {{ x, y }} = {LAYER}._stations;
          map.setView(map.unproject([x[0] * 256, y[0] * 256], 0), 17, {{ animate: false }});
        }}""",
    )
    tap_a_group(phone_page, "group.count === 1")
    expect(frame.locator(".panel h2")).to_contain_text("示例")
    frame.locator(".panel a.button").click()
    expect(phone_page.locator("h1.name")).to_contain_text("示例")
    assert "station=" in phone_page.url


def tap_a_group(page: Page, condition: str) -> None:
    """Tap what is drawn nearest to the middle of the map that meets a condition."""
    await_group(page, condition)
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    assert box is not None
    at = in_map(
        page,
        f"""() => {{
          const origin = map.getPixelOrigin(), middle = map.getSize().divideBy(2);
          const places = {LAYER}._groups.filter((group) => {condition}).map((group) =>
            map.layerPointToContainerPoint(L.point(group.x, group.y).subtract(origin)));
          places.sort((a, b) => a.distanceTo(middle) - b.distanceTo(middle));
          return [places[0].x, places[0].y];
        }}""",
    )
    page.touchscreen.tap(box["x"] + at[0], box["y"] + at[1])


def test_hostile_names_at_one_place_are_shown_as_text_one_after_the_other(
    phone_page: Page, hostile: ServedApp
) -> None:
    frame = opened_map(phone_page, f"{hostile.url}/all_stations")
    frame.locator(".leaflet-overlay-pane canvas").wait_for()
    await_group(phone_page, "true")
    in_map(phone_page, "map.setZoom(18, {animate: false})")
    tap_a_group(phone_page, "group.count === 1")
    shown = set()
    for turn in range(1, len(HOSTILE) + 1):
        onward = frame.get_by_role("button", name=f"{turn}/{len(HOSTILE)}")
        expect(onward).to_be_visible()
        shown.add(frame.locator(".panel h2").text_content())
        onward.click()
    assert shown == set(HOSTILE)
    assert in_map(phone_page, "window.ran") is None
    assert phone_page.evaluate("window.ran") is None


def test_no_hostile_name_is_anywhere_in_what_folium_sent(
    phone_page: Page, hostile: ServedApp
) -> None:
    frame = opened_map(phone_page, hostile.url)
    tap(phone_page)
    expect(frame.locator("svg .answer")).to_have_count(5)
    scripts = in_map(phone_page, "document.documentElement.innerHTML")
    for name in HOSTILE:
        assert name not in scripts
    assert "onerror" not in scripts


def test_on_amaps_tiles_a_tap_is_answered_from_where_it_was_made(
    browser: Browser, tmp_path: Path
) -> None:
    """All is drawn shifted, and the tap is shifted back: the position stays under the finger."""
    path = tmp_path / "stations.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features()[:1]}), "utf-8")
    with serve(stations=path, tiles="amap") as app, browser.new_context(**PHONE) as context:
        # The tiles themselves are beyond 127.0.0.1: the page gets an empty picture for each.
        context.route(re.compile("autonavi"), lambda route: route.fulfill(body=b""))
        page = context.new_page()
        frame = opened_map(page, app.url)
        expect(frame.locator(".leaflet-control-attribution")).to_contain_text("高德")
        asked = in_map(page, "[map.getCenter().lat, map.getCenter().lng]")
        tap(page)
        frame.locator(".you").wait_for()
        drawn = in_map(
            page,
            """() => {
              const you = (one) => one.options.icon?.options.className === 'you';
              const {lat, lng} = Object.values(map._layers).find(you).getLatLng();
              return [lat, lng];
            }""",
        )
    assert drawn == pytest.approx(asked, abs=2e-3)
