"""The real server and a real browser for the tests of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import expect

from rig.chromium import CHROMIUM, DESK, PHONE, await_redraws, chromium
from rig.kept_contexts import KeptContexts
from rig.sample import SAMPLE
from rig.served_app import ServedApp, serve
from rig.watched_page import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Browser, Page

WAIT_MS = 20_000
"""Patience with a page: a cold Streamlit on a busy machine of two cores takes seconds."""

expect.set_options(timeout=WAIT_MS)


class OpenPage(Protocol):
    """Opens a watched page; extra options go to the browser context and override the device's.

    `anew` is for a test of what a first visit costs: nothing of any other is in the cache.
    """

    def __call__(self, device: dict[str, Any], *, anew: bool = False, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def served() -> Iterator[ServedApp]:
    """Serve the whole sample for the whole session; `served.url` is where."""
    with serve(stations=SAMPLE) as app:
        yield app


@pytest.fixture
def serve_with() -> Callable[..., AbstractContextManager[ServedApp]]:
    """Return the factory of servers: `with serve_with(stations=path, language="en") as app`."""
    return serve


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for the whole session."""
    if CHROMIUM is None:
        pytest.skip("Chromium absent: apt install chromium-headless-shell")
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def kept_contexts(browser: Browser) -> KeptContexts:
    """Return the contexts that the tests of the session share, one after the other."""
    return KeptContexts(browser)


@pytest.fixture
def open_page(browser: Browser, kept_contexts: KeptContexts) -> Iterator[OpenPage]:
    """Open pages, each in a context of its own; foreign requests and errors fail the test."""
    opened: list[tuple[Watch, bool]] = []

    def open_one(device: dict[str, Any], *, anew: bool = False, **options: Any) -> Page:
        every = {**device, **options}
        context = browser.new_context(**every) if anew else kept_contexts.take(every)
        context.set_default_timeout(WAIT_MS)
        opened.append((Watch(context), anew))
        page = context.new_page()
        await_redraws(page)
        return page

    yield open_one
    for watch, anew in opened:
        watch.end()
        if anew:
            watch.context.close()
        else:
            kept_contexts.give_back(watch.context, watch.addresses)
    for watch, _ in opened:
        watch.refuse_what_is_wrong()


@pytest.fixture
def phone_page(open_page: OpenPage) -> Page:
    """Open an empty page on a courier's phone, 390 by 844."""
    return open_page(PHONE)


@pytest.fixture
def desk_page(open_page: OpenPage) -> Page:
    """Open an empty page at a desk, 1280 by 800."""
    return open_page(DESK)
