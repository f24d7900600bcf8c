"""A PostgreSQL of the tests' own: started from Debian's packages, gone with the process.

One cluster for each test process. Each store gets a database that is a copy of one with the tables,
or one that another store has done with, emptied, which is quicker.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from stationmap.store.postgres import PostgresStore

BINARIES = Path("/usr/lib/postgresql")
POSTGIS = "/usr/share/postgresql/{version}/extension/postgis.control"
SERVER_USER = "postgres"
"""PostgreSQL does not run as root; Debian's package makes this user."""

USER, PASSWORD = "stationmap", "p@ss/word: 驿 %41"
"""What URLs are easily broken by, and what no error may show."""

ADMIN_PASSWORD = "postgres"  # noqa: S105 - of a server that ends with the tests

WAIT_S = 30
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
port = {port}
max_connections = 200
autovacuum = off
log_min_messages = error
{durability}
"""
HASTY = "fsync = off\nfull_page_writes = off"
"""For tests that no crash of the machine is part of; it is thrown away in the end."""

DURABLE = "fsync = on"
"""As everybody has it who wants to keep what it holds."""

WITH_POSTGIS, WITH_TABLES = "stationmap_postgis", "stationmap_empty"
"""What databases are copies of: one that a superuser has prepared, and one that a store has."""

_numbers = count(1)


def required_programs() -> Path:
    """Return the folder of the server's programs; skip the test where they are missing."""
    programs = binaries()
    if programs is None or (_is_root() and not _has_server_user()):
        pytest.skip("PostgreSQL with PostGIS is not installed: postgresql-15-postgis-3")
    return programs


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL here that has PostGIS."""
    for server in sorted(BINARIES.glob("*/bin/postgres"), reverse=True):
        if Path(POSTGIS.format(version=server.parts[-3])).exists():
            return server.parent
    return None


@dataclass
class Cluster:
    """A server with its data in a folder."""

    folder: Path
    programs: Path
    durability: str = HASTY
    port: int = 0
    free: list[str] = field(default_factory=list)

    def make(self) -> None:
        """Make the files; nothing runs yet."""
        self.port = _free_port()
        if _is_root():
            shutil.chown(self.folder, SERVER_USER)
        data, secret = self.folder / "data", self.folder / "secret"
        secret.write_text(ADMIN_PASSWORD)
        secret.chmod(0o644)
        subprocess.run(
            [
                self.programs / "initdb",
                f"--pgdata={data}",
                "--username=postgres",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=_server_user(),
            cwd="/",
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(
                SETTINGS.format(folder=self.folder, port=self.port, durability=self.durability)
            )

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        self._control("start", f"--log={self.folder / 'log'}", "--silent")

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server: `fast` breaks off connections, `immediate` is a crash."""
        self._control("stop", f"--mode={mode}", "--silent")

    def _control(self, *what: str) -> None:
        subprocess.run(
            [
                self.programs / "pg_ctl",
                f"--pgdata={self.folder / 'data'}",
                f"--timeout={WAIT_S}",
                *what,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=_server_user(),
            cwd="/",
        )

    def admin(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Connect as the one who may do everything."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=ADMIN_PASSWORD,
            dbname=database,
            autocommit=True,
        )

    def url(self, database: str) -> str:
        """Return the address of a database, for a store."""
        return f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}"

    def new_database(self, *, template: str | None = WITH_TABLES) -> str:
        """Make a database, with a store's tables, with PostGIS alone or bare; return its name."""
        name = f"test_{next(_numbers)}"
        with self.admin() as connection:
            of = f'TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
            connection.execute(f'CREATE DATABASE "{name}" OWNER "{USER}" {of}')
        return name

    def drop(self, database: str) -> None:
        """Drop a database, whoever is connected to it."""
        with self.admin() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def prepare(self) -> None:
        """Make the user, and the databases that others are copies of."""
        with self.admin() as connection:
            password = PASSWORD.replace("'", "''")
            connection.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{password}'")
            connection.execute(f"CREATE DATABASE {WITH_POSTGIS} OWNER {USER}")
        with self.admin(WITH_POSTGIS) as connection:
            connection.execute("CREATE EXTENSION postgis")
            # Copies are quicker without the other 8,500.
            connection.execute("DELETE FROM spatial_ref_sys WHERE srid NOT IN (4326, 4490)")
            connection.execute("VACUUM FULL spatial_ref_sys")
        with self.admin() as connection:
            connection.execute(
                f"CREATE DATABASE {WITH_TABLES} OWNER {USER} TEMPLATE {WITH_POSTGIS} "
                "STRATEGY FILE_COPY"
            )
        PostgresStore(self.url(WITH_TABLES)).close()


@cache
def the_cluster() -> Cluster:
    """Return the cluster of this process, started when it is first asked for."""
    return new_cluster()


def new_cluster(durability: str = HASTY) -> Cluster:
    """Start a cluster; it stops, and its files go, with this process.

    Skips the test where the packages are missing.
    """
    programs = required_programs()
    folder = Path(tempfile.mkdtemp(prefix="stationmap-pg-"))
    cluster = Cluster(folder, programs, durability)
    owner = os.getpid()

    def end() -> None:
        if os.getpid() == owner:
            with suppress(subprocess.CalledProcessError):  # it may be stopped already
                cluster.stop(mode="immediate")
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    cluster.make()
    cluster.start()
    cluster.prepare()
    return cluster


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _is_root() -> bool:
    return os.geteuid() == 0


def _has_server_user() -> bool:
    return any(one.pw_name == SERVER_USER for one in pwd.getpwall())


def _server_user() -> str | None:
    return SERVER_USER if _is_root() else None
