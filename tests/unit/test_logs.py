"""The log says what happened, and nothing of those to whom it happened."""

from __future__ import annotations

import json
import logging
import warnings
from typing import TYPE_CHECKING

import pytest

from stationmap.logs import REQUEST_ID, hand_over, masked, set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Return what tells what was written since, and leave the loggers as they were."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    shown = warnings.showwarning
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    warnings.showwarning = shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("near 116.397,39.908", "near ***,***"),
        ("near [116.4, 39.9]", "near [***, ***]"),
        ("longitude 116.39712 must be", "longitude *** must be"),
        ("{'lat': 39, 'lon': 116.4}", "{'lat': ***, 'lon': ***}"),
        ("GET /?lat=39.9&lon=116.4 200", "GET /?*** 200"),
        ("GET /api/items?bbox=116,39,117,40 200", "GET /api/items?*** 200"),
        ("from 192.0.2.7:5012", "from ***:5012"),
        ("from [2001:db8::7]:5012", "from [***]:5012"),
        ("from ::ffff:192.0.2.7", "from ***"),
    ],
)
def test_positions_addresses_and_queries_are_masked(line: str, expected: str) -> None:
    assert masked(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/collections/{collection}/items 200 3.25 ms",
        "at 10:42:01, stationmap 0.1.0 on 127.0.0.1:8501 and [::1]",
        "is it there? yes",
        "10,834 stations, 99.5 %, 3.14",
    ],
)
def test_what_tells_nothing_of_anybody_stays(line: str) -> None:
    assert masked(line) == line


def test_a_line_of_json_is_an_object_with_what_was_given(written: Callable[[], str]) -> None:
    set_up_logs(level="info", form="json")
    token = REQUEST_ID.set("0123456789ab")
    logging.getLogger("stationmap.requests").info(
        "GET %s", "/nearest?lon=116.4", extra={"route": "/nearest", "status": 200}
    )
    REQUEST_ID.reset(token)
    line = json.loads(written())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "stationmap.requests",
        "message": "GET /nearest?***",
        "request_id": "0123456789ab",
        "route": "/nearest",
        "status": 200,
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_is_masked_too(written: Callable[[], str], form: str) -> None:
    set_up_logs(level="warning", form=form)
    error = ValueError("no place at 116.39712 for 192.0.2.7")
    logging.getLogger("anybody").error("failed", exc_info=error)
    said = written()
    assert "no place at *** for ***" in said
    assert (len(said.splitlines()) == 1) == (form == "json")


def test_less_severe_lines_are_not_written(written: Callable[[], str]) -> None:
    set_up_logs(level="warning", form="text")
    logging.getLogger("anybody").info("nothing to see")
    logging.getLogger("anybody").warning("look")
    said = written()
    assert said.endswith(" WARNING anybody: look\n")
    assert "nothing" not in said


def test_a_second_call_writes_no_line_twice(written: Callable[[], str]) -> None:
    set_up_logs(level="warning", form="text")
    set_up_logs(level="warning", form="text")
    logging.getLogger("anybody").warning("once")
    assert written().count("once") == 1


def test_a_logger_with_handlers_of_its_own_writes_through_ours(written: Callable[[], str]) -> None:
    set_up_logs(level="warning", form="json")
    logger = logging.getLogger("a.guest")
    logger.addHandler(logging.StreamHandler())
    logger.propagate = False
    hand_over(logger)
    logger.warning("heard once")
    assert json.loads(written())["message"] == "heard once"


def test_the_servers_own_list_of_requests_is_off(written: Callable[[], str]) -> None:
    set_up_logs(level="debug", form="text")
    logging.getLogger("uvicorn.access").info('192.0.2.7 - "GET /?lat=39.908 HTTP/1.1" 200')
    assert written() == ""
