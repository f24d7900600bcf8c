"""Schemathesis asks every operation of the API with what fits its description and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from rig.contract_run import ContractRun, run_contract
from stationmap.api.app import api_app
from stationmap.bootstrap import office_of_file
from stationmap.services.api_tokens import ApiTokens
from stationmap.upkeep.account import Operator, Role

if TYPE_CHECKING:
    from stationmap.settings import Settings

DESCRIPTION = "/api/openapi"
EXAMPLES = 3
"""How many random questions each operation is asked beside those at every parameter's bounds."""


READING, WRITING = ("GET", "HEAD"), ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def unlimited(sample_settings: Settings) -> Settings:
    """Return settings under which one client may ask as often as it likes."""
    return sample_settings.model_copy(update={"api_limit": 0})


@pytest.fixture(scope="module")
def as_anybody(unlimited: Settings) -> ContractRun:
    office = office_of_file(unlimited)
    app = Starlette(routes=[Mount("/api", app=api_app(lambda: office))])
    return run_contract(app, DESCRIPTION, examples=EXAMPLES, methods=READING)


@pytest.fixture(scope="module")
def as_staff(unlimited: Settings) -> ContractRun:
    office = office_of_file(unlimited)
    office.accounts.add(Operator(), login="li", name="Li", role=Role.ADMIN)
    token, _ = ApiTokens(office.store, office.authority).make(Operator(), "contract", login="li")
    app = Starlette(routes=[Mount("/api", app=api_app(lambda: office))])
    bearer = {"Authorization": f"Bearer {token}"}
    return run_contract(app, DESCRIPTION, examples=EXAMPLES, methods=WRITING, headers=bearer)


def test_no_operation_that_reads_breaks_its_contract(as_anybody: ContractRun) -> None:
    assert as_anybody.broken == []


def test_no_operation_that_writes_breaks_its_contract_with_staff(as_staff: ContractRun) -> None:
    assert as_staff.broken == []


def test_no_question_fails_the_server(as_anybody: ContractRun, as_staff: ContractRun) -> None:
    statuses = as_anybody.statuses + as_staff.statuses

    assert sum(statuses.values()) > 500
    assert [status for status in statuses if status >= 500] == []
