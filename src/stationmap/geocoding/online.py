"""Asks the configured service for an address, politely, and answers in WGS-84."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders import Nominatim

from stationmap.errors import (
    GeocodingError,
    InvalidPositionError,
    SettingsError,
    StoreError,
)
from stationmap.geo.datum import Datum, position_from
from stationmap.geocoding.chinese_services import AMap, Baidu, ServiceRefusedError, Tianditu
from stationmap.geocoding.pace import Pace
from stationmap.labels import Language, text
from stationmap.settings import Geocoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geopy.location import Location

    from stationmap.geo.position import Position
    from stationmap.geocoding.pace import Turn
    from stationmap.settings import Settings

TIMEOUT_S = 5.0
MOST_RESULTS = 5
NOMINATIM_EVERY_S = 1.1
"""Nominatim's policy allows one question a second for the whole installation; the tenth is for
threads that wake late, after which the next question comes too soon."""
OTHERS_EVERY_S = 0.1
"""Free keys of the Chinese services allow a few questions a second."""
LONGEST_WAIT_S = 4.0

Bounds = tuple[float, float, float, float]
"""West, south, east, north in WGS-84 degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAddress:
    """What a service knows by a name or address."""

    name: str
    position: Position


class OnlineGeocoder:
    """One service, its datum, its pace, and the part of the world that is asked for.

    Neither the key nor what was asked stands in any log or error.
    """

    def __init__(
        self,
        service: Geocoder,
        ask: Callable[[str], Iterable[Location] | None],
        *,
        datum: Datum,
        pace: Pace,
        bounds: Bounds,
    ) -> None:
        self._service = service
        self._ask = ask
        self._datum = datum
        self._pace = pace
        self._bounds = bounds

    def find(self, query: str) -> list[FoundAddress]:
        """Return what the service knows within the bounds, best first, in WGS-84.

        Raises
        ------
        GeocodingError
            If the service refuses, cannot be reached in time, answers what cannot be read, or if
            too many people are asking.
        """
        self._wait_for_turn()
        try:
            found = [self._address(location) for location in self._ask(query) or ()]
        except GeopyError as error:
            raise GeocodingError(self._service, _reason(error)) from None
        except (LookupError, TypeError, ValueError, AttributeError, InvalidPositionError):
            raise GeocodingError(self._service, "its answer cannot be read") from None
        return [address for address in found if self._within(address.position)][:MOST_RESULTS]

    def _wait_for_turn(self) -> None:
        try:
            has_turn = self._pace.wait()
        except StoreError:
            # Without it, nobody knows whether another process has just asked.
            raise GeocodingError(self._service, "the store that keeps the queue is away") from None
        if not has_turn:
            raise GeocodingError(self._service, "too many people are asking at once")

    def _address(self, location: Location) -> FoundAddress:
        position = position_from(location.longitude, location.latitude, self._datum)
        return FoundAddress(name=str(location.address), position=position)

    def _within(self, position: Position) -> bool:
        west, south, east, north = self._bounds
        return west <= position.lon <= east and south <= position.lat <= north


def online_geocoder(settings: Settings, bounds: Bounds, *, turn: Turn) -> OnlineGeocoder | None:
    """Return the geocoder that the settings name, or None if they name none.

    Parameters
    ----------
    bounds
        Where answers must lie.
    turn
        The queue in which all processes of the installation ask.

    Raises
    ------
    SettingsError
        If the service's key, or Nominatim's contact, is missing.
    """
    scheme, _, domain = (settings.geocoder_url or "https://").partition("://")
    options: dict[str, Any] = {
        "scheme": scheme,
        "timeout": TIMEOUT_S,
        "user_agent": f"stationmap ({settings.geocoder_contact or 'no contact given'})",
        # urllib3 would write addresses with keys into the log.
        "adapter_factory": URLLibAdapter,
    } | ({"domain": domain.rstrip("/")} if domain else {})
    # geopy writes there what was asked.
    logging.getLogger("geopy").setLevel(logging.WARNING)
    match settings.geocoder:
        case Geocoder.NONE:
            return None
        case Geocoder.NOMINATIM:
            return _nominatim(settings, bounds, options, turn)
        case Geocoder.AMAP:
            service, datum = AMap, Datum.GCJ02
        case Geocoder.BAIDU:
            service, datum = Baidu, Datum.BD09
        case Geocoder.TIANDITU:
            service, datum = Tianditu, Datum.WGS84
    city = settings.city or text("geocoding.city", Language.ZH)
    asking = service(_key(settings), city=city, **options)
    pace = _pace(settings.geocoder, turn, OTHERS_EVERY_S)
    return OnlineGeocoder(settings.geocoder, asking.geocode, datum=datum, pace=pace, bounds=bounds)


def _nominatim(
    settings: Settings, bounds: Bounds, options: dict[str, Any], turn: Turn
) -> OnlineGeocoder:
    if not settings.geocoder_contact:
        raise SettingsError("geocoder_contact", "Nominatim's operators ask for an address")
    service = Nominatim(**options)
    west, south, east, north = bounds

    def ask(query: str) -> Iterable[Location] | None:
        found: Iterable[Location] | None = service.geocode(
            query,
            exactly_one=False,
            limit=MOST_RESULTS,
            language="zh",
            country_codes="cn",
            viewbox=((south, west), (north, east)),
            bounded=True,
        )
        return found

    pace = _pace(Geocoder.NOMINATIM, turn, NOMINATIM_EVERY_S)
    return OnlineGeocoder(Geocoder.NOMINATIM, ask, datum=Datum.WGS84, pace=pace, bounds=bounds)


def _pace(service: Geocoder, turn: Turn, interval_s: float) -> Pace:
    name = f"geocoder {service}"
    return Pace(turn, name, interval_s=interval_s, longest_wait_s=LONGEST_WAIT_S)


def _key(settings: Settings) -> str:
    own_setting = "tianditu_key" if settings.geocoder is Geocoder.TIANDITU else "geocoder_key"
    key = getattr(settings, own_setting)
    if key is None:
        raise SettingsError(own_setting, f"the geocoder {settings.geocoder} needs a key")
    return str(key.get_secret_value())


def _reason(error: GeopyError) -> str:
    """Say what happened in words of our own: geopy's may hold the address that was asked."""
    match error:
        case ServiceRefusedError():
            return f"it refused with its status {error.status}"
        case GeocoderTimedOut():
            return f"it did not answer within {TIMEOUT_S:g} s"
        case GeocoderQuotaExceeded():
            wait_s = getattr(error, "retry_after", None)
            return "it has had too many requests" + (f"; again in {wait_s} s" if wait_s else "")
        case GeocoderAuthenticationFailure() | GeocoderInsufficientPrivileges():
            return "it did not accept the key or the contact"
    return "it cannot be reached, or failed"
