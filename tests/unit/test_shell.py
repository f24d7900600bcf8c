"""What stands around every page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def failing() -> None:
    from stationmap.web import shell  # noqa: PLC0415 - Streamlit runs this function's source alone

    shell.explain_failure(ValueError("boom"))


@pytest.mark.parametrize(("language", "said"), [("zh", "这一页出了错"), ("en", "This page failed")])
def test_a_page_that_fails_says_so_in_the_visitor_s_language(language: str, said: str) -> None:
    page = AppTest.from_function(failing)
    page.query_params["lang"] = language

    page.run()

    (card,) = page.get("html")
    assert said in card.proto.body
    assert 'href="tel:12351"' in card.proto.body
    assert "boom" not in card.proto.body
