"""What one process saves, the pages of another show at the next click, without starting over."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.served_app import serve
from rig.waiting import comes_true
from stationmap.stations.codes import StationKind
from stationmap.store.opening import open_store
from stationmap.upkeep.change import Action, Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from rig.served_app import ServedApp
    from stationmap.store.protocol import Store

HERE = {"longitude": 116.397, "latitude": 39.908, "accuracy": 20}
MAP = 'iframe[src*="st_folium"]'
KINDS = [kind for kind in StationKind if kind is not StationKind.WARM_STATION][:5]
PATIENCE_MS = 20_000
"""What a busy machine may take to draw; who does not look at the store never shows a change."""


def feature(number: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"S{number}",
        "geometry": {"type": "Point", "coordinates": [116.397, 39.908 + number / 1000]},
        "properties": {
            "name": f"旧名{number}",
            "kind": "warm_station",
            "audience": ["public"],
            "opening_hours": "24/7",
        },
    }


def file_of(path: Path, count: int) -> Path:
    features = [feature(number) for number in range(count)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServedApp, ServedApp]]:
    """Serve one store from two processes."""
    folder = tmp_path_factory.mktemp("two")
    stations, store = file_of(folder / "stations.geojson", 9), folder / "shared.sqlite"
    with (
        serve(store=store, stations=stations) as one,
        serve(store=store, stations=stations) as other,
    ):
        yield one, other


@pytest.fixture
def store(two: tuple[ServedApp, ServedApp]) -> Iterator[Store]:
    """Open the store in this process, which is a third."""
    opened = open_store(f"sqlite:///{two[0].store}")
    yield opened
    opened.close()


def change() -> Change:
    return Change(action=Action.EDITED, who="test", at=datetime.now(UTC))


def edit(store: Store, station_id: str, **facts: object) -> None:
    kept = store.get(station_id)
    store.save(kept.station.model_copy(update=facts), change(), version=kept.version)


def get(app: ServedApp, path: str) -> str:
    with urlopen(f"{app.url}/{path}", timeout=20) as answer:  # noqa: S310  # our own address
        text: str = answer.read().decode()
        return text


def layer(app: ServedApp) -> str:
    """Return where the layer of all stations is, as the page that fetches it early says."""
    found = re.search(r"layers/stations/\w+\.json", get(app, "all_stations"))
    assert found is not None
    return found[0]


def has_changed(app: ServedApp, before: str) -> bool:
    """Say whether the layer is at another address than before."""
    return layer(app) != before


def is_called(app: ServedApp, station_id: str, name: str) -> bool:
    """Say whether a process knows a station, or the one it was merged into, by a name.

    Until it has read what was saved, its pages show what was before, and do not draw themselves
    anew: a test that looks at one waits for this first.
    """
    return f">{name}</h2>" in get(app, f"m?station={station_id}")


def test_a_store_that_two_start_on_is_filled_once(
    two: tuple[ServedApp, ServedApp], store: Store
) -> None:
    assert store.revision() == 9
    assert all("9 " in app.log.splitlines()[0] for app in two)


def test_an_edit_shows_in_the_pages_of_both_processes(
    two: tuple[ServedApp, ServedApp], store: Store, open_page: Callable[..., Page]
) -> None:
    pages = [open_page(PHONE) for _ in two]
    for page, app in zip(pages, two, strict=True):
        page.goto(f"{app.url}/?station=S8")
        expect(page.locator("h1.name")).to_have_text("旧名8", timeout=PATIENCE_MS)

    edit(store, "S8", name="新名八")

    for page, app in zip(pages, two, strict=True):
        assert comes_true(partial(is_called, app, "S8", "新名八"))
        page.goto(f"{app.url}/?station=S8")
        expect(page.locator("h1.name")).to_have_text("新名八", timeout=PATIENCE_MS)


def test_an_edit_shows_in_an_open_page_at_the_next_click(
    two: tuple[ServedApp, ServedApp], store: Store, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE, geolocation=HERE, permissions=["geolocation"])
    page.goto(two[1].url)
    page.click(".locate")
    best = page.locator("article.card.best .name")
    expect(best).to_have_text("旧名0", timeout=PATIENCE_MS)

    edit(store, "S0", name="新名零")
    assert comes_true(partial(is_called, two[1], "S0", "新名零"))
    page.get_by_text("电动车", exact=True).click()

    expect(best).to_have_text("新名零", timeout=PATIENCE_MS)


def test_a_merged_station_s_link_leads_to_the_other(
    two: tuple[ServedApp, ServedApp], store: Store, phone_page: Page
) -> None:
    store.remove("S6", change(), version=store.get("S6").version, successor="S7")
    assert comes_true(partial(is_called, two[1], "S6", "旧名7"))

    phone_page.goto(f"{two[1].url}/?station=S6")

    expect(phone_page.locator("h1.name")).to_have_text("旧名7", timeout=PATIENCE_MS)


def test_a_map_that_was_open_still_finds_its_stations(
    two: tuple[ServedApp, ServedApp], store: Store
) -> None:
    app = two[1]
    before = layer(app)
    numbers = {json.loads(get(app, before.replace(".json", f"/{n}.json")))["id"]: n for n in (0, 1)}
    station_id, number = next(iter(numbers.items()))

    edit(store, station_id, kind=StationKind.DRIVER_HOME, name="改了")

    assert comes_true(partial(has_changed, app, before))
    assert "lon" in json.loads(get(app, before))
    told = json.loads(get(app, before.replace(".json", f"/{number}.json")))
    assert (told["id"], told["name"], told["kind"]) == (station_id, "改了", "driver_home")


def test_what_the_map_does_not_draw_leaves_its_layer_as_it_is(
    two: tuple[ServedApp, ServedApp], store: Store
) -> None:
    before = layer(two[0])

    edit(store, "S4", name="只改了名字")

    assert comes_true(partial(is_called, two[0], "S4", "只改了名字"))
    assert layer(two[0]) == before


@pytest.mark.long
def test_a_map_that_was_open_for_too_long_is_drawn_anew(browser: Browser, tmp_path: Path) -> None:
    """Its context is not watched: the browser writes the 404 to the console."""
    stations = file_of(tmp_path / "one.geojson", 1)
    with serve(stations=stations) as app, browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.goto(f"{app.url}/all_stations")
        frame = page.frame_locator(MAP)
        with page.expect_response(re.compile(r"layers/stations/\w+\.json")) as first:
            expect(frame.locator(".leaflet-overlay-pane canvas")).to_be_visible(timeout=PATIENCE_MS)
        store = open_store(f"sqlite:///{app.store}")
        for kind in KINDS:
            before = layer(app)
            edit(store, "S0", kind=kind, name=str(kind))
            assert comes_true(partial(has_changed, app, before))
        store.close()

        with page.expect_response(
            lambda answer: (
                answer.url.endswith(".json")
                and "layers/stations" in answer.url
                and answer.url.split("?")[0] != first.value.url
                and answer.ok
            )
        ):
            tap_the_middle(page)

        tap_the_middle(page)
        expect(frame.locator(".panel h2")).to_have_text(str(KINDS[-1]), timeout=PATIENCE_MS)


def tap_the_middle(page: Page) -> None:
    frame = page.locator(MAP)
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
