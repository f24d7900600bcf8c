"""What the program asks of a store about plans: scenarios, and what planners upload."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from stationmap.coverage.scenario import Scenario


class UploadKind(StrEnum):
    """What an upload is."""

    DEMAND = "demand"
    AREAS = "areas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is known of an upload without its body. It never changes.

    Attributes
    ----------
    owner
        The login of who uploaded it.
    source, as_of
        Where its figures come from and of which date they are, as she said.
    points
        How many points of demand it has, or how many areas.
    total
        All its demand together; 0 for areas.
    """

    id: str
    kind: UploadKind
    name: str
    owner: str
    created_at: datetime
    source: str = ""
    as_of: str = ""
    points: int = 0
    total: float = 0.0


class PlanStore(Protocol):
    """Scenarios, demand and areas. None of it is a revision: the list stays as it is."""

    def save_scenario(self, scenario: Scenario, *, was: int) -> bool:
        """Keep a scenario as it is given if the store has the version stated; say whether it had.

        Parameters
        ----------
        was
            The version that the change was made from; 0 for a new one. What was removed cannot
            be saved again.
        """

    def scenario(self, scenario_id: str) -> Scenario | None:
        """Return one scenario."""

    def scenarios(self) -> list[Scenario]:
        """Return all, by name."""

    def remove_scenario(self, scenario_id: str) -> bool:
        """Remove a scenario for good; say whether it was there."""

    def keep_upload(self, upload: Upload, body: bytes) -> bool:
        """Keep an upload; say whether its id was free. What is kept is never changed."""

    def upload(self, upload_id: str) -> Upload | None:
        """Return what is known of an upload without its body."""

    def uploads(self) -> list[Upload]:
        """Return all without their bodies, the oldest first."""

    def upload_body(self, upload_id: str) -> bytes | None:
        """Return the body of an upload."""

    def remove_upload(self, upload_id: str) -> bool:
        """Remove an upload for good; say whether it was there."""
