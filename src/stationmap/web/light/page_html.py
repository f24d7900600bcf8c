"""The light page as HTML: it is whole without a script, which only adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from stationmap.labels import Language, text
from stationmap.maps.links import route_templates
from stationmap.web.icons import icon
from stationmap.web.light import card_html
from stationmap.web.light.ask_html import ask, districts, link, notice
from stationmap.web.light.files import FONT, THEME_COLOURS, address, words_file
from stationmap.web.markup import Markup, element, together
from stationmap.web.wiring import office, services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.web.light.asked import Asked

_POLICY = {
    "default-src": "'none'",
    **dict.fromkeys(
        ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src"), "'self'"
    ),
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "light",
}
POLICY = "; ".join(f"{about} {allowed}" for about, allowed in _POLICY.items())
"""Nothing inline, nothing from elsewhere, and no text that becomes HTML in the script."""


def page(
    asked: Asked,
    *content: Markup | None,
    folder: str,
    title: str | None = None,
    kept: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the page around some content.

    Parameters
    ----------
    folder
        The page's folder as its address sees it: `m/` from `/m`, else `./`.
    kept
        The parameters of its address that the other language keeps.
    """
    language = asked.language
    is_home = not content
    body = element(
        "body",
        _bar(asked, folder, kept or {}),
        _banners(language),
        element(
            "main",
            ask(asked, folder),
            element("section", *content, id="answers", aria_live="polite"),
            districts(folder, language, is_open=is_home),
            class_="home" if is_home else None,
        ),
        _foot(folder, language),
        element("template", _template(language), id="card"),
        data_folder=folder,
        data_language=language,
        data_offline=address("offline.js"),
        data_words=address(words_file(language)),
        data_outlines=address("outlines.json"),
        data_home=is_home,
        data_hotline=office().settings.hotline,
        data_nothing=text("light.nothing", language),
        data_sketch=text("light.map", language),
        data_you=text("light.you", language),
    )
    html = element("html", _head(folder, title, language), body, lang=language.tag)
    return HTMLResponse(
        "<!doctype html>" + html,
        status_code=status,
        headers={"Cache-Control": "no-cache", "Content-Security-Policy": POLICY},
    )


def full_page(folder: str, language: Language) -> str:
    """Return the address of the full page."""
    root = "./" if folder == "m/" else folder.removeprefix("./") + "../"
    return f"{root}?lang={language}"


def sketch(language: Language) -> Markup:
    """Return the place of the sketch, which the script draws."""
    return element(
        "figure",
        element("svg", id="sketch", role="img", aria_label=text("light.map", language)),
        element("figcaption", text("light.map", language)),
        id="map",
        hidden=True,
    )


def _head(folder: str, title: str | None, language: Language) -> Markup:
    name = text("shell.name", language)
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        *(
            element(
                "meta", name="theme-color", content=colour, media=f"(prefers-color-scheme:{it})"
            )
            for it, colour in THEME_COLOURS.items()
        ),
        element("meta", name="description", content=text("light.about", language)),
        element("title", f"{title} · {name}" if title else name),
        element("link", rel="stylesheet", href=folder + address("style.css")),
        element(
            "link",
            rel="preload",
            href=folder + address(FONT),
            as_="font",
            type="font/woff2",
            crossorigin=True,
        ),
        element("link", rel="manifest", href=f"{folder}manifest.webmanifest?lang={language}"),
        element("link", rel="icon", href=folder + address("icon-192.png")),
        element("link", rel="apple-touch-icon", href=folder + address("icon-192.png")),
        element("script", src=folder + address("page.js"), type="module"),
        element("noscript", element("link", rel="stylesheet", href=folder + address("nojs.css"))),
    )


def _bar(asked: Asked, folder: str, kept: Mapping[str, str]) -> Markup:
    language, again = asked.language, asked.again()
    other = Language.EN if language is Language.ZH else Language.ZH
    fields = {**again, **kept, "lang": other.value}
    if asked.query:
        fields["q"] = asked.query
    action = "nearest" if again else "search" if asked.query else ""
    return element(
        "header",
        element(
            "a",
            icon("home"),
            element("span", text("shell.name", language)),
            class_="brand",
            href=link(folder, language),
        ),
        element(
            "form",
            *(element("input", type="hidden", name=name, value=fields[name]) for name in fields),
            element("button", text("shell.other_language", language), lang=other.tag),
            id="language",
            method="post" if action else "get",
            action=folder + action,
        ),
        class_="bar",
    )


def _banners(language: Language) -> Markup:
    sample = element("p", icon("warn"), text("shell.sample", language), class_="banner")
    return together(
        sample if services().has_samples else None,
        notice("offline", text("light.offline.banner", language), "banner"),
        notice("nothing_saved", text("light.offline.none", language), "banner"),
    )


def _foot(folder: str, language: Language) -> Markup:
    hotline = office().settings.hotline
    return element(
        "footer",
        element(
            "a",
            icon("hotline"),
            element("span", text("card.hotline", language, hotline=hotline)),
            href=f"tel:{hotline}",
            class_="action",
        ),
        element(
            "a",
            icon("map"),
            element("span", text("light.full", language)),
            element("small", text("light.full_weight", language)),
            href=full_page(folder, language),
            class_="action",
        ),
        element("p", text("light.privacy", language), class_="small-print"),
        element(
            "p", class_="small-print", id="saved", data_said=text("light.offline.saved", language)
        ),
    )


def _template(language: Language) -> Markup:
    routes = route_templates(language)
    return card_html.card(None, routes, office().settings.hotline, language)
