"""What goes wrong is told as a problem, in the form of RFC 9457."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/nothing-here")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_an_unknown_parameter_is_refused(client: TestClient) -> None:
    answer = client.get("/api/?colour=red")

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "colour"
