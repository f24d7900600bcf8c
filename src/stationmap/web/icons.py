"""The icons: glyphs of Material Symbols in a font of 7 KB, made by scripts/make_icons.py."""

from __future__ import annotations

from stationmap.stations.codes import Facility
from stationmap.web.markup import Markup, element

SYMBOLS = {
    "arrow": "north",
    "back": "arrow_back",
    "broken": "build_circle",
    "call": "call",
    "check": "check_circle",
    "clock": "schedule",
    "close": "close",
    "door": "door_front",
    "ebike": "electric_moped",
    "go": "near_me",
    "home": "home_pin",
    "hotline": "support_agent",
    "locate": "my_location",
    "map": "map",
    "more": "info",
    "next": "alt_route",
    "place": "location_on",
    "print": "print",
    "search": "search",
    "share": "ios_share",
    "truck": "local_shipping",
    "unknown": "help",
    "verified": "event_available",
    "walk": "directions_walk",
    "warn": "warning",
    "who": "badge",
    Facility.AED: "monitor_heart",
    Facility.AIRCON: "ac_unit",
    Facility.BATTERY_SWAP: "battery_charging_full",
    Facility.BEDS: "bed",
    Facility.BOOKS: "menu_book",
    Facility.BP_METER: "blood_pressure",
    Facility.CHANGING_ROOM: "checkroom",
    Facility.COUNSELLING: "psychology",
    Facility.DINING: "restaurant",
    Facility.DONATION_SHELF: "volunteer_activism",
    Facility.FIRST_AID: "medical_services",
    Facility.FRIDGE: "kitchen",
    Facility.HAIRCUT: "content_cut",
    Facility.HEATING: "heat",
    Facility.LAUNDRY: "local_laundry_service",
    Facility.LEGAL_AID: "gavel",
    Facility.LOCKER: "lock",
    Facility.MICROWAVE: "microwave",
    Facility.NURSING: "child_care",
    Facility.PHONE_CHARGE: "bolt",
    Facility.PRINTER: "print",
    Facility.PUMP: "tire_repair",
    Facility.RAIN_GEAR: "umbrella",
    Facility.REPAIR: "build",
    Facility.SEWING_KIT: "apparel",
    Facility.SHOWER: "shower",
    Facility.SOFA: "weekend",
    Facility.SUBSIDISED_MEAL: "lunch_dining",
    Facility.TABLE_CHAIR: "table_restaurant",
    Facility.TOILET: "wc",
    Facility.TRUCK_PARKING: "local_parking",
    Facility.TV: "tv",
    Facility.WATER: "water_drop",
    Facility.WIFI: "wifi",
}
"""Our name of each icon and the symbol's name in Google's Material Symbols (Apache 2.0)."""

FIRST_GLYPH = 0xE000
"""The font holds the symbols, in the order of SYMBOLS, from this code point of the private area."""

_GLYPHS = {name: chr(FIRST_GLYPH + place) for place, name in enumerate(SYMBOLS)}


def glyph(name: str) -> str:
    """Return the character of the icon font that draws an icon."""
    return _GLYPHS[name]


def icon(name: str, *, turned_deg: float | None = None) -> Markup:
    """Return an icon for decoration beside text; screen readers skip it.

    Parameters
    ----------
    turned_deg
        Clockwise turn of the glyph in degrees, for an arrow that points somewhere.
    """
    style = None if turned_deg is None else f"transform:rotate({turned_deg:.0f}deg)"
    return element("i", _GLYPHS[name], aria_hidden="true", style=style)
