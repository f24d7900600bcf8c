"""What a sample station is like: everything but where it stands."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

HERE = Path(__file__).parent
KINDS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "kinds.toml").read_text("utf-8"))
OFFERS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "offers.toml").read_text("utf-8"))

MADE_ON = date(2026, 11, 20)
"""Dates in the sample are told from this day, so that the script gives the same file for ever."""
FRESH_DAYS, STALE_DAYS = 150, 900
HOTLINE = "12351"
"""The only number in the sample: an invented one could reach a person."""
COUNTED = ("truck_bays", "showers", "washers", "beds")
ROUND_THE_CLOCK = "24/7"


def describe(kind: str, *, random: Random) -> dict[str, Any]:
    """Return the properties of one station of a kind, except its id, name and position."""
    table = KINDS[kind]
    host = weighted(table["hosts"], random)
    record: dict[str, Any] = {
        "kind": kind,
        "host": OFFERS["templates"]["host"].format(host=OFFERS["hosts"][host]["zh"]),
        "host_type": host,
        "facilities": facilities(table["facilities"], random),
    }
    record |= status(random)
    record |= doors(host, audience_chances(table, host), random)
    record |= size(table, random)
    record |= upkeep(random)
    return record


def facilities(chances: Mapping[str, list[int]], random: Random) -> dict[str, str]:
    """Return the state of each facility that the record mentions."""
    states = {}
    for code, (working, broken, absent) in chances.items():
        drawn = random.random() * 100
        if drawn < working:
            states[code] = "working"
        elif drawn < working + broken:
            states[code] = "broken"
        elif drawn < working + broken + absent:
            states[code] = "absent"
    return states


def status(random: Random) -> dict[str, Any]:
    """Return the status; a suspension has dates, some of them past, some without an end."""
    chances = OFFERS["status"]
    drawn = random.random() * 100
    for name, percent in chances.items():
        if drawn < percent:
            return suspension(random) if name == "suspended" else {"status": name}
        drawn -= percent
    return {"status": "open"}


def suspension(random: Random) -> dict[str, Any]:
    """Return a suspension that began in the last quarter and lasts up to four months, or open."""
    begins = MADE_ON - timedelta(days=int(random.random() * 90))
    ends = begins + timedelta(days=14 + int(random.random() * 106))
    record: dict[str, Any] = {"status": "suspended", "suspended_from": begins}
    return record if chance(25, random) else record | {"suspended_until": ends}


def audience_chances(table: Mapping[str, Any], host: str) -> Mapping[str, int]:
    """Return who may enter by weight: the kind decides, else the host."""
    by_host: dict[str, Mapping[str, int]] = OFFERS["audience"]
    chances: Mapping[str, int] = table.get("audience", by_host.get(host, by_host["other"]))
    return chances


def doors(host: str, audiences: Mapping[str, int], random: Random) -> dict[str, Any]:
    """Return when one gets in, who, and how."""
    hours = weighted(OFFERS["hosts"][host]["hours"], random)
    audience = weighted(audiences, random)
    codes = [code for code in audience.split(",") if code]
    entry_chances = OFFERS["entry"].get(audience, OFFERS["entry"]["other"])
    entry = [code for code in [weighted(entry_chances, random)] if code]
    record: dict[str, Any] = {"audience": codes}
    if hours:
        record["opening_hours"] = hours
    night = OFFERS["self_entry"]
    ends = hours not in {"", ROUND_THE_CLOCK}
    if ends and host in night["hosts"] and chance(night["percent"], random):
        record["self_entry_hours"] = weighted(night["hours"], random)
        entry = sorted({*entry, weighted(night["entry"], random)})
    return record | {"entry": entry}


def size(table: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Return how large it is; what only a driver's home counts, it always counts."""
    record: dict[str, Any] = {}
    for name in ("capacity", "area_m2"):
        if chance(OFFERS["mentioned"][name], random):
            record[name] = between(table[name], random)
    return record | {name: between(table[name], random) for name in COUNTED if name in table}


def upkeep(random: Random) -> dict[str, Any]:
    """Return who keeps the record and when it was last looked at."""
    record: dict[str, Any] = {"source": "sample"}
    mentioned, verified = OFFERS["mentioned"], OFFERS["verified"]
    if chance(mentioned["phone"], random):
        record["phone"] = HOTLINE
    if chance(mentioned["note"], random):
        record["notes"] = OFFERS["templates"]["note"]
    if chance(mentioned["precision"], random):
        record["position_precision_m"] = weighted({"10": 3, "50": 2, "200": 1}, random)
    if not chance(verified["missing_percent"], random):
        stale = chance(verified["stale_percent"], random)
        age = (
            FRESH_DAYS + random.random() * (STALE_DAYS - FRESH_DAYS)
            if stale
            else (random.random() * FRESH_DAYS)
        )
        record["verified_on"] = MADE_ON - timedelta(days=int(age))
    return record


def weighted(weights: Mapping[str, int], random: Random) -> str:
    """Draw one key by its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def chance(percent: float, random: Random) -> bool:
    """Say yes in so many of a hundred cases."""
    return random.random() * 100 < percent


def between(ends: list[int], random: Random) -> int:
    """Draw a whole number from low to high, both included."""
    low, high = ends
    return low + int(random.random() * (high - low + 1))
