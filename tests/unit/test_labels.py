"""Looking words up in the catalogue."""

from __future__ import annotations

import pytest

from stationmap.labels import Language, text


def test_a_key_is_said_in_the_language_that_is_asked_for() -> None:
    assert text("facility.water", Language.ZH) == "饮水机"
    assert text("facility.water", "en") == "Drinking water"


def test_places_are_filled_with_the_values_given() -> None:
    assert "12351" in text("card.hotline", Language.ZH, hotline="12351")


def test_a_value_is_never_read_as_a_template() -> None:
    assert "{hotline.__class__}" in text("card.hotline", "en", hotline="{hotline.__class__}")


def test_a_key_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"no\.such_key"):
        text("no.such_key", Language.ZH)


def test_a_language_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match="fr"):
        text("facility.water", "fr")
