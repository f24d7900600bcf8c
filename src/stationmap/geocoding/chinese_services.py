"""Geocoders of AMap, Baidu and Tianditu, in geopy's manner.

geopy has none for AMap and Tianditu, and its own for Baidu writes the key into the log. Each gives
positions in its service's own datum, as the services document it: lbs.amap.com (web service,
geocoding), lbsyun.baidu.com (geocoding v3.0), lbs.tianditu.gov.cn (geocoding).
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar
from urllib.parse import urlencode

from geopy.exc import GeocoderServiceError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from stationmap.geo.position import Position


class ServiceRefusedError(GeocoderServiceError):  # type: ignore[misc]  # geopy publishes no types
    """The service answered that it will not; `.status` is its own code for why."""

    def __init__(self, status: object) -> None:
        self.status = "".join(filter(str.isdigit, str(status)))[:8]
        super().__init__(f"refused with status {self.status}")


class KeyedGeocoder(Geocoder, ABC):  # type: ignore[misc]  # geopy publishes no types
    """One GET with a key, one answer in JSON."""

    domain: ClassVar[str]
    path: ClassVar[str]

    def __init__(self, key: str, *, city: str, domain: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._key = key
        self._city = city
        self._api = f"{self.scheme}://{domain or self.domain}{self.path}"

    def geocode(self, query: str) -> list[Location]:
        """Ask for an address in the city.

        Raises
        ------
        geopy.exc.GeocoderServiceError
            If the service refuses, or cannot be reached in time.
        KeyError, TypeError, ValueError, AttributeError
            If its answer has not the documented form.
        """
        url = f"{self._api}?{urlencode(self._parameters(query))}"
        found: list[Location] = self._call_geocoder(url, lambda page: self._parse(page, query))
        return found

    @abstractmethod
    def _parameters(self, query: str) -> dict[str, str]:
        """Return what the address says of a question."""

    @abstractmethod
    def _parse(self, page: dict[str, Any], query: str) -> list[Location]:
        """Return what an answer says, as long as it has the documented form."""


class AMap(KeyedGeocoder):
    """AMap's web service; GCJ-02."""

    domain = "restapi.amap.com"
    path = "/v3/geocode/geo"
    _UNRESOLVABLE = "30001"
    """What AMap answers to words that it cannot make an address of."""

    def _parameters(self, query: str) -> dict[str, str]:
        return {"key": self._key, "address": query, "city": self._city, "output": "JSON"}

    def _parse(self, page: dict[str, Any], query: str) -> list[Location]:
        if page["status"] != "1":
            if page["infocode"] == self._UNRESOLVABLE:
                return []
            raise ServiceRefusedError(page["infocode"])
        found = []
        for code in page["geocodes"]:
            lon, lat = code["location"].split(",")
            # An empty text comes as an empty list.
            found.append(Location(code["formatted_address"] or query, _point(lon, lat), code))
        return found


class Baidu(KeyedGeocoder):
    """Baidu's web service, version 3; BD-09."""

    domain = "api.map.baidu.com"
    path = "/geocoding/v3/"
    _NOTHING_FOUND = 1
    """With an empty list of results; without one the same number is an internal error."""

    def _parameters(self, query: str) -> dict[str, str]:
        return {"ak": self._key, "address": query, "city": self._city, "output": "json"}

    def _parse(self, page: dict[str, Any], query: str) -> list[Location]:
        if page["status"] == self._NOTHING_FOUND and page.get("results") == []:
            return []
        if page["status"] != 0:
            raise ServiceRefusedError(page["status"])
        location = page["result"]["location"]
        return [Location(query, _point(location["lng"], location["lat"]), page)]


class Tianditu(KeyedGeocoder):
    """The national platform's geocoder; CGCS2000, which is WGS-84 to within centimetres."""

    domain = "api.tianditu.gov.cn"
    path = "/geocoder"
    _NOTHING_FOUND = "404"

    def _parameters(self, query: str) -> dict[str, str]:
        words = query if query.startswith(self._city) else self._city + query
        return {"ds": json.dumps({"keyWord": words}, ensure_ascii=False), "tk": self._key}

    def _parse(self, page: dict[str, Any], query: str) -> list[Location]:
        if page.get("status") == self._NOTHING_FOUND:
            return []
        if page.get("status") != "0":
            raise ServiceRefusedError(page.get("code", page.get("status")))
        location = page["location"]
        return [Location(query, _point(location["lon"], location["lat"]), page)]


def _point(lon: float | str, lat: float | str) -> tuple[float, float]:
    """Return geopy's order, latitude first, of what is a position: geopy would only warn."""
    position = Position(float(lon), float(lat))
    return position.lat, position.lon
