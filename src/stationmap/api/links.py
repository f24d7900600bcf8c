"""Addresses of the API, and links as OGC API has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from stationmap.bootstrap import Office

HTML, JSON, GEOJSON = "text/html", "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
STATIONS = "/collections/stations"
ITEMS = f"{STATIONS}/items"
ITEM = ITEMS + "/{station_id:path}"


@dataclass(frozen=True, slots=True)
class Link:
    """Where something related is, and in which form."""

    href: str
    rel: str
    type: str | None = None
    title: str | None = None
    hreflang: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return it as members of an object, without what is not said."""
        said = {
            "href": self.href,
            "rel": self.rel,
            "type": self.type,
            "title": self.title,
            "hreflang": self.hreflang,
        }
        return {name: value for name, value in said.items() if value is not None}


def api_address(request: Request, office: Office) -> str:
    """Return the address of the API without a slash at its end, as whoever asks sees it.

    Behind a proxy the setting `public_url` knows better whether it is https; it counts where the
    request names its host.
    """
    public = office.settings.public_url
    path: str = request.scope.get("root_path", "")
    if public and urlsplit(public).netloc == request.url.netloc:
        return f"{public.rstrip('/')}/{path.rsplit('/', 1)[-1]}"
    return f"{request.url.scheme}://{request.url.netloc}{quote(path)}"


def item_path(station_id: str) -> str:
    """Return the path of a feature below the API's address."""
    return f"{ITEMS}/{quote(station_id, safe='')}"


def with_query(address: str, given: Mapping[str, str]) -> str:
    """Return the address with these parameters."""
    return f"{address}?{urlencode(given, safe='/:,', quote_via=quote)}" if given else address
