"""The first tables: stations with their index of space, revisions, accounts, reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from stationmap.store.column_types import CODE, WHOLE, WORDS

revision = "0001"
down_revision = None

R_TREE = (
    "CREATE VIRTUAL TABLE station_boxes USING rtree(place, west, east, south, north)",
    """CREATE TRIGGER stations_inserted AFTER INSERT ON stations BEGIN
    INSERT INTO station_boxes VALUES (new.place, new.lon, new.lon, new.lat, new.lat);
END""",
    """CREATE TRIGGER stations_moved AFTER UPDATE OF place, lon, lat ON stations BEGIN
    DELETE FROM station_boxes WHERE place = old.place;
    INSERT INTO station_boxes VALUES (new.place, new.lon, new.lon, new.lat, new.lat);
END""",
    """CREATE TRIGGER stations_deleted AFTER DELETE ON stations BEGIN
    DELETE FROM station_boxes WHERE place = old.place;
END""",
)

GEOGRAPHY = (
    """ALTER TABLE stations ADD COLUMN located geography(Point, 4326)
    GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) STORED""",
    "CREATE INDEX ix_stations_located ON stations USING gist (located)",
)

TELLING = (
    """CREATE FUNCTION tell_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('stationmap_revision', '');
    RETURN NULL;
END
$$""",
    """CREATE TRIGGER revisions_told AFTER INSERT ON revisions
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_revision()""",
)
"""PostgreSQL tells whoever listens, once for each transaction, when it is there for all to see."""


def upgrade() -> None:
    """Make the tables."""
    _stations()
    _accounts()
    _reports()


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("place", WHOLE, primary_key=True),
        sa.Column("id", WORDS, nullable=False, unique=True),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("lon", sa.Float, nullable=False),
        sa.Column("lat", sa.Float, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False, index=True),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("successor", WORDS),
        sa.Column("document", WORDS, nullable=False),
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in R_TREE if on_sqlite else GEOGRAPHY:
        op.execute(sa.text(statement.replace(":", r"\:")))
    op.create_table(
        "revisions",
        sa.Column("number", WHOLE, primary_key=True),
        sa.Column("station_id", WORDS, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("who", WORDS, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("why", WORDS, nullable=False),
        sa.Column("batch", WORDS, index=True),
        sa.Column("undoes", WHOLE),
        sa.Column("successor", WORDS),
        sa.Column("document", WORDS),
    )
    op.create_index("ix_revisions_station", "revisions", ["station_id", "version"], unique=True)
    if not on_sqlite:
        for statement in TELLING:
            op.execute(sa.text(statement))


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("login", WORDS, primary_key=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("area", CODE, nullable=False),
        sa.Column("subject", WORDS, unique=True),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("password_hash", WORDS),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", CODE, primary_key=True),
        sa.Column("login", WORDS, nullable=False, index=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "login_failures",
        sa.Column("number", WHOLE, primary_key=True),
        sa.Column("login", WORDS, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "links",
        sa.Column("digest", CODE, primary_key=True),
        sa.Column("purpose", WORDS, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", WHOLE, primary_key=True),
        sa.Column("station_id", WORDS, nullable=False, index=True),
        sa.Column("fault", CODE, nullable=False),
        sa.Column("facility", CODE),
        sa.Column("texts", WORDS, nullable=False),
        sa.Column("times", WHOLE, nullable=False),
        sa.Column("filed_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("state", CODE, nullable=False, index=True),
        sa.Column("answer", WORDS),
        sa.Column("answered_by", WORDS),
        sa.Column("answered_at", sa.BigInteger),
    )
    op.create_table(
        "confirmations",
        sa.Column("station_id", WORDS, primary_key=True),
        sa.Column("day", CODE, primary_key=True),
        sa.Column("count", WHOLE, nullable=False),
    )
