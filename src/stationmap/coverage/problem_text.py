"""What to tell a planner whose question cannot be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text

if TYPE_CHECKING:
    from stationmap.errors import PlanError
    from stationmap.labels import Language


def problem_text(error: PlanError, language: Language) -> str:
    """Return a sentence that says why, and what to do about it."""
    return text(f"plan_error.{error.code}", language, **error.facts)
