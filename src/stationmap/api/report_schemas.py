"""Reports, and what is sent of them, as OpenAPI describes them."""

from __future__ import annotations

from typing import Any

from stationmap.stations.codes import Facility
from stationmap.upkeep.report import ReportedFault, ReportState
from stationmap.upkeep.short_text import MAX_LENGTH

FILE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["station_id", "fault"],
    "additionalProperties": False,
    "properties": {
        "station_id": {"type": "string", "minLength": 1, "maxLength": 2000},
        "fault": {"type": "string", "enum": [*ReportedFault]},
        "facility": {
            "type": "string",
            "enum": [*Facility],
            "description": "For facility_broken and used_up: which.",
        },
        "text": {
            "type": "string",
            "maxLength": MAX_LENGTH,
            "description": "What is wrong, in a sentence or two. No names, no telephone numbers.",
        },
    },
}
RECEIPT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["station_id", "fault", "is_new", "times", "due_at"],
    "properties": {
        "station_id": {"type": "string"},
        "fault": {"type": "string"},
        "facility": {"type": "string", "nullable": True},
        "is_new": {"type": "boolean", "description": "Whether nobody had reported it yet."},
        "times": {"type": "integer", "description": "How many reported it."},
        "due_at": {"type": "string", "format": "date-time"},
    },
}
ANSWER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["state", "answer"],
    "additionalProperties": False,
    "properties": {
        "state": {"type": "string", "enum": [ReportState.MENDED, ReportState.NOT_SO]},
        "answer": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_LENGTH,
            "description": "What couriers read beside it.",
        },
    },
}
REPORT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "station_id", "fault", "state", "times", "filed_at", "due_at"],
    "properties": {
        "id": {"type": "integer"},
        "station_id": {"type": "string"},
        "station_name": {"type": "string"},
        "area": {"type": "string"},
        "fault": {"type": "string"},
        "facility": {"type": "string", "nullable": True},
        "texts": {"type": "array", "items": {"type": "string"}},
        "times": {"type": "integer"},
        "filed_at": {"type": "string", "format": "date-time"},
        "last_at": {"type": "string", "format": "date-time"},
        "due_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": [*ReportState]},
        "answer": {"type": "string", "nullable": True},
        "answered_by": {"type": "string", "nullable": True},
        "answered_at": {"type": "string", "format": "date-time", "nullable": True},
    },
}
REPORTS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["numberMatched", "numberReturned", "reports"],
    "properties": {
        "numberMatched": {"type": "integer"},
        "numberReturned": {"type": "integer"},
        "reports": {"type": "array", "items": REPORT_SCHEMA},
    },
}
