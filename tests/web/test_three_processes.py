"""Three `stationmap serve` on one PostGIS: what one saves, ends or counts, the others know.

`docs/decisions/many-processes.md` has the times that were measured; no test here fails on one.
"""

from __future__ import annotations

import json
import os
import re
import signal
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from rig.chromium import PHONE
from rig.cutting_proxy import cutting_proxy
from rig.installation import (
    ADMIN,
    ITEMS,
    Installation,
    Writer,
    ask,
    counts_kept,
    free_ports,
    installation,
)
from rig.openid_provider import OpenIdProvider, openid_provider
from rig.postgres_cluster import the_cluster
from rig.signed_in import sign_in as sign_in_by_hand
from rig.staff import PASSWORD, post, sign_in
from rig.waiting import PATIENCE_S, comes_true

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from rig.served_app import ServedApp

STATIONS = 9
UPLOAD = "_stcore/upload_file/nobody/nothing"
SHUT = b"sign in first"


def features() -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": f"S{number}",
            "geometry": {"type": "Point", "coordinates": [116.397, 39.908 + number / 1000]},
            "properties": {"name": f"旧名{number}", "kind": "warm_station", "audience": ["public"]},
        }
        for number in range(STATIONS)
    ]


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with openid_provider() as started:
        yield started


@pytest.fixture(scope="module")
def three(
    provider: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Serve one database from three processes; the provider sends people back to the second."""
    folder, ports = tmp_path_factory.mktemp("three"), free_ports(3)
    stations = folder / "stations.geojson"
    stations.write_text(json.dumps({"type": "FeatureCollection", "features": features()}))
    (folder / ".streamlit").mkdir()
    secrets = provider.secrets_toml(f"http://127.0.0.1:{ports[1]}")
    (folder / ".streamlit" / "secrets.toml").write_text(secrets)
    with installation(the_cluster(), folder, stations, ports=ports) as started:
        yield started


def layer(app: ServedApp) -> str:
    """Return where the layer of all stations is, as the page that fetches it early says."""
    found = re.search(r"layers/stations/\w+\.json", ask(f"{app.url}/all_stations").body.decode())
    assert found is not None
    return found[0]


def name_in(app: ServedApp, number: int) -> str:
    """Return what the map's panel says a station is called."""
    told = ask(f"{app.url}/{layer(app).replace('.json', f'/{number}.json')}")
    name: str = told.json["name"]
    return name


def is_called(app: ServedApp, number: int, name: str) -> bool:
    return name_in(app, number) == name


def rename(three: Installation, app: ServedApp, station_id: str, name: str) -> int:
    body = json.dumps({"properties": {"name": name}}).encode()
    headers = {"Authorization": f"Bearer {three.token}", "If_Match": "*"}
    headers["Content_Type"] = "application/merge-patch+json"
    return ask(f"{app.url}/{ITEMS}/{station_id}", "PATCH", body, **headers).status


def assert_go_on(writers: list[Writer]) -> None:
    """Hold that each writer saves some more."""
    before = [len(writer.taken) for writer in writers]
    assert comes_true(
        lambda: all(len(w.taken) > n + 3 for w, n in zip(writers, before, strict=True))
    )


def may_upload(app: ServedApp, cookie: str) -> bool:
    """Say whether the door for files lets the holder of a session in."""
    answer = ask(f"{app.url}/{UPLOAD}", "PUT", b"", Cookie=f"stationmap_session={cookie}")
    return SHUT not in answer.body


def test_an_edit_through_one_is_found_through_the_others(three: Installation) -> None:
    for turn, app in enumerate(three.apps):
        others = [other for other in three.apps if other is not app]
        assert rename(three, app, "S0", f"新名{turn}") == 200
        for other in others:
            assert comes_true(partial(is_called, other, 0, f"新名{turn}"))


def test_a_session_is_good_everywhere_until_one_process_ends_it(three: Installation) -> None:
    one, another, third = three.apps
    cookie = sign_in(one, "admin").cookies["stationmap_session"]
    assert [may_upload(app, cookie) for app in three.apps] == [True, True, True]

    post(another, "/sign-out", {}, Cookie=f"stationmap_session={cookie}")

    assert [may_upload(app, cookie) for app in (third, one, another)] == [False, False, False]


def test_a_sign_in_with_openid_may_begin_at_one_and_end_at_another(
    three: Installation, provider: OpenIdProvider
) -> None:
    provider.person = {"sub": "1", "email": "li.mei@example.org", "email_verified": True}
    one, another, third = three.apps
    with httpx2.Client(follow_redirects=True, timeout=PATIENCE_S) as browser:
        found = re.search(r'href="\./(auth/login[^"]+)"', browser.get(f"{one.url}/sign-in").text)
        assert found is not None
        arrived = browser.get(f"{one.url}/{found[1].replace('&amp;', '&')}")
        assert str(arrived.url).startswith(another.url)

        assert SHUT not in browser.put(f"{third.url}/{UPLOAD}", content=b"").content
        browser.cookies.clear()
        assert SHUT in browser.put(f"{third.url}/{UPLOAD}", content=b"").content


def test_attempts_from_one_address_are_counted_together(three: Installation) -> None:
    fields = {"token": "x", "login": "li", "name": "Li", "password": "short", "again": "short"}

    def attempt(number: int, client: str) -> int:
        app = three.apps[number % len(three.apps)]
        return post(app, "/set-up", fields, X_Forwarded_For=client).status

    assert [attempt(number, "198.51.100.7") for number in range(30)] == [422] * 30
    assert [attempt(number, "198.51.100.7") for number in range(3)] == [429, 429, 429]
    assert attempt(0, "198.51.100.8") == 422


def test_misses_of_one_login_are_counted_together(three: Installation) -> None:
    statuses = [
        sign_in(three.apps[turn % 3], "nobody", "wrong", X_Forwarded_For="198.51.100.9").status
        for turn in range(6)
    ]
    assert statuses == [401] * 5 + [429]


def test_no_address_is_in_the_database(three: Installation) -> None:
    sign_in(three.apps[0], "somebody", "wrong", X_Forwarded_For="198.51.100.77")

    with three.office.store.connections.reading() as connection:  # type: ignore[attr-defined]
        kept = repr(connection.exec_driver_sql("SELECT * FROM limit_hits").all())
    assert "sign-in " in kept
    assert "198.51.100.77" not in kept


def test_a_database_that_stops_under_load_loses_nothing_and_is_found_again(
    three: Installation,
) -> None:
    """Readers are answered all the time; writers are told, and go on without a restart."""
    urls = [app.url for app in three.apps]
    writers = [Writer(urls[turn:] + urls[:turn], f"S{turn + 3}", three.token) for turn in range(3)]
    pages = {"": 200, "all_stations": 200, layer(three.apps[0]): 200}
    for writer in writers:
        writer.start()
    assert comes_true(lambda: all(writer.taken for writer in writers))
    the_cluster().stop()
    try:
        assert comes_true(lambda: all(503 in writer.refused for writer in writers))
        answered = {path: ask(f"{urls[0]}/{path}").status for path in pages}
        refused = post(three.apps[1], "/sign-in", {"login": "admin", "password": PASSWORD})
    finally:
        the_cluster().start()
    assert_go_on(writers)
    for writer in writers:
        writer.stop()

    assert answered == pages
    assert refused.status == 503
    assert "暂时连不上数据" in refused.text
    for number, writer in enumerate(writers, start=3):
        assert counts_kept(three.office, f"S{number}") == sorted(writer.taken + writer.found_taken)
        assert all("cannot be used" in told for told in writer.told)


def test_a_page_says_that_the_database_is_away_and_takes_the_next_tap(
    three: Installation, phone_page: Page
) -> None:
    phone_page.goto(f"{three.apps[2].url}/?station=S1")
    card = phone_page.locator(".st-key-report-card")
    tap = card.get_by_role("button", name="开着")
    tap.wait_for()
    the_cluster().stop()
    try:
        tap.click()
        expect(card.get_by_role("alert")).to_contain_text("多半没有存上")
        phone_page.goto(f"{three.apps[2].url}/?station=S2")
        expect(phone_page.locator("h1.name")).to_have_text("旧名2")
        expect(card).to_contain_text("这里是先前的记录")
        phone_page.goto(f"{three.apps[2].url}/?lon=116.397&lat=39.908")
        expect(phone_page.locator("article.card.best .name")).to_be_visible()
        expect(phone_page.locator(".st-key-find-page")).to_contain_text("先前的记录")
    finally:
        the_cluster().start()
    phone_page.goto(f"{three.apps[2].url}/?station=S1")
    tap.click()
    expect(card.get_by_role("status")).to_contain_text("谢谢")


def test_staff_are_told_that_the_database_is_away_and_stay_signed_in(
    three: Installation, phone_page: Page
) -> None:
    app = three.apps[1]
    sign_in_by_hand(phone_page, app, ADMIN)
    the_cluster().stop()
    try:
        for address in ("work", "edit?station=S1", "reports"):
            phone_page.goto(f"{app.url}/{address}")
            expect(phone_page.get_by_role("alert")).to_contain_text("暂时连不上数据")
    finally:
        the_cluster().start()
    phone_page.goto(f"{app.url}/work")
    phone_page.locator(".st-key-staff-bar").wait_for()

    assert "a page was not shown, for the store cannot be used" in app.log
    assert "Traceback" not in app.log


def test_one_that_is_killed_while_it_writes_loses_nothing(three: Installation) -> None:
    """The first of the three is gone after it: it stands near the end of this file."""
    killed, another, third = three.apps
    writers = [
        Writer([killed.url, another.url, third.url], f"S{number}", three.token) for number in (6, 7)
    ]
    for writer in writers:
        writer.start()
    assert comes_true(lambda: all(len(writer.taken) > 5 for writer in writers))
    threading.Timer(0.013, os.kill, (killed.pid, signal.SIGKILL)).start()
    assert comes_true(lambda: all(writer.refused for writer in writers))
    assert_go_on(writers)
    for writer in writers:
        writer.stop()

    for number, writer in zip((6, 7), writers, strict=True):
        assert counts_kept(three.office, f"S{number}") == sorted(writer.taken + writer.found_taken)
    assert rename(three, another, "S8", "还在") == 200
    assert comes_true(partial(is_called, third, 8, "还在"))


def test_a_page_of_one_that_is_killed_goes_on_with_another(
    three: Installation, browser: Browser
) -> None:
    """The last test of this file, for now the second is gone too.

    The page is not watched: a browser writes to its console what broke off.
    """
    _, killed, third = three.apps
    with cutting_proxy(killed.url) as proxy, browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{proxy.port}/?station=S2")
        card = page.locator(".st-key-report-card")
        card.get_by_role("button", name="有问题").click()
        card.get_by_role("textbox").fill("门口在修路")
        proxy.upstream = int(third.url.rpartition(":")[2])
        os.kill(killed.pid, signal.SIGKILL)

        card.get_by_role("button", name="开着").click()
        expect(card.get_by_role("status")).to_contain_text("谢谢")
