"""What every test may use, and how strictly skips are taken.

With `STATIONMAP_STRICT_TESTS=1` every skip is a failure, whatever its reason: so does `.ci/run`,
which runs where Chromium, the fonts and the shared data folder are all there. Without it, what
was skipped and why stands in the last lines of the run.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from rig.examples import tries

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
STRICT = os.environ.get("STATIONMAP_STRICT_TESTS") == "1"

# A busy machine is no fault of the code, and a strict run finds the same twice.
settings.register_profile(
    "stationmap",
    deadline=None,
    max_examples=tries(),
    derandomize=STRICT,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("stationmap")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data that lies beside the checkout, not in it."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"shared data absent: no folder {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _store_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests write out of the checkout's `var`."""
    path = tmp_path_factory.mktemp("store") / "stationmap.sqlite"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STATIONMAP_STORE_URL", f"sqlite:///{path}")
        yield


@pytest.fixture(scope="session", autouse=True)
def _patience_with_a_busy_machine() -> Iterator[None]:
    """Let whoever asks in this process wait for what was saved: no test is about being quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stationmap.services.live.PATIENCE_S", 60.0)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test a failed one, in strict mode."""
    report = yield
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Make a skipped module a failed one, in strict mode."""
    report = yield
    if STRICT and report.skipped:
        _fail(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each suite that was skipped, with the reason, in the last lines."""
    skipped = Counter(
        (report.nodeid.split("::")[0], _reason(report))
        for report in terminalreporter.stats.get("skipped", [])
    )
    if not skipped:
        return
    terminalreporter.section("skipped suites")
    for (suite, reason), count in sorted(skipped.items()):
        terminalreporter.write_line(f"SKIPPED {suite} ({count}): {reason}")


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.longrepr = f"skipped, which strict mode does not allow: {_reason(report)}"
    report.outcome = "failed"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")
