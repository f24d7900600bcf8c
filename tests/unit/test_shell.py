"""What stands around every page."""

from __future__ import annotations

import sys

import pytest
from streamlit.testing.v1 import AppTest

PATIENCE_S = 30


def failing() -> None:
    from stationmap.web import shell  # noqa: PLC0415 - Streamlit runs this function's source alone

    shell.explain_failure(ValueError("boom"))


@pytest.mark.parametrize(("language", "said"), [("zh", "这一页出了错"), ("en", "This page failed")])
def test_a_page_that_fails_says_so_in_the_visitor_s_language(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The page takes the place of the main module, which processes that are spawned later read.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    page = AppTest.from_function(failing, default_timeout=PATIENCE_S)
    page.query_params["lang"] = language

    page.run()

    drawn = [one.proto.body for one in page.get("html")]
    (card,) = (body for body in drawn if 'role="alert"' in body)
    assert said in card
    assert 'href="tel:12351"' in card
    assert "boom" not in card
    assert sum('class="brand"' in body for body in drawn) == 1, "it failed before the bar was there"
    assert [button.key for button in page.button] == ["shell:language"]
