"""Tells the browsers of one address from those of another, without keeping any address."""

from __future__ import annotations

import hmac
import ipaddress
import secrets

IPV6_NETWORK_BITS = 64
"""Whoever has one IPv6 address has a whole network of this size."""


class Clients:
    """Makes keyed digests of addresses.

    Whoever reads the digests, in a backup of the database too, cannot find the addresses by trying
    them all: the key is in no store.

    Parameters
    ----------
    key
        What all processes of the installation share, so that they know an address alike; None for
        a random one that is in this process's memory alone and ends with it.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def digest(self, address: str) -> str:
        """Return the digest of an address; all of an IPv6 network have the same."""
        return hmac.digest(self._key, _network(address).encode(), "sha256").hex()


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004  # the number is the version's name
        return address
    return str(ipaddress.ip_network((parsed, IPV6_NETWORK_BITS), strict=False))
