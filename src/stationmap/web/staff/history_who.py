"""Who made a change and when, as colleagues say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.stations.calendar import in_beijing
from stationmap.upkeep.account import SYSTEM
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.labels import Language


def name_of(login: str, language: Language) -> str:
    """Return the name of an account; of an operator, who has none, what she was called."""
    if login == SYSTEM:
        return text("history.system", language)
    account = office().store.accounts.get(login)
    return login if account is None else account.name


def said_at(at: datetime, language: Language) -> str:
    """Say a moment in Beijing's time, to the minute."""
    return text("history.at", language, moment=f"{in_beijing(at):%Y-%m-%d %H:%M}")
