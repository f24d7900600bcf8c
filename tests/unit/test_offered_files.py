"""Offers of files are kept by tokens, and the oldest are forgotten."""

from __future__ import annotations

from stationmap.web.offered_files import Offer, Offers


def _offer(body: bytes) -> Offer:
    return Offer(build=lambda: body, file_name="a.csv", media_type="text/csv", session=None)


def test_an_offer_is_found_by_its_token_alone() -> None:
    offers = Offers()
    one, other = offers.keep(_offer(b"one")), offers.keep(_offer(b"other"))

    found = offers.get(one)

    assert found is not None
    assert found.build() == b"one"
    assert one != other
    assert offers.get("guessed") is None


def test_only_the_newest_offers_are_kept() -> None:
    offers = Offers(most=2)

    tokens = [offers.keep(_offer(b"")) for _ in range(3)]

    assert [offers.get(token) is not None for token in tokens] == [False, True, True]


def test_a_dropped_offer_is_gone_and_may_be_dropped_again() -> None:
    offers = Offers()
    token = offers.keep(_offer(b""))

    offers.drop(token)
    offers.drop(token)

    assert offers.get(token) is None
