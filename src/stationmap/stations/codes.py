"""The closed lists of the data contract; a new code is one line here and one in the catalogue."""

from __future__ import annotations

from enum import StrEnum


class StationKind(StrEnum):
    """What a station is, as the trade unions name its programmes."""

    WARM_STATION = "warm_station"
    DRIVER_HOME = "driver_home"
    SERVICE_CENTER = "service_center"
    SERVICE_POINT = "service_point"
    WORKERS_HOME = "workers_home"
    MIND_STATION = "mind_station"
    NURSING_ROOM = "nursing_room"
    NOON_REST = "noon_rest"
    WORKERS_LIBRARY = "workers_library"
    CULTURE_PALACE = "culture_palace"
    CRAFT_ACADEMY = "craft_academy"


RESTING_KINDS = frozenset(StationKind) - {
    StationKind.MIND_STATION,
    StationKind.NURSING_ROOM,
    StationKind.CRAFT_ACADEMY,
}
"""Where anybody may sit down for a while. The others serve one purpose: a courier who looks for a
seat is not led to a nursing room, to counselling or to a school."""


class Status(StrEnum):
    """Whether a station is in use."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    PLANNED = "planned"


class Facility(StrEnum):
    """Something that a station offers."""

    TABLE_CHAIR = "table_chair"
    WATER = "water"
    MICROWAVE = "microwave"
    AIRCON = "aircon"
    HEATING = "heating"
    FIRST_AID = "first_aid"
    PHONE_CHARGE = "phone_charge"
    PUMP = "pump"
    RAIN_GEAR = "rain_gear"
    FRIDGE = "fridge"
    WIFI = "wifi"
    BOOKS = "books"
    SOFA = "sofa"
    TV = "tv"
    LOCKER = "locker"
    CHANGING_ROOM = "changing_room"
    TOILET = "toilet"
    SEWING_KIT = "sewing_kit"
    PRINTER = "printer"
    BP_METER = "bp_meter"
    AED = "aed"
    BATTERY_SWAP = "battery_swap"
    LEGAL_AID = "legal_aid"
    HAIRCUT = "haircut"
    SUBSIDISED_MEAL = "subsidised_meal"
    DONATION_SHELF = "donation_shelf"
    TRUCK_PARKING = "truck_parking"
    SHOWER = "shower"
    LAUNDRY = "laundry"
    BEDS = "beds"
    DINING = "dining"
    REPAIR = "repair"
    COUNSELLING = "counselling"
    NURSING = "nursing"


class FacilityState(StrEnum):
    """The state of a facility; one that a record does not name is unknown, never absent."""

    WORKING = "working"
    BROKEN = "broken"
    ABSENT = "absent"


class Audience(StrEnum):
    """Who may enter."""

    OUTDOOR_WORKERS = "outdoor_workers"
    MEMBERS = "members"
    OWN_STAFF = "own_staff"
    PUBLIC = "public"


class Entry(StrEnum):
    """How one gets in."""

    WALK_IN = "walk_in"
    QR_CODE = "qr_code"
    FACE = "face"
    ID_CARD = "id_card"
    APP_MEMBER = "app_member"
    ASK_STAFF = "ask_staff"
