"""HTML and SVG that cannot be broken out of: what is not Markup is escaped, always in one place."""

from __future__ import annotations

from html import escape

VOID_TAGS = frozenset({"input", "br", "hr", "img", "meta", "link"})


class Markup(str):
    """Text that is already HTML; only this module and constants make it."""

    __slots__ = ()


Child = str | None
"""What stands inside an element: Markup as it is, other text escaped, None not at all."""


def element(tag: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """Return one element as HTML, or as SVG within it.

    Parameters
    ----------
    tag
        The element's name: a constant, never text from outside.
    children
        Markup stays as it is; every other string is escaped; None is left out.
    attributes
        Values are escaped. None and False leave the attribute out, True gives it no value.
        `class_` is `class`; other underscores become hyphens (`data_tap` is `data-tap`).
    """
    opening = "".join(
        f" {_attribute_name(name)}" + ("" if value is True else f'="{escape(value)}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in VOID_TAGS:
        return Markup(f"<{tag}{opening}>")
    return Markup(f"<{tag}{opening}>{together(*children)}</{tag}>")


def together(*children: Child) -> Markup:
    """Return the children side by side, escaped where they are not Markup."""
    return Markup("".join(_safe(child) for child in children if child is not None))


def _safe(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)


def _attribute_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
