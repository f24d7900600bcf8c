"""Chinese is drawn with a font that has it, not with empty boxes."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rig.served_app import ServedApp


@pytest.fixture(scope="module")
def chinese_fonts() -> set[str]:
    """Return the families on this machine that have Chinese."""
    if shutil.which("fc-list") is None:
        pytest.skip("fc-list absent: apt install fontconfig")
    listing = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=True
    )
    families = {name for line in listing.stdout.splitlines() for name in line.strip().split(",")}
    if not families:
        pytest.skip("CJK font absent: apt install fonts-noto-cjk")
    return families


def test_the_find_page_is_drawn_with_a_chinese_font(
    served: ServedApp, phone_page: Page, chinese_fonts: set[str]
) -> None:
    phone_page.goto(served.url)
    phone_page.locator(".brand").wait_for()

    assert _fonts_of(phone_page, ".brand") & chinese_fonts


def _fonts_of(page: Page, selector: str) -> set[str]:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})
    return {font["familyName"] for font in used["fonts"]}
