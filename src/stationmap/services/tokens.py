"""What browsers and links hold: long random tokens, of which the store knows only the digests."""

from __future__ import annotations

import hashlib
import secrets

from stationmap.upkeep.account import SessionKey

TOKEN_BYTES = 32
"""256 bits: nobody guesses one, so a fast digest without salt is enough."""


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what the store keeps of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def session_key(token: str) -> SessionKey:
    """Return on whose behalf the holder of a session's token acts."""
    return SessionKey(digest_of(token))
