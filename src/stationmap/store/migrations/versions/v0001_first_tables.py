"""The first tables: stations with their R*Tree, revisions, accounts, reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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


def upgrade() -> None:
    """Make the tables."""
    _stations()
    _accounts()
    _reports()


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("lon", sa.Float, nullable=False),
        sa.Column("lat", sa.Float, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("successor", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
    )
    for statement in R_TREE:
        op.execute(sa.text(statement.replace(":", r"\:")))
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("station_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("batch", sa.Text, index=True),
        sa.Column("undoes", sa.Integer),
        sa.Column("successor", sa.Text),
        sa.Column("document", sa.Text),
    )
    op.create_index("ix_revisions_station", "revisions", ["station_id", "version"], unique=True)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("login", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.Column("subject", sa.Text, unique=True),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("password_hash", sa.Text),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("login", sa.Text, nullable=False, index=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "login_failures",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("login", sa.Text, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "links",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("station_id", sa.Text, nullable=False, index=True),
        sa.Column("fault", sa.String, nullable=False),
        sa.Column("facility", sa.String),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("filed_at", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.Text),
        sa.Column("answered_at", sa.BigInteger),
    )
    op.create_table(
        "confirmations",
        sa.Column("station_id", sa.Text, primary_key=True),
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
