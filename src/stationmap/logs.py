"""What the server writes of itself: one handler for all loggers, and nothing of its visitors.

Positions, network addresses and query strings are masked in every line, whoever wrote it and
whatever they stood in: a message, its arguments or a traceback.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pythonjsonlogger.json import JsonFormatter

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that is being answered, in each line that is written meanwhile."""

MASK = "***"
LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_QUERY = re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*")
_PAIR = re.compile(r"(?<![\w.])[-+]?\d{1,3}\.\d+(\s*[,;/ ]\s*)[-+]?\d{1,3}\.\d+(?![\w.])")
_EXACT = re.compile(r"(?<![\w.])[-+]?\d{1,3}\.\d{3,}(?![\w.])")
_NAMED = re.compile(
    r"(?i)(\b(?:lat|lon|lng|latitude|longitude)\b[\"']?\s*[=: ]\s*)[\"']?[-+]?\d+(?:\.\d+)?"
)
_V4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?![\w:])")


def set_up_logs(*, level: str, form: str) -> None:
    """Let every logger of the process write through one handler, to stderr.

    Parameters
    ----------
    level
        The least severe level that is written: `debug`, `info`, `warning` or `error`.
    form
        `text` for people, or `json`: one object a line, for programs.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    # A second call replaces what the first has made, and nothing that is there for other ends.
    root.handlers[:] = [kept for kept in root.handlers if type(kept) is not type(handler)]
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    # It would print addresses with what was asked; the middleware writes what may be written.
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets"):
        hand_over(logging.getLogger(name))


def hand_over(logger: logging.Logger) -> None:
    """Let a logger that has handlers of its own write through ours instead."""
    logger.handlers.clear()
    logger.propagate = True


def masked(line: str) -> str:
    """Return a line without positions, network addresses and query strings."""
    line = _QUERY.sub(f"?{MASK}", line)
    line = _NAMED.sub(rf"\g<1>{MASK}", line)
    line = _PAIR.sub(rf"{MASK}\g<1>{MASK}", line)
    line = _V6.sub(_mask_address, line)  # first: it may end in one of the other kind
    line = _V4.sub(_mask_address, line)
    return _EXACT.sub(MASK, line)


def _mask_address(found: re.Match[str]) -> str:
    """Mask what is an address of somebody else's; "10:42:01" is none, `::1` tells nothing."""
    try:
        address = ipaddress.ip_address(found[0].rstrip(":.") if "." in found[0] else found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else MASK


def _moment(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class TextLines(logging.Formatter):
    """Lines for people, in UTC."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802  # the base's
        """Return the moment in ISO 8601."""
        return _moment(record)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, masked, with the number of the request if there is one."""
        request_id = REQUEST_ID.get()
        moment, space, line = super().format(record).partition(" ")
        return moment + space + masked(line) + (f" [{request_id}]" if request_id else "")


class JsonLines(JsonFormatter):
    """One JSON object a line: time, level, logger, message, and what else was given."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        """Fill the object in the order in which people read it."""
        given: dict[str, Any] = {}
        super().add_fields(given, record, message_dict)
        request_id = REQUEST_ID.get()
        log_data.update(
            time=_moment(record),
            level=record.levelname.lower(),
            logger=record.name,
            message=record.getMessage(),
            **({"request_id": request_id} if request_id else {}),
        )
        log_data.update(_without_own(given))

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Mask every text of the object."""
        return {
            name: masked(value) if isinstance(value, str) and name != "time" else value
            for name, value in log_data.items()
        }


def _without_own(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a call gave by `extra`, and a traceback; colours are uvicorn's."""
    passed_over = {"message", "color_message", "taskName"}
    return {
        name: value
        for name, value in given.items()
        if value is not None and name not in passed_over
    }
