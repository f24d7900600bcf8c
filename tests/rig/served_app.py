"""Serves the real app in a process of its own, as an operator would start it."""

from __future__ import annotations

import atexit
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from rig.forked_app import ForkedApp
from rig.sample import SAMPLE, part_of_sample
from stationmap.bootstrap import open_office
from stationmap.files.write import write_stations
from stationmap.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
START_WITHIN_S = 180
STOP_WITHIN_S = 10
POLL_EVERY_S = 0.1
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class ServerFailedError(AssertionError):
    """The app did not start, or wrote a traceback; the text is its log."""


@dataclass(frozen=True, slots=True)
class ServedApp:
    """A running app.

    Attributes
    ----------
    url
        Where it answers, without a slash at the end.
    pid
        The process that serves.
    log_path
        What it has written to stdout and stderr.
    store
        The file of its store.
    """

    url: str
    pid: int
    log_path: Path
    store: Path

    @property
    def log(self) -> str:
        """What the process has written so far, without colours."""
        return COLOUR.sub("", self.log_path.read_text(encoding="utf-8", errors="replace"))


def stationmap_command() -> str:
    """Return the `stationmap` that belongs to the Python that is running."""
    return str(Path(sys.executable).with_name("stationmap"))


def unforked_command() -> tuple[str, ...]:
    """Return `stationmap serve` as a process of its own, whose end can be waited for."""
    return (stationmap_command(), "serve", "--port", "{port}")


def streamlit_command(script: Path) -> tuple[str, ...]:
    """Return the command that serves a script with Streamlit as it comes; `{port}` is open."""
    options = {
        "server.address": "127.0.0.1",
        "server.port": "{port}",
        "server.headless": "true",
        "server.enableStaticServing": "true",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return (sys.executable, "-m", "streamlit", "run", str(script), *flags)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


_used_ports: list[int] = []


def _usual_port() -> int:
    """Return the port of an app that has ended: browsers find there what they have cached."""
    for port in _used_ports:
        with socket.socket() as listener, suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            return port
    _used_ports.append(free_port())
    return _used_ports[-1]


@contextmanager
def serve(
    *,
    store: Path | None = None,
    command: Sequence[str] = (),
    folder: Path = REPOSITORY,
    port: int | None = None,
    prefix: str = "",
    **settings: str | Path,
) -> Iterator[ServedApp]:
    """Start the app, wait until it is healthy, yield it, and stop it.

    Parameters
    ----------
    store
        The file of the store, which two apps may share; None for a new one that ends with the app.
    command
        What to start instead of `stationmap serve`, which is forked; `{port}` in it is filled.
    folder
        The working directory; its `.streamlit` folder, if any, configures the app.
    port
        The port of 127.0.0.1; None for any free one.
    prefix
        The path below which it serves, without slashes; part of the `url`.
    settings
        Settings by their names in lower case (`language="en"`), passed as `STATIONMAP_…`. By
        default a part of the sample fills the store; `stations=SAMPLE` is the whole.

    Raises
    ------
    ServerFailedError
        If it does not become healthy, or its log holds a traceback at the end.
    """
    port = port or _usual_port()
    stations = settings.get("stations")
    is_filled = store is None and stations in {None, SAMPLE} and "stations_datum" not in settings
    with (
        tempfile.TemporaryDirectory(prefix="stationmap-") as own_folder,
        (Path(own_folder) / "log.txt").open("wb") as log,
    ):
        store = store or Path(own_folder) / "stationmap.sqlite"
        if is_filled:
            copyfile(filled_store(whole=stations == SAMPLE), store)
        environment = _environment({"store_url": f"sqlite:///{store}", **settings})
        log_path = Path(log.name)
        process: subprocess.Popen[bytes] | ForkedApp
        if command:
            process = subprocess.Popen(
                [part.format(port=port) for part in command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        else:
            arguments = ("serve", "--port", str(port), "--prefix", prefix)
            process = ForkedApp(arguments, folder=folder, environment=environment, log=log_path)
        url = f"http://127.0.0.1:{port}/{prefix}".rstrip("/")
        app = ServedApp(url, process.pid, log_path, store)
        try:
            _wait_until_healthy(app, process)
            yield app
        finally:
            _stop(process)
        _refuse_tracebacks(app)


@cache
def filled_store(*, whole: bool) -> Path:
    """Fill a store with the sample or a part of it, once for all apps of this process."""
    folder = Path(tempfile.mkdtemp(prefix="stationmap-filled-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    stations = SAMPLE if whole else _part_of_sample(folder)
    url = f"sqlite:///{folder / 'new.sqlite'}"
    office = open_office(Settings(store_url=url, stations=stations))
    try:
        office.store.backup(folder / "filled.sqlite")
    finally:
        office.store.close()
    return folder / "filled.sqlite"


def _part_of_sample(folder: Path) -> Path:
    path = folder / "stations.geojson"
    write_stations(part_of_sample(), path)
    return path


def _environment(settings: dict[str, str | Path]) -> dict[str, str]:
    """Leave out the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STATIONMAP_")}
    ours = {f"STATIONMAP_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, **ours, "PYTHONUNBUFFERED": "1"}


def _wait_until_healthy(app: ServedApp, process: subprocess.Popen[bytes] | ForkedApp) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerFailedError(f"the app ended with {process.returncode}:\n{app.log}")
        try:
            with urlopen(f"{app.url}/_stcore/health", timeout=1):  # noqa: S310  # our own
                return
        except (URLError, OSError):
            time.sleep(POLL_EVERY_S)
    raise ServerFailedError(f"not healthy within {START_WITHIN_S} s:\n{app.log}")


def _stop(process: subprocess.Popen[bytes] | ForkedApp) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _refuse_tracebacks(app: ServedApp) -> None:
    if "Traceback (most recent call last)" in app.log:
        raise ServerFailedError(f"the app wrote a traceback:\n{app.log}")
