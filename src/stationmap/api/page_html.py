"""Pages for people: plain HTML that needs no script, with everything from outside escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationmap.api.answering import TAGS
from stationmap.labels import Language, text
from stationmap.labels.markup import Markup, element, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stationmap.api.links import Link

STYLE = """
:root { color-scheme: light dark;
  --bg: #fbf6f0; --ink: #2a1f1a; --line: #e6d9cc; --accent: #b5341c; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #16120f; --ink: #f5ece3; --line: #3d332b; --accent: #ff9a6b; }
}
body { background: var(--bg); color: var(--ink);
  font: 1rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0 auto; max-width: 72rem;
  padding: 1rem; }
table { border-collapse: collapse; }
.wide { overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .75rem .35rem 0; text-align: start;
  vertical-align: top; overflow-wrap: anywhere; }
th, td { min-width: 5rem; }
thead + tbody th { min-width: 10rem; }
caption { text-align: start; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; }
h1 { font-size: 1.75rem; line-height: 1.3; }
h2 { font-size: 1.25rem; }
a { color: var(--accent); display: inline-block; min-height: 1.5rem; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
"""
_STYLE = Markup(f"<style>{STYLE}</style>")


def page(
    *content: str | None,
    title: str,
    language: Language,
    trail: Sequence[tuple[str, str]] = (),
    others: Iterable[Link] = (),
) -> str:
    """Return a whole page.

    Parameters
    ----------
    trail
        The pages above this one, the uppermost first: what each is called, and its address.
    others
        The same in another form or language, for the end of the page.
    """
    above = [element("li", element("a", name, href=address)) for name, address in trail]
    steps = element("ul", *above, element("li", title, aria_current="page"))
    others = list(others)
    body = together(
        element("nav", steps, aria_label=text("api.trail", language)) if trail else None,
        element("main", element("h1", title), *content),
        element("nav", link_list(others), aria_label=text("api.other_forms", language)),
    )
    head = together(
        Markup('<meta charset="utf-8">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        *(
            element("link", rel=one.rel, href=one.href, type=one.type, hreflang=one.hreflang)
            for one in others
        ),
        _STYLE,
    )
    document = element("html", element("head", head), element("body", body), lang=TAGS[language])
    return f"<!doctype html>{document}"


def link_list(links: Iterable[Link]) -> Markup:
    """Return links as a list."""
    items = (
        element("li", element("a", one.title or one.rel, href=one.href, hreflang=one.hreflang))
        for one in links
    )
    return element("ul", *items)


def facts(pairs: Iterable[tuple[str, str]], caption: str) -> Markup:
    """Return a table of names and values."""
    rows = (
        element("tr", element("th", name, scope="row"), element("td", value))
        for name, value in pairs
    )
    return _wide(element("table", element("caption", caption), element("tbody", *rows)))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Markup:
    """Return a table; the first cell of each row names it."""
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    body = (
        element(
            "tr",
            element("th", first, scope="row"),
            *(element("td", cell) for cell in rest),
        )
        for first, *rest in rows
    )
    return _wide(
        element(
            "table",
            element("caption", caption),
            element("thead", head),
            element("tbody", *body),
        )
    )


def _wide(content: Markup) -> Markup:
    return element("div", content, class_="wide")


def shown(value: Any, labels: Mapping[str, str]) -> str:
    """Return a value of a feature's properties as a person reads it."""
    if isinstance(value, dict):
        named = (f"{labels.get(key, key)}: {shown(part, labels)}" for key, part in value.items())
        return "; ".join(named)
    if isinstance(value, list):
        return ", ".join(shown(part, labels) for part in value)
    return labels.get(str(value), str(value))
