"""Plain pages with one form each, which work without a script: sign-in, set-up, passwords."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from stationmap.labels import Language, text
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.style import icon_font, style_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.web.markup import Child


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One labelled field of a form; the attributes are those of `<input>`."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    value: str = ""
    hint: str | None = None
    longest: int = 64
    shortest: int | None = None
    focused: bool = False


def page(  # noqa: PLR0913  # what a page is made of
    *children: Child,
    title: str,
    why: str,
    path: str,
    kept: Mapping[str, str],
    language: Language,
    root: str = "./",
    fault: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return a page that no cache keeps.

    Parameters
    ----------
    path, kept
        Its own address, relative, and the parameters that the link to the other language keeps.
    root
        The address of the first page, relative.
    fault
        What was wrong with what was sent.
    """
    body = element(
        "body",
        _bar(path, root, kept, language),
        element(
            "main",
            element("h1", title, class_="page-title"),
            element("p", why, class_="muted"),
            element("p", icon("warn"), element("span", fault), class_="fault", role="alert")
            if fault
            else None,
            *children,
            class_="card form-card",
        ),
        class_="stApp form-page",
    )
    return HTMLResponse(
        "<!doctype html>" + element("html", _head(title), body, lang=language.tag),
        status_code=status,
        headers={"Cache-Control": "no-store"},
    )


def form(
    *fields: Field, action: str, submit: str, hidden: Mapping[str, str], class_: str = "form"
) -> Markup:
    """Return a form that is posted to a relative address."""
    return element(
        "form",
        *(element("input", type="hidden", name=name, value=hidden[name]) for name in hidden),
        *(_field(field) for field in fields),
        element("button", submit, type="submit", class_="action primary"),
        method="post",
        action=action,
        class_=class_,
    )


def _field(field: Field) -> Markup:
    hint_id = f"{field.name}-hint" if field.hint else None
    return element(
        "div",
        element("label", field.label, for_=field.name),
        element(
            "input",
            id=field.name,
            name=field.name,
            type=field.kind,
            value=field.value or None,
            autocomplete=field.autocomplete,
            autocapitalize="none",
            spellcheck="false",
            maxlength=str(field.longest),
            minlength=str(field.shortest) if field.shortest else None,
            required=True,
            autofocus=field.focused,
            aria_describedby=hint_id,
        ),
        element("small", field.hint, id=hint_id) if field.hint else None,
        class_="field",
    )


def _bar(path: str, root: str, kept: Mapping[str, str], language: Language) -> Markup:
    other = Language.EN if language is Language.ZH else Language.ZH
    return element(
        "header",
        element(
            "a",
            icon("home"),
            element("span", text("shell.name", language)),
            class_="brand",
            href=f"{root}?lang={language}",
        ),
        element(
            "a",
            text("shell.other_language", language),
            class_="text-button",
            href=f"{path}?{urlencode({**kept, 'lang': other})}",
            lang=other.tag,
        ),
        class_="form-bar",
    )


def _head(title: str) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="robots", content="noindex"),
        element("title", title),
        element("style", Markup(icon_font() + style_sheet() + _own_style())),
    )


@cache
def _own_style() -> str:
    return (files("stationmap.web") / "form_page.css").read_text(encoding="utf-8")
