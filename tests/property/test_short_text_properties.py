"""What always holds of the short texts of reports, whatever somebody sends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stationmap.stations.unstorable import unstorable
from stationmap.upkeep.short_text import MAX_LENGTH, reasons_against, tidied


@given(st.text(st.characters(codec=None), max_size=400))
def test_what_is_kept_can_be_stored_and_tidying_it_again_changes_nothing(text: str) -> None:
    tidy = tidied(text)

    assert tidied(tidy) == tidy
    if not reasons_against(tidy):
        assert len(tidy) <= MAX_LENGTH
        assert unstorable(tidy) is None
        assert not any(ord(character) < 32 and character != "\n" for character in tidy)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200))
def test_ordinary_words_are_never_refused(text: str) -> None:
    assert reasons_against(tidied(text)) == []
