"""Scenarios and uploads of which only the facts that a test is about are known."""

from __future__ import annotations

from typing import Any

from rig.stores import NOON
from stationmap.coverage.scenario import Scenario
from stationmap.store.plan_protocol import Upload, UploadKind


def scenario(**facts: Any) -> Scenario:
    """Make a scenario that changes nothing, but for these facts."""
    known = {"id": "s", "name": "2027", "owner": "li", "created_at": NOON, "changed_at": NOON}
    return Scenario(**{**known, **facts})


def upload(upload_id: str = "u", **facts: Any) -> Upload:
    """Make what is known of an upload of demand."""
    known = {"kind": UploadKind.DEMAND, "name": "订单", "owner": "li", "created_at": NOON}
    return Upload(id=upload_id, **{**known, **facts})
