"""Reaches a PostgreSQL database as the store needs it, and says what is wrong with it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from stationmap.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

POOL_SIZE = 5
MAX_OVERFLOW = 10
"""Of each process; PostgreSQL has a hundred connections for all, unless told otherwise."""

POOL_TIMEOUT_S = 30
ANSWER_WITHIN_S = 5
"""How soon a database says that it is there; one whose machine is paused, or whose disk is stuck,
keeps its connections and says nothing."""

LOCK_TIMEOUT_MS = 30_000
"""How long a writer waits for another; a write takes milliseconds."""

STATEMENT_TIMEOUT_MS = 120_000
IDLE_TIMEOUT_MS = 120_000
"""A writer that has stopped in the middle, a frozen process, keeps others waiting no longer."""

OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "lock_timeout": LOCK_TIMEOUT_MS,
        "statement_timeout": STATEMENT_TIMEOUT_MS,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT_MS,
        "client_encoding": "UTF8",
    }.items()
)
USUAL = {
    "application_name": "stationmap",
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""Unless the address says otherwise, in seconds, the last in milliseconds: a server that is
gone without a word, with its machine or its network, is noticed so soon."""

UNREACHABLE = "the database cannot be reached; start PostgreSQL, or check STATIONMAP_STORE_URL"
COMING_UP = "the database is stopping or starting; try again in a moment"
_BY_STATE = {
    "28": "the database refuses this user or password; check STATIONMAP_STORE_URL",
    "3D000": "there is no such database; make it with createdb, or check STATIONMAP_STORE_URL",
    "25006": "the database is read-only; name the primary server in STATIONMAP_STORE_URL",
    "42501": "the user of STATIONMAP_STORE_URL may not do this; make it the database's owner",
    "53100": "the disk of the database is full; free some space and try again",
    "53200": "the database has no memory left; try again",
    "53300": "the database has no connection left; raise max_connections or run fewer processes",
    "55P03": "another writer holds it for too long; try again",
    "57014": "the database took too long; try again",
    "25P03": "this took too long in the middle of a write, which was taken back; try again",
    "57P": COMING_UP,
    "08": UNREACHABLE,
    "XX": "the database is damaged; look into its log, and restore a backup",
}
_BY_WORDS = {
    "password": _BY_STATE["28"],
    "no pg_hba.conf entry": _BY_STATE["28"],
    "does not exist": _BY_STATE["3D000"],
    "starting up": COMING_UP,
    "shutting down": COMING_UP,
    "too many clients": _BY_STATE["53300"],
    "No space left": _BY_STATE["53100"],
}
"""An error while connecting has no state, only words."""


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where a database is and who asks; it never shows a password."""

    url: str

    @property
    def place(self) -> str:
        """The address without secrets, for people.

        Raises
        ------
        StoreError
            If it is no address.
        """
        try:
            known = conninfo_to_dict(self.url)
        except psycopg.ProgrammingError:
            raise StoreError(
                "postgresql://…",
                "is no address of a database; write postgresql://USER:PASSWORD@HOST/DATABASE, "
                "with %40 for @ and %2F for / in the password",
            ) from None
        user, host, port = (known.get(part) for part in ("user", "host", "port"))
        where = f"{host or ''}{f':{port}' if port else ''}"
        return f"postgresql://{f'{user}@' if user else ''}{where}/{known.get('dbname') or ''}"

    def connect(self) -> psycopg.Connection[Any]:
        """Open a connection as libpq does for the same URL."""
        known = conninfo_to_dict(self.url)
        own = f"{OPTIONS} {known.get('options') or ''}".strip()
        ours: dict[str, Any] = {name: known.get(name) or value for name, value in USUAL.items()}
        # No prepared statements: each plan fits its question's bounds, and poolers may be between.
        return psycopg.connect(self.url, **ours, options=own, prepare_threshold=None)

    def __repr__(self) -> str:
        """Show the place."""
        return f"Address({self.place!r})"


def open_engine(address: Address) -> Engine:
    """Return an engine that tries each connection before it lends it."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=address.connect,
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
        pool_timeout=POOL_TIMEOUT_S,
        hide_parameters=True,
    )

    @event.listens_for(engine, "checkout")
    def try_out(connection: psycopg.Connection[Any], _record: object, _proxy: object) -> None:
        if not answers(connection):
            raise InvalidatePoolError  # so that another is opened, and the other old ones go too

    return engine


def answers(connection: psycopg.Connection[Any]) -> bool:
    """Say whether a database answers in time; if not, the connection is closed."""
    is_there = _answers(connection)
    if not is_there:
        connection.close()
    return is_there


def _answers(connection: psycopg.Connection[Any]) -> bool:
    """Ask nothing, and say whether that is answered in time; the pool itself waits for ever."""
    line, deadline = connection.pgconn, time.monotonic() + ANSWER_WITHIN_S
    try:
        line.send_query(b"")
        line.flush()
        with DefaultSelector() as selector:
            selector.register(line.socket, EVENT_READ)
            while True:
                while line.is_busy():
                    if not selector.select(max(0.0, deadline - time.monotonic())):
                        return False
                    line.consume_input()
                if line.get_result() is None:
                    return True
    except (psycopg.Error, OSError):
        return False


@contextmanager
def told_of(place: str) -> Iterator[None]:
    """Turn what the database says into a StoreError that names the remedy.

    Raises
    ------
    StoreError
        If the database fails; whatever was being written is not.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError(place, remedy(error.orig)) from error
    except PoolTimeoutError as error:
        raise StoreError(place, "too many ask at once; try again") from error
    except psycopg.Error as error:
        raise StoreError(place, remedy(error)) from error


def remedy(error: BaseException | None) -> str:
    """Say what to do about an error of the driver."""
    state = getattr(error, "sqlstate", None) or ""
    said = str(error)
    for beginning, advice in _BY_STATE.items():
        if state.startswith(beginning):
            return advice
    if isinstance(error, psycopg.OperationalError):
        return next((advice for sign, advice in _BY_WORDS.items() if sign in said), UNREACHABLE)
    return said.partition("\n")[0]
