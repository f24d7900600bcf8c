"""Signing in with OpenID Connect: a real provider, the real server, a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rig.chromium import DESK
from rig.openid_provider import OpenIdProvider, openid_provider
from rig.served_app import free_port, serve
from rig.staff import accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from rig.served_app import ServedApp

LI_MEI = {"sub": "248289761001", "email": "li.mei@example.org", "email_verified": True}
STRANGER = {"sub": "1", "email": "stranger@example.org", "email_verified": True}


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with openid_provider() as started:
        yield started


@pytest.fixture(scope="module")
def app(provider: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """Serve an app that trusts the provider, with an account that waits for Li Mei's address."""
    folder, port = tmp_path_factory.mktemp("app"), free_port()
    _trust(folder, provider.secrets_toml(f"http://127.0.0.1:{port}"))
    with serve(folder=folder, port=port) as served:
        made = ("--name", "李梅", "--role", "admin", "--email", LI_MEI["email"])
        accounts(served, "add", "limei", *map(str, made))
        yield served


def _trust(folder: Path, secrets: str) -> None:
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")


def sign_in(app: ServedApp, page: Page) -> None:
    page.goto(f"{app.url}/sign-in?lang=zh")
    page.get_by_role("link", name="用单位统一账号登录").click()
    page.wait_for_url(f"{app.url}/")


def test_a_sign_in_opens_the_account_that_waited_until_somebody_ends_it(
    app: ServedApp, provider: OpenIdProvider, open_page: Callable[..., Page]
) -> None:
    provider.person = LI_MEI
    page = open_page(DESK)
    sign_in(app, page)
    page.locator(".st-key-staff-bar").get_by_text("李梅").wait_for()
    page.goto(f"{app.url}/accounts")
    page.locator("[data-listens]").wait_for(state="attached")

    assert "1" in accounts(app, "end-sessions", "limei")
    page.get_by_text("全市 · limei").click()
    page.get_by_text("请先登录").wait_for()
    page.reload()
    page.get_by_text("请先登录").wait_for()

    sign_in(app, page)
    page.locator(".who summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.locator(".way-in").wait_for()
    page.goto(f"{app.url}/accounts")
    page.get_by_text("请先登录").wait_for()


def test_somebody_without_an_account_is_told_whom_to_ask(
    app: ServedApp, provider: OpenIdProvider, open_page: Callable[..., Page]
) -> None:
    provider.person = STRANGER
    page = open_page(DESK)
    sign_in(app, page)
    page.locator(".locate").wait_for()
    page.goto(f"{app.url}/accounts")
    page.get_by_text(str(STRANGER["email"])).wait_for()
    assert page.locator(".st-key-staff-bar").count() == 0
    assert "stranger" not in accounts(app, "list")
