"""Finds the catalogue keys that the source names: whole strings, and f-strings with places."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN_ERRORS = {"PlanError", "DemandError", "AreaFileError", "SitingError", "ScenarioError"}
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A key, or the pattern of several, where the source names it."""

    pattern: str
    place: str

    def matches(self, key: str) -> bool:
        """Say whether this is the key, or one of those that the f-string can make."""
        return re.fullmatch(self.pattern, key) is not None


def source_files() -> list[Path]:
    """Return every Python file of the program itself."""
    return [REPOSITORY / "app.py", *sorted((REPOSITORY / "src").rglob("*.py"))]


def keys_given_to_text() -> Iterator[NamedKey]:
    """Yield what stands as the first argument of each call of `text` that is written out."""
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "text" and node.args:
                pattern = _pattern(node.args[0])
                if pattern is not None:
                    place = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
                    yield NamedKey(pattern, place)


def every_named_key() -> set[str]:
    """Return the patterns of all strings in the source that could be keys, wherever they stand."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in source_files())
    patterns = (_pattern(node) for tree in trees for node in ast.walk(tree))
    return {pattern for pattern in patterns if pattern is not None}


def codes_of_plan_errors() -> Iterator[str]:
    """Yield the code that stands as the first argument wherever a PlanError is made."""
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in PLAN_ERRORS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _pattern(node: ast.AST) -> str | None:
    """Turn a string or an f-string that begins with `table.` into a pattern of keys."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value) if re.fullmatch(r"\w+(\.\w+)+", node.value) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
        for part in node.values
    ]
    return "".join(parts) if re.match(r"\w+\\\.", parts[0]) else None
