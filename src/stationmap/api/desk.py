"""What the pages of the API need of a request: its form, its language, and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from stationmap.api.links import HTML, Link, api_address, with_query
from stationmap.api.negotiation import Form, form_of, language_of
from stationmap.labels import Language, text

if TYPE_CHECKING:
    from starlette.requests import Request

    from stationmap.bootstrap import Office

_IN = {Language.ZH: "api.in_chinese", Language.EN: "api.in_english"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A request that is understood.

    Attributes
    ----------
    address
        That of the API, without a slash at its end.
    """

    request: Request
    address: str
    form: Form
    language: Language

    @classmethod
    def of(cls, request: Request, office: Office) -> Desk:
        """Understand a request.

        Raises
        ------
        Problem
            If its form or language cannot be.
        """
        return cls(
            request=request,
            address=api_address(request, office),
            form=form_of(request),
            language=language_of(request, office.settings.language),
        )

    def say(self, key: str, **places: object) -> str:
        """Return the text of a key in the request's language."""
        return text(f"api.{key}", self.language, **places)

    def at(self, path: str) -> str:
        """Return the address of a path of the API, which people keep reading in their language."""
        return self.address + path

    def read_on(self, path: str) -> str:
        """Return the address of another page for people, in the language that was asked for."""
        given = self.request.query_params
        kept = {name: given[name] for name in ("f", "lang") if name in given}
        return with_query(self.at(path), kept)

    def here(self, **changed: str | None) -> str:
        """Return the address of this page with parameters changed, or left out for None."""
        query = dict(self.request.query_params) | changed
        said = {name: value for name, value in query.items() if value is not None}
        path = self.request.scope["path"].removeprefix(self.request.scope["root_path"])
        return with_query(self.at(_quoted(path)), said)

    def own_links(self, media_type: str) -> list[Link]:
        """Return the links to this page and to its other form, as the standard wants them."""
        forms = {Form.JSON: (media_type, "api.as_json"), Form.HTML: (HTML, "api.as_html")}
        own_type, _own_title = forms.pop(self.form)
        ((other, (other_type, other_title)),) = forms.items()
        return [
            Link(self.here(), "self", own_type, self.say("this_page")),
            Link(self.here(f=other), "alternate", other_type, text(other_title, self.language)),
        ]

    def other_forms(self, media_type: str) -> list[Link]:
        """Return the links of a page for people to the same in JSON and in other languages."""
        others = [Link(self.here(f=Form.JSON), "alternate", media_type, self.say("as_json"))]
        for language in Language:
            if language is not self.language:
                title = text(_IN[language], self.language)
                href = self.here(f=Form.HTML, lang=language)
                others.append(Link(href, "alternate", HTML, title, language))
        return others

    def trail(self, *steps: tuple[str, str]) -> list[tuple[str, str]]:
        """Return the pages above this one; the landing page is the uppermost of all."""
        found = [(self.say("title"), self.read_on("/"))]
        return found + [(name, self.read_on(path)) for name, path in steps]


def _quoted(path: str) -> str:
    return quote(path, safe="/")
