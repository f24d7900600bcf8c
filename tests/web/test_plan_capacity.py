"""Seats on the planner's page: worked out when she asks, by area, the fewest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rig.chromium import DESK, PHONE
from rig.served_app import serve
from rig.staff import hire, session_cookie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rig.served_app import ServedApp
    from web.conftest import OpenPage

BY_CENSUS_IN_DISTRICTS = 16


@pytest.fixture(scope="module")
def app() -> Iterator[ServedApp]:
    """Serve the sample to a planner."""
    with serve() as served:
        hire(served, "planner", "--role", "planner")
        yield served


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_seats_are_worked_out_when_somebody_asks(
    app: ServedApp, open_page: OpenPage, device: dict[str, Any]
) -> None:
    page = open_page(device)
    page.context.add_cookies([session_cookie(app, "planner")])
    page.goto(f"{app.url}/plan")
    expect(page.locator(".figure.share dd")).to_be_visible()
    title = page.get_by_role("heading", name="座位分摊")
    expect(title).to_have_count(0)

    page.get_by_text("算一算座位够不够").click()

    expect(title).to_be_visible()
    lines = page.locator("section", has=title).locator("tbody tr")
    expect(lines).to_have_count(1 + BY_CENSUS_IN_DISTRICTS)
    seats = [float(told) for told in lines.locator("td").all_text_contents()]
    assert seats[1:] == sorted(seats[1:])
    assert seats[1] < seats[0] < seats[-1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
