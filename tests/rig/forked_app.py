"""Starts `stationmap serve` in a fork of a process that has imported it once.

What differs from the real command is only that nothing is imported anew, which takes a processor
two to four seconds for each of the many servers that tests start.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pkgutil import walk_packages
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

import stationmap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

RUN_AS_SCRIPTS = ("stationmap.web.main", "stationmap.web.screens", "stationmap.store.migrations")
"""What draws or migrates when it is imported."""

IMPORTED = [
    *(
        module.name
        for module in walk_packages(stationmap.__path__, "stationmap.")
        if not module.name.startswith(RUN_AS_SCRIPTS)
    ),
    # What they import when it is needed, which it is at each start.
    "alembic.command",
    "holidays.countries",
    "sqlalchemy.dialects.sqlite",
]

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(IMPORTED)


class ForkedApp:
    """A `stationmap` command in a fork, to be watched and ended as a `subprocess.Popen` is."""

    def __init__(
        self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        self._process = _forks.Process(
            target=_run, args=(list(arguments), str(folder), dict(environment), str(log))
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return what it ended with; None while it runs."""
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises
        ------
        TimeoutExpired
            If it has not ended in time.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired("stationmap", timeout or 0.0)
        return self._process.exitcode


def _run(arguments: list[str], folder: str, environment: dict[str, str], log: str) -> None:
    """Become the command: with its folder, its environment, no input, and the log as output."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    for mine, standard in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(mine, standard)
    # What Python made of the streams at its start belongs to other files.
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, 1, encoding="utf-8", closefd=False)  # noqa: SIM115  # until the end
        for number, mode in enumerate("rww")
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["stationmap", *arguments]
    from stationmap.cli import app  # noqa: PLC0415  # imported before the fork

    app()
