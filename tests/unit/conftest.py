"""What spares the tests of single parts work that none of them is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stationmap.services import passwords

if TYPE_CHECKING:
    from collections.abc import Iterator

TRUE_KIB, TRUE_PASSES = passwords.MEMORY_KIB, passwords.PASSES
FEW_KIB, ONE_PASS = 64, 1


@pytest.fixture
def true_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords be hashed as everywhere but in these tests."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", TRUE_KIB)
    monkeypatch.setattr(passwords, "PASSES", TRUE_PASSES)


@pytest.fixture(scope="module", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Let a password be hashed in no time, unless a test asks for the true hashes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", FEW_KIB)
        patch.setattr(passwords, "PASSES", ONE_PASS)
        yield
