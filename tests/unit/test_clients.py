"""Addresses are told apart by digests that nobody can turn back."""

from __future__ import annotations

from stationmap.services.clients import Clients

KEY = b"known to all processes of one installation"
HERE, THERE = "203.0.113.7", "203.0.113.8"


def test_processes_that_share_a_key_know_an_address_alike() -> None:
    one, another = Clients(KEY), Clients(KEY)

    assert one.digest(HERE) == another.digest(HERE)
    assert one.digest(HERE) != another.digest(THERE)


def test_without_a_key_each_process_has_one_of_its_own() -> None:
    assert Clients().digest(HERE) != Clients().digest(HERE)


def test_all_addresses_of_one_ipv6_network_are_one_client() -> None:
    clients = Clients(KEY)

    assert clients.digest("2001:db8:1:2::3") == clients.digest("2001:db8:1:2:ffff::4")
    assert clients.digest("2001:db8:1:2::3") != clients.digest("2001:db8:1:3::3")
