"""Debian's Chromium under Playwright, which can reach nothing but 127.0.0.1."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The one without windows takes a quarter less time over the same pages."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}
"""A courier's phone, as options of a browser context."""

DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}
"""A desk in the union's office, as options of a browser context."""


MARK_WHAT_IS_ASKED = """
{
  const send = WebSocket.prototype.send;
  const mark = (asks) => document.documentElement.toggleAttribute("data-asked", asks);
  const runs = () =>
    document.querySelector("[data-test-script-state]")?.dataset.testScriptState === "running";
  let asked = 0;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    const mine = ++asked, since = performance.now();
    let began = false;
    mark(true);
    const look = () => {
      if (mine !== asked) return;
      began ||= runs();
      if (!runs() && (began || performance.now() - since > 250)) mark(false);
      else setTimeout(look, 20);
    };
    look();
  };
}
"""
"""Marks a page from what it asks of Streamlit until the answer is drawn."""

STAND_STILL = """
{
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (frames, options) {
    return animate.call(this, frames, { ...options, duration: 0 });
  };
}
"""
"""Opens Streamlit's expanders at once: what is below them does not move while it is tapped."""

STILL_DRAWING = ", ".join(
    f"{when} [data-testid=stApp]{state}"
    for when, state in (
        ("html[data-asked]", ""),
        ("html", "[data-test-script-state=running]"),
    )
)


def await_redraws(page: Page) -> None:
    """Let each action and expectation wait until the page has drawn what was asked before.

    Streamlit draws a page anew after each answer of its reader, and may take what she does in
    that moment from under her finger. A reader pauses; a test would not.
    """
    page.add_init_script(MARK_WHAT_IS_ASKED)
    page.add_init_script(STAND_STILL)
    page.add_locator_handler(page.locator(STILL_DRAWING).first, lambda: None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser without a window, and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()
