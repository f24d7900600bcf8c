"""A slow phone on a slow network: Chromium throttled over the DevTools protocol."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, isinf
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from rig.chromium import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, CDPSession, Page

CPU_SLOWDOWN = 4
DOWN_BIT_S = 1_600_000
UP_BIT_S = 750_000
LATENCY_MS = 150
PATIENCE_S = 120
QUIET_S = 0.5
"""After what one waits for is on the screen, messages that still come belong to it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one step took; both are infinite if it was not done within the patience of a page.

    Attributes
    ----------
    ms
        From the touch, or the address entered, until what was waited for is on the screen.
    received_bytes
        Bytes that came over the wire meanwhile, compressed as they came, WebSocket frames included.
    """

    ms: float
    received_bytes: float

    def __str__(self) -> str:
        """Say it in milliseconds and kilobytes of 1,000 bytes."""
        if isinf(self.ms):
            return f"not within {PATIENCE_S} s"
        return f"{self.ms:,.0f} ms, {self.received_bytes / 1000:,.1f} kB"


class Traffic:
    """Counts what a page receives."""

    def __init__(self, session: CDPSession) -> None:
        self.received_bytes = 0
        session.on("Network.loadingFinished", self._count_response)
        session.on("Network.webSocketFrameReceived", self._count_frame)

    def _count_response(self, event: dict[str, Any]) -> None:
        self.received_bytes += int(event["encodedDataLength"])

    def _count_frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        is_text = frame["opcode"] == 1
        # Binary frames are told in base64, four characters for three bytes.
        payload = frame["payloadData"]
        self.received_bytes += len(payload.encode()) if is_text else len(payload) * 3 // 4


class MeasuredPage:
    """A page with what it receives."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self._traffic = Traffic(self.session)

    def measure(self, step: Callable[[], object]) -> Measured:
        """Measure one step; what is not done within the patience of the page has no figures."""
        before = self._traffic.received_bytes
        started = time.perf_counter()
        try:
            step()
        except PlaywrightTimeoutError:
            return Measured(inf, inf)
        ms = (time.perf_counter() - started) * 1000
        self.page.wait_for_timeout(QUIET_S * 1000)
        return Measured(ms, self._traffic.received_bytes - before)


class ThrottledPhone(MeasuredPage):
    """A page of a slow phone on a slow network."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": DOWN_BIT_S / 8,
                "uploadThroughput": UP_BIT_S / 8,
            },
        )
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


@contextmanager
def fresh_phone(browser: Browser) -> Iterator[ThrottledPhone]:
    """Yield a slow phone that has never been here, its cache empty."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(PATIENCE_S * 1000)
    yield ThrottledPhone(context.new_page())
    context.close()
