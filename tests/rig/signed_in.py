"""Signs somebody in through the real form, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rig.staff import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rig.served_app import ServedApp


def sign_in(page: Page, app: ServedApp, login: str, password: str = PASSWORD) -> None:
    """Fill in the form of /sign-in and wait for the bar of staff; `rig.staff.hire` hires."""
    page.goto(f"{app.url}/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    page.locator(".st-key-staff-bar").wait_for()
