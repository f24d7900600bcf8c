"""The staff's door on the real server: links, forms, cookies, guessers, and sessions that end."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil
import pytest

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import (
    PASSWORD,
    SET_UP_LINK,
    accounts,
    hire,
    post,
    session_cookie,
    sign_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from rig.served_app import ServedApp

MIB = 2**20
NEW_PASSWORD = "another lot of hot water"  # noqa: S105  # the tests' own


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve a new store in which an operator has made the accounts that the tests use."""
    with serve() as served:
        hire(served, "admin", "--role", "admin")
        hire(served, "limei", "--area", "海淀区")
        yield served


@pytest.fixture
def new_app() -> Iterator[ServedApp]:
    """Serve a new store in which there are no accounts."""
    with serve() as served:
        yield served


def see(app: ServedApp, path: str) -> tuple[str, str]:
    with urlopen(app.url + path, timeout=20) as answer:  # noqa: S310  # our own address
        return answer.read().decode(), answer.headers["Cache-Control"]


# The first admin.


def test_the_link_on_the_terminal_makes_the_first_admin_once(
    new_app: ServedApp, open_page: Callable[..., Page]
) -> None:
    link = SET_UP_LINK.search(new_app.log)
    assert link is not None
    slip = {"token": link.group(1), **_admin("wangfang"), "again": "a slip of the finger"}
    assert "不一样" in post(new_app, "/set-up", slip).text
    phone = open_page(PHONE)
    phone.goto(link.group())
    phone.get_by_label("姓名").fill("王芳")
    phone.get_by_label("账号").fill("wangfang")
    phone.get_by_label("新密码").fill(PASSWORD)
    phone.get_by_label("再输一遍").fill(PASSWORD)
    phone.get_by_role("button").click()
    phone.locator(".st-key-staff-bar").get_by_text("王芳").wait_for()
    assert phone.url == f"{new_app.url}/"

    again = post(new_app, "/set-up", {"token": link.group(1), **_admin("eve")})
    assert again.status == 422
    assert "失效" in again.text
    dead, _ = see(new_app, f"/set-up?token={link.group(1)}")
    assert "已经有管理员了" in dead
    assert "<form" not in dead
    assert accounts(new_app, "list").count("\n") == 1
    for secret in (link.group(1), PASSWORD):
        assert new_app.log.count(secret) == (secret != PASSWORD)


def test_a_made_up_token_makes_nobody(new_app: ServedApp) -> None:
    for token in ("", "x", "0" * 43):
        assert post(new_app, "/set-up", {"token": token, **_admin("eve")}).status == 422
    assert accounts(new_app, "list") == ""


def _admin(login: str) -> dict[str, str]:
    return {"login": login, "name": login, "password": PASSWORD, "again": PASSWORD}


# The form.


def test_a_right_password_leads_on_with_a_cookie_that_no_script_reads(app: ServedApp) -> None:
    answer = post(
        app, "/sign-in", {"login": "limei", "password": PASSWORD, "next": "accounts?lang=en"}
    )
    assert answer.status == 303
    assert answer.headers["Location"] == "./accounts?lang=en"
    assert answer.headers["Cache-Control"] == "no-store"
    for cookie in answer.headers.get_all("Set-Cookie", []):
        rules = {rule.strip().lower() for rule in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= rules
        assert "secure" not in rules


def test_behind_https_the_cookie_is_secure(app: ServedApp) -> None:
    cookies = sign_in(app, "limei", X_Forwarded_Proto="https").headers.get_all("Set-Cookie", [])
    assert len(cookies) == 2
    assert all("; secure" in cookie.lower() for cookie in cookies)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "..",
        "../accounts",
        "accounts/../../x",
        "accounts\r\nSet-Cookie: x=1",
        "sign-out",
        "nope",
    ],
)
def test_it_leads_on_to_our_own_pages_alone(app: ServedApp, wanted: str) -> None:
    fields = {"login": "limei", "password": PASSWORD, "next": wanted}
    answer = post(app, "/sign-in", fields, X_Forwarded_For="198.51.100.7")
    assert answer.status == 303
    assert answer.headers["Location"] == "./"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/set-up", "/set-password"])
def test_a_form_from_elsewhere_does_nothing(
    app: ServedApp, path: str, elsewhere: dict[str, str]
) -> None:
    answer = post(app, path, {"login": "limei", "password": PASSWORD}, **elsewhere)
    assert answer.status == 403
    assert answer.cookies == {}


def test_what_is_no_small_form_is_not_read(app: ServedApp) -> None:
    assert sign_in(app, "x" * 9000).status == 413
    assert post(app, "/sign-in", {str(n): "" for n in range(50)}).status == 400
    assert sign_in(app, "limei", Content_Type="application/json").status == 415


def test_no_cache_keeps_a_form_and_no_name_breaks_it(app: ServedApp) -> None:
    hostile = '"><script>alert(1)</script>'
    for path in ("/sign-in", "/set-up", "/set-password"):
        page, caching = see(app, f"{path}?{urlencode({'next': hostile, 'login': hostile})}")
        assert caching == "no-store"
        assert "<script" not in page
    assert "<script" not in sign_in(app, hostile, "x").text


def test_below_a_prefix_the_cookie_stays_below_it() -> None:
    with serve(prefix="yizhan") as app:
        assert f"{app.url}/set-up?token=" in app.log
        hire(app, "limei")
        answer = sign_in(app, "limei")
        assert answer.headers["Location"] == "./"
        assert all("Path=/yizhan;" in each for each in answer.headers.get_all("Set-Cookie", []))


def test_it_works_without_a_script(app: ServedApp, browser: Browser) -> None:
    page = browser.new_context(**{**DESK, "java_script_enabled": False}).new_page()
    page.goto(f"{app.url}/sign-in?lang=en")
    page.get_by_label("Account").fill("limei")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button").click()
    assert "wrong" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Account").input_value() == "limei"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button").click()
    assert "stationmap_session" in {cookie["name"] for cookie in page.context.cookies()}
    page.context.close()


def test_only_staff_can_send_a_file(app: ServedApp) -> None:
    """With an open session it is Streamlit that refuses a page that there is not."""
    for nobody in ("", "stationmap_session=forged", "_streamlit_user=forged"):
        assert _upload(app, nobody) == "sign in first"
    answer = sign_in(app, "limei", X_Forwarded_For="198.51.100.8")
    session = f"stationmap_session={answer.cookies['stationmap_session']}"
    assert "XSRF" in _upload(app, session)
    accounts(app, "end-sessions", "limei")
    assert _upload(app, session) == "sign in first"


def _upload(app: ServedApp, cookie: str) -> str:
    """Return what is said to a file that is sent to some page of Streamlit."""
    address = f"{app.url}/_stcore/upload_file/page/file"
    request = Request(address, data=b"x", headers={"Cookie": cookie}, method="PUT")  # noqa: S310  # our own
    with pytest.raises(HTTPError) as refusal:
        urlopen(request, timeout=20)  # noqa: S310  # the same
    with refusal.value:
        return refusal.value.read().decode()


# Guessers.


def test_a_guesser_is_stopped(app: ServedApp) -> None:
    hire(app, "victim")
    known = {"stationmap_device": sign_in(app, "victim").cookies["stationmap_device"]}
    guesses = [
        sign_in(app, "victim", f"guess {n}", X_Forwarded_For=f"203.0.113.{n}") for n in range(12)
    ]
    assert [guess.status for guess in guesses] == [401] * 5 + [429] * 7
    assert int(guesses[-1].headers["Retry-After"]) > 14 * 60
    assert sign_in(app, "victim", X_Forwarded_For="203.0.113.99").status == 429
    own = sign_in(app, "victim", Cookie=f"stationmap_device={known['stationmap_device']}")
    assert own.status == 303


def test_a_guesser_of_names_is_stopped(app: ServedApp) -> None:
    with ThreadPoolExecutor(8) as guessers:
        answers = guessers.map(
            lambda n: sign_in(app, f"name{n}", "x", X_Forwarded_For="192.0.2.200").status,
            range(40),
        )
    assert sorted(answers) == [401] * 30 + [429] * 10


def test_a_burst_of_sign_ins_takes_no_memory(app: ServedApp) -> None:
    """64 at once, each from another address; at 19 MiB a hash all together would be 1.2 GB."""
    process, peak, over = psutil.Process(app.pid), 0, threading.Event()
    before = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not over.is_set():
            peak = max(peak, process.memory_info().rss)
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(64) as people:
        answers = list(
            people.map(
                lambda n: sign_in(app, f"burst{n}", "x", X_Forwarded_For=f"10.0.0.{n}").status,
                range(64),
            )
        )
    over.set()
    watcher.join()
    assert set(answers) <= {401, 429}
    assert 401 in answers
    assert peak - before < 80 * MIB


# Sessions in a real browser.


def _at_work(app: ServedApp, login: str, open_page: Callable[..., Page]) -> Page:
    page = open_page(DESK)
    page.context.add_cookies([session_cookie(app, login)])
    page.goto(f"{app.url}/accounts")
    page.locator("[data-listens]").wait_for(state="attached")
    return page


def _session(page: Page) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return cookies["stationmap_session"]


@pytest.mark.parametrize("command", ["end-sessions", "disable"])
def test_a_session_that_another_process_ends_is_out_at_its_next_click(
    app: ServedApp, open_page: Callable[..., Page], command: str
) -> None:
    hire(app, f"out-{command}", "--role", "admin")
    page = _at_work(app, f"out-{command}", open_page)
    accounts(app, command, f"out-{command}")
    page.get_by_text("limei").first.click()
    page.get_by_text("请先登录").wait_for()
    assert page.locator(".st-key-accounts-panel").count() == 0


def test_signing_out_ends_the_session_in_the_store(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    page = _at_work(app, "admin", open_page)
    kept: Any = {"name": "stationmap_session", "value": _session(page), "url": app.url}
    page.locator(".who summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.locator(".way-in").wait_for()
    page.context.add_cookies([kept])
    page.goto(f"{app.url}/accounts")
    page.get_by_text("请先登录").wait_for()


def test_staff_are_told_that_a_page_is_not_theirs(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    hire(app, "planner", "--role", "planner")
    page = open_page(PHONE)
    page.context.add_cookies([session_cookie(app, "planner")])
    page.goto(f"{app.url}/edit")
    page.get_by_text("这一页不归您用").wait_for()
    assert page.locator(".st-key-staff-bar").get_by_text("账号", exact=True).count() == 0


def test_the_prompt_leads_back_to_where_it_stood(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.goto(f"{app.url}/accounts?lang=en")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Account").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button").click()
    page.locator(".st-key-accounts-panel").wait_for()
    assert page.url == f"{app.url}/accounts?lang=en"


def test_a_courier_sees_the_way_in_only_below_the_first_screen(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE)
    page.goto(app.url)
    page.locator(".st-key-find-map iframe").wait_for()
    page.wait_for_function("document.querySelector('.way-in').getBoundingClientRect().top > 800")
    box = page.locator(".way-in").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.locator(".st-key-staff-bar").count() == 0


def test_on_a_phone_the_other_language_is_large_enough_for_a_thumb(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    phone = open_page(PHONE)
    phone.goto(f"{app.url}/sign-in")

    box = phone.get_by_role("link", name="EN").bounding_box()

    assert box is not None
    assert min(box["width"], box["height"]) >= 44
