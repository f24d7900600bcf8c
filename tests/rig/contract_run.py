"""Runs schemathesis over an API in this process, and tells which promises it broke."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemathesis import openapi
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemathesis.engine.recorder import ScenarioRecorder
    from starlette.types import ASGIApp

SEED = 2026
MAY_BE_MORE = "query - limit: Value greater than maximum"
"""The standard wants such a limit to be answered as the greatest, not refused."""


@dataclass(slots=True)
class ContractRun:
    """What a run found.

    Attributes
    ----------
    broken
        A text for each broken promise: the operation, what was promised, and how to ask for it.
    statuses
        How many answers had each status.
    operations
        The labels of all operations that answered.
    """

    broken: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)


def run_contract(
    app: ASGIApp,
    description: str,
    *,
    examples: int,
    methods: Sequence[str],
    headers: Mapping[str, str] | None = None,
) -> ContractRun:
    """Ask every operation that is described at an address, with what fits and what does not.

    Parameters
    ----------
    examples
        How many random questions each operation is asked, beside those that cover every parameter's
        bounds.
    methods
        Of the operations that are asked.
    headers
        Sent with every question, such as a token.
    """
    whole = openapi.from_asgi(description, app, config=_config(examples, headers or {}))
    schema = whole.include(method=list(methods))
    found = ContractRun()
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            found.broken.append(f"{event.label}: {event.info.format()}")
        elif isinstance(event, ScenarioFinished):
            _add(found, event.recorder)
    return found


def _config(examples: int, headers: Mapping[str, str]) -> SchemathesisConfig:
    """Return the same run each time: seeded, without a database of earlier failures."""
    generation = GenerationConfig(
        max_examples=examples, deterministic=True, database="none", no_shrink=True
    )
    phases = PhasesConfig(
        examples=ExamplesPhaseConfig(enabled=True),
        coverage=CoveragePhaseConfig(enabled=True),
        fuzzing=FuzzingPhaseConfig(enabled=True, generation=generation),
        stateful=StatefulPhaseConfig(enabled=False),
    )
    # No schema says that a facility is asked for with one fault alone, or a datum without a crs.
    accepted = PositiveDataAcceptanceConfig(expected_statuses=["2xx", "3xx", "4xx"])
    project = ProjectConfig(
        checks=ChecksConfig(positive_data_acceptance=accepted),
        generation=generation,
        phases=phases,
        headers=dict(headers),
        continue_on_failure=True,
    )
    return SchemathesisConfig(seed=SEED, projects=ProjectsConfig(default=project))


def _add(found: ContractRun, recorder: ScenarioRecorder) -> None:
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None:
            found.statuses[interaction.response.status_code] += 1
            found.operations.add(recorder.cases[case_id].value.operation.label)
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info is not None:
                failure = check.failure_info.failure
                if MAY_BE_MORE in failure.message:
                    continue
                label = recorder.cases[case_id].value.operation.label
                text = f"{label}: {failure.title}: {failure.message}"
                found.broken.append(f"{text}\n{check.failure_info.code_sample}")
