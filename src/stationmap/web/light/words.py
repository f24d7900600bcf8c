"""What the page says without network: the words from which its script makes the same cards."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING, Any

from stationmap.geo.travel import DETOUR_FACTOR, SPEED_KM_H, TravelMode
from stationmap.labels import text
from stationmap.maps.links import route_templates
from stationmap.services.find import REACH_M
from stationmap.stations.codes import Audience, Entry, Facility, StationKind, Status
from stationmap.stations.hours import CLOSES_SOON, ArrivalState
from stationmap.web.icons import glyph
from stationmap.web.view_models import MOST_WANTED

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.settings import Settings

_KEYS = (
    *(f"arrival.{state}" for state in ArrivalState),
    "arrival.open_until",
    "arrival.closes_soon_until",
    "arrival.closed_until",
    "arrival.round_the_clock",
    "moment.tomorrow",
    "moment.later",
    "moment.midnight",
    "distance.metres",
    "distance.kilometres",
    *(f"direction.{point}" for point in ("n", "ne", "e", "se", "s", "sw", "w", "nw", "here")),
    *(f"duration.{mode}" for mode in TravelMode),
    "duration.minutes",
    "duration.hours",
    "duration.hours_and_minutes",
    *(f"kind.{kind}" for kind in StationKind),
    *(f"audience.{code}" for code in Audience),
    *(f"entry.{code}" for code in Entry),
    *(f"facility.{code}" for code in Facility),
    *(f"weekday.{day}" for day in range(1, 8)),
    f"status.{Status.SUSPENDED}",
    "light.district",
    "card.broken",
    "card.expired",
    "card.who_unknown",
    "card.how_unknown",
    "card.verified",
    "card.stale",
    "card.never_verified",
    "card.separator",
    "find.here",
    "find.near",
    "find.accuracy",
    "find.nearer_uncertain",
    "find.empty.no_chips",
    "station.day",
    "station.holiday",
    "station.makeup_workday",
    "station.times",
    "station.self_entry",
    "station.hours_in_doubt",
    "station.hours_unknown",
    "station.shut",
    "station.shut_now",
    "station.shut_now_until",
    "light.start",
    "light.offline.only",
    "light.offline.not_saved",
    "light.offline.station_not_saved",
    "light.offline.far",
    "light.offline.too_old",
)


def words(settings: Settings, language: Language) -> dict[str, Any]:
    """Return the words of a language by key, `{places}` unfilled, and the figures behind them."""
    return {
        "words": {key: text(key, language) for key in _KEYS},
        "routes": {
            mode.value: [route.url for route in route_templates(language, mode=mode)]
            for mode in TravelMode
        },
        "glyphs": {code.value: glyph(code) for code in Facility} | {"broken": glyph("broken")},
        "letters": ascii_letters,
        "facilities": list(dict.fromkeys([*MOST_WANTED, *Facility])),
        "speed_km_h": {mode.value: SPEED_KM_H[mode] for mode in TravelMode},
        "detour": DETOUR_FACTOR,
        "reach_m": REACH_M,
        "closes_soon_min": CLOSES_SOON.total_seconds() / 60,
        "stale_after_days": settings.stale_after_days,
        "hotline": settings.hotline,
    }
