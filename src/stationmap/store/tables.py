"""The tables of a store; the migrations make them, and a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from stationmap.store.column_types import CODE, WHOLE, WORDS

METADATA = MetaData()

STATIONS = Table(
    "stations",
    METADATA,
    Column("place", WHOLE, primary_key=True),  # what the R*Tree knows it by
    Column("id", WORDS, nullable=False, unique=True),
    Column("kind", CODE, nullable=False),
    Column("status", CODE, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("revision", WHOLE, nullable=False, index=True),
    Column("removed", Boolean, nullable=False),
    Column("successor", WORDS),
    Column("document", WORDS, nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("number", WHOLE, primary_key=True),
    Column("station_id", WORDS, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("action", CODE, nullable=False),
    Column("who", WORDS, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", WORDS, nullable=False),
    Column("batch", WORDS, index=True),
    Column("undoes", WHOLE),
    Column("successor", WORDS),
    Column("document", WORDS),  # the station after it; NULL where it left the list
    Index("ix_revisions_station", "station_id", "version", unique=True),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("login", WORDS, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("role", CODE, nullable=False),
    Column("area", CODE, nullable=False),
    Column("subject", WORDS, unique=True),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("password_hash", WORDS),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", CODE, primary_key=True),
    Column("login", WORDS, nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False),
)

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    Column("digest", CODE, primary_key=True),
    Column("login", WORDS, nullable=False, index=True),
    Column("name", WORDS, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

LOGIN_FAILURES = Table(
    "login_failures",
    METADATA,
    Column("number", WHOLE, primary_key=True),
    Column("login", WORDS, nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
)

LINKS = Table(
    "links",
    METADATA,
    Column("digest", CODE, primary_key=True),
    Column("purpose", WORDS, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("id", WHOLE, primary_key=True),
    Column("station_id", WORDS, nullable=False, index=True),
    Column("fault", CODE, nullable=False),
    Column("facility", CODE),
    Column("texts", WORDS, nullable=False),  # a JSON list
    Column("times", WHOLE, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("state", CODE, nullable=False, index=True),
    Column("answer", WORDS),
    Column("answered_by", WORDS),
    Column("answered_at", BigInteger),
)

CONFIRMATIONS = Table(
    "confirmations",
    METADATA,
    Column("station_id", WORDS, primary_key=True),
    Column("day", CODE, primary_key=True),
    Column("count", WHOLE, nullable=False),
)

SCENARIOS = Table(
    "scenarios",
    METADATA,
    Column("id", WORDS, primary_key=True),
    Column("name", WORDS, nullable=False),
    Column("owner", WORDS, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("version", WHOLE, nullable=False),
    Column("removed", Boolean, nullable=False),  # its id and version stay, so neither comes twice
    Column("document", WORDS, nullable=False),
)

PLAN_UPLOADS = Table(
    "plan_uploads",
    METADATA,
    Column("id", WORDS, primary_key=True),
    Column("kind", CODE, nullable=False),
    Column("name", WORDS, nullable=False),
    Column("owner", WORDS, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("source", WORDS, nullable=False),
    Column("as_of", WORDS, nullable=False),
    Column("points", WHOLE, nullable=False),
    Column("total", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),  # last: who asks for the head does not read it
)

# In metadata of its own: SQLite makes the R*Tree, and tables below it, in its own way.
STATION_BOXES = Table(
    "station_boxes",
    MetaData(),
    Column("place", Integer, primary_key=True),
    *(Column(edge, Float) for edge in ("west", "east", "south", "north")),
)
