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
    String,
    Table,
    Text,
)

METADATA = MetaData()

STATIONS = Table(
    "stations",
    METADATA,
    Column("place", Integer, primary_key=True),  # what the R*Tree knows it by
    Column("id", Text, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("removed", Boolean, nullable=False),
    Column("successor", Text),
    Column("document", Text, nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("station_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("batch", Text, index=True),
    Column("undoes", Integer),
    Column("successor", Text),
    Column("document", Text),  # the station after it; NULL where it left the list
    Index("ix_revisions_station", "station_id", "version", unique=True),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String, nullable=False),
    Column("area", String, nullable=False),
    Column("subject", Text, unique=True),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("password_hash", Text),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("login", Text, nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False),
)

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("login", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

LOGIN_FAILURES = Table(
    "login_failures",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("login", Text, nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
)

LINKS = Table(
    "links",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("station_id", Text, nullable=False, index=True),
    Column("fault", String, nullable=False),
    Column("facility", String),
    Column("texts", Text, nullable=False),  # a JSON list
    Column("times", Integer, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", BigInteger),
)

CONFIRMATIONS = Table(
    "confirmations",
    METADATA,
    Column("station_id", Text, primary_key=True),
    Column("day", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

SCENARIOS = Table(
    "scenarios",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("removed", Boolean, nullable=False),  # its id and version stay, so neither comes twice
    Column("document", Text, nullable=False),
)

PLAN_UPLOADS = Table(
    "plan_uploads",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("points", Integer, nullable=False),
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
