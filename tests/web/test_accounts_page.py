"""The page on which an admin keeps the accounts, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import PASSWORD, accounts, hire, session_cookie, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from rig.served_app import ServedApp


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    with serve() as served:
        hire(served, "admin", "--role", "admin")
        yield served


@pytest.fixture
def page(app: ServedApp, open_page: Callable[..., Page]) -> Page:
    opened = open_page(DESK)
    opened.context.add_cookies([session_cookie(app, "admin")])
    opened.goto(f"{app.url}/accounts")
    return ready(opened)


def ready(page: Page) -> Page:
    """Wait until a tap on a row is heard."""
    page.locator("[data-listens]").wait_for(state="attached")
    return page


def new_account(page: Page, *, name: str, login: str, area: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_role("textbox", name="账号", exact=True).fill(login)
    page.get_by_role("combobox", name="区域").click()
    page.keyboard.type(area)
    page.get_by_role("option", name=area, exact=True).click()
    page.get_by_role("button", name="建账号", exact=True).click()


def test_an_admin_makes_an_account_whose_owner_sets_her_password(
    app: ServedApp, page: Page, open_page: Callable[..., Page]
) -> None:
    new_account(page, name="李梅", login="limei", area="海淀区学院路街道")
    page.get_by_text("账号建好了").wait_for()
    page.get_by_role("button", name="密码链接").click()
    link = page.locator("code", has_text="set-password").inner_text()

    phone = open_page(PHONE)
    phone.goto(link)
    phone.get_by_label("新密码").fill(PASSWORD)
    phone.get_by_label("再输一遍").fill(PASSWORD)
    phone.get_by_role("button").click()
    phone.locator(".st-key-staff-bar").get_by_text("李梅").wait_for()
    phone.locator(".who summary").click()
    phone.get_by_text("工作人员 · 海淀区学院路街道").wait_for()

    assert sign_in(app, "limei").status == 303
    assert "学院路" in accounts(app, "list")


def test_what_cannot_be_is_said_beside_the_form(page: Page) -> None:
    new_account(page, name="王芳", login="admin", area="全市")
    page.get_by_text("已经有人用了").wait_for()
    assert page.get_by_label("姓名").input_value() == "王芳"


def test_an_account_is_disabled_and_enabled_again(app: ServedApp, page: Page) -> None:
    hire(app, "zhaolei", "--area", "朝阳区")
    page.reload()
    ready(page)
    page.get_by_text("朝阳区 · zhaolei").click()
    page.get_by_role("button", name="停用").click()
    page.get_by_text("已停用，登录已全部结束").wait_for()
    assert sign_in(app, "zhaolei").status == 401
    page.get_by_role("button", name="重新启用").click()
    page.get_by_text("已重新启用").wait_for()
    assert sign_in(app, "zhaolei").status == 303


def test_the_last_admin_cannot_be_disabled(page: Page) -> None:
    page.get_by_text("管理员 · 全市 · admin").click()
    page.get_by_role("button", name="停用").click()
    page.get_by_text("最后一个能登录的管理员").wait_for()


def test_a_hostile_name_is_text(app: ServedApp, page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    accounts(app, "add", "hostile", "--name", hostile, "--email", "h@example.org")
    page.reload()
    ready(page)
    page.get_by_text("hostile", exact=False).last.wait_for()
    page.get_by_text(hostile).click()
    page.get_by_text("h@example.org").wait_for()
    assert page.locator("img[src=x]").count() == 0


def api_status(app: ServedApp, token: str) -> int:
    """Ask with a token for what only staff may read."""
    request = Request(  # noqa: S310  # our own address
        f"{app.url}/api/reports", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310  # the same
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_staff_make_and_revoke_their_own_tokens_and_see_no_accounts(
    app: ServedApp, open_page: Callable[..., Page]
) -> None:
    hire(app, "sunli", "--area", "海淀区")
    phone = open_page(PHONE)
    phone.context.add_cookies([session_cookie(app, "sunli")])
    phone.goto(f"{app.url}/accounts")
    phone.get_by_text("还没有令牌").wait_for()
    assert phone.locator(".st-key-accounts-panel").count() == 0
    phone.get_by_label("用途").fill("数据同步")
    phone.get_by_role("button", name="新建令牌").click()
    token = phone.locator("code", has_text="smt_").inner_text().strip()
    assert api_status(app, token) == 200

    phone.get_by_role("button", name="撤销「数据同步」").click()
    phone.get_by_text("已撤销").wait_for()
    assert api_status(app, token) == 401
    assert token not in phone.content()


def test_it_fits_a_phone(app: ServedApp, open_page: Callable[..., Page]) -> None:
    phone = open_page(PHONE)
    phone.context.add_cookies([session_cookie(app, "admin")])
    phone.goto(f"{app.url}/accounts")
    phone.locator(".st-key-accounts-panel").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    for button in phone.locator(":is(.stButton, .stFormSubmitButton, .rows) button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, re.sub(r"\s+", " ", button.inner_text())
