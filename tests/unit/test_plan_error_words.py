"""The sentence about whatever is refused to a planner gets all the facts that it fills in."""

from __future__ import annotations

import ast
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from rig.source_keys import REPOSITORY, source_files
from stationmap.labels import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = {"PlanError", "DemandError", "AreaFileError", "SitingError", "ScenarioError"}


def raised() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Yield where each is made, its code, and its facts; None for facts that are handed on."""
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in ERRORS or not node.args:
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = [keyword.arg for keyword in node.keywords]
                known = frozenset(name for name in names if name is not None)
                place = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
                yield place, code.value, known if None not in names else None


RAISED = list(raised())


@pytest.mark.parametrize(("place", "code", "facts"), RAISED, ids=[one[0] for one in RAISED])
def test_an_error_has_the_facts_of_its_sentence(
    place: str, code: str, facts: frozenset[str] | None
) -> None:
    entry = catalogue().get(f"plan_error.{code}", {})  # test_catalogue finds those without any

    for sentence in entry.values():
        places = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert facts is None or places <= facts, f"{place}: {code} lacks {places - facts}"


def test_the_scan_finds_what_is_refused() -> None:
    assert {"scenario_unknown", "upload_too_large", "jobs_full"} <= {code for _, code, _ in RAISED}
