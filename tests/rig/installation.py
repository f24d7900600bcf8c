"""Several `stationmap serve` on one PostgreSQL, as behind one proxy, and programs that use them."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from rig.served_app import free_port, serve
from rig.staff import PASSWORD
from stationmap.bootstrap import Office, open_office
from stationmap.settings import Settings
from stationmap.upkeep.account import Operator, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rig.postgres_cluster import Cluster
    from rig.served_app import ServedApp

OPERATOR = Operator()
ADMIN = "admin"
ITEMS = "api/collections/stations/items"
ANSWER_WITHIN_S = 20
PAUSE_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; status 0 if the connection broke."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Processes that share a database.

    Attributes
    ----------
    office
        The same store, opened in the process of the tests: one process more.
    token
        With which programs write, on behalf of an admin.
    """

    apps: tuple[ServedApp, ...]
    office: Office
    token: str


def ask(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Ask over HTTP once; headers by names with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(url, data=body, headers=sent, method=method)  # noqa: S310  # our own address
    try:
        with urlopen(request, timeout=ANSWER_WITHIN_S) as answer:  # noqa: S310  # the same
            told = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(status=answer.status, body=answer.read(), headers=told)
    except HTTPError as error:
        with error:
            told = {name.lower(): value for name, value in error.headers.items()}
            return Answer(status=error.code, body=error.read(), headers=told)
    except (URLError, HTTPException, OSError):
        return Answer(status=0)


@contextmanager
def installation(
    cluster: Cluster, folder: Path, stations: Path, *, ports: tuple[int, ...], **settings: str
) -> Iterator[Installation]:
    """Start a process for each port on a new database, with an admin who has a token."""
    database = cluster.new_database()
    url = cluster.url(database)
    shared: dict[str, Any] = {"store_url": url, "stations": stations, **settings}
    starting = [serve(folder=folder, port=port, **shared) for port in ports]
    office = open_office(Settings(store_url=url, stations=stations))
    office.accounts.add(OPERATOR, login=ADMIN, name="Admin", role=Role.ADMIN)
    office.accounts.set_password(OPERATOR, ADMIN, PASSWORD)
    token, _ = office.api_tokens.make(OPERATOR, "tests", login=ADMIN)
    with ExitStack() as stack:
        stack.callback(office.store.close)
        with ThreadPoolExecutor(len(ports)) as starters:
            apps = tuple(starters.map(stack.enter_context, starting))
        yield Installation(apps=apps, office=office, token=token)


def free_ports(count: int) -> tuple[int, ...]:
    """Return so many ports that nobody listens on."""
    ports: set[int] = set()
    while len(ports) < count:
        ports.add(free_port())
    return tuple(ports)


class Writer(threading.Thread):
    """A program that counts up the capacity of one station, and tries again what it is unsure of.

    Attributes
    ----------
    taken
        The counts that were acknowledged.
    found_taken
        Those whose acknowledgement was lost: the next attempt was told that they are there.
    refused
        The statuses of attempts that were not taken; 0 where the connection broke.
    """

    def __init__(self, urls: list[str], station_id: str, token: str) -> None:
        super().__init__(daemon=True)
        self._urls, self._station_id, self._token = urls, station_id, token
        self._stop_asked = threading.Event()
        self.taken: list[int] = []
        self.found_taken: list[int] = []
        self.refused: list[int] = []
        self.told: set[str] = set()

    def run(self) -> None:
        """Write until told to stop; after an attempt that failed, go on with the next process."""
        version, turn = 1, 0
        while not self._stop_asked.is_set():
            count = version
            answer = self._write(self._urls[turn % len(self._urls)], count, version)
            if answer.status == 200:
                self.taken.append(count)
            elif answer.status == 412 and answer.json["current_version"] == version + 1:
                self.found_taken.append(count)
            else:
                self.refused.append(answer.status)
                if answer.status == 503:
                    self.told.add(answer.json["detail"])
                turn += 1
                time.sleep(PAUSE_S)
                continue
            version += 1
            time.sleep(PAUSE_S)

    def stop(self) -> None:
        """Let the attempt that is under way come to its end."""
        self._stop_asked.set()
        self.join()

    def _write(self, url: str, count: int, version: int) -> Answer:
        return ask(
            f"{url}/{ITEMS}/{self._station_id}",
            "PATCH",
            json.dumps({"properties": {"capacity": count}}).encode(),
            Authorization=f"Bearer {self._token}",
            Content_Type="application/merge-patch+json",
            If_Match=f'"v{version}"',
        )


def counts_kept(office: Office, station_id: str) -> list[int | None]:
    """Return the capacities that a station has had since it was new, the first first."""
    revisions = office.store.history(station_id=station_id)
    return [one.after.capacity for one in reversed(revisions) if one.after is not None][1:]
