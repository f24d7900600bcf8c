"""What is to be done, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.stations.calendar import in_beijing
from stationmap.stations.codes import Facility
from stationmap.stations.districts import District
from stationmap.upkeep.report import ReportedFault
from stationmap.web.wording import listed

if TYPE_CHECKING:
    from stationmap.upkeep.work import WorkItem

TABLES = {Facility: "facility", Datum: "datum", ReportedFault: "reported_fault"}
"""Where in the catalogue codes have their labels."""


def reason(item: WorkItem, language: Language) -> str:
    """Say why an item is to be done."""
    facts = {name: said(value, language) for name, value in item.facts.items()}
    if item.other is not None:
        facts["other"] = item.other.name
    return text(f"work.reason.{item.kind}", language, **facts)


def said(value: object, language: Language) -> str:
    """Say a fact: a code by its label, a moment in Beijing's time, a list with commas."""
    for codes, table in TABLES.items():
        if isinstance(value, codes):
            return text(f"{table}.{value}", language)
    if isinstance(value, District):
        return value.name_zh if language == Language.ZH else value.name_en
    if isinstance(value, tuple):
        return listed((said(one, language) for one in value), language)
    if isinstance(value, datetime):
        return f"{in_beijing(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
