"""Programs' tokens; in PostgreSQL, what processes count together.

On SQLite each process counts in its own memory.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from stationmap.store.column_types import CODE, WORDS

revision = "0003"
down_revision = "0002"

LIMITS = (
    """CREATE TABLE limit_hits (
    key text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    ends_at bigint NOT NULL
)""",
    "CREATE INDEX ix_limit_hits_key ON limit_hits (key, at)",
    "CREATE INDEX ix_limit_hits_ends_at ON limit_hits (ends_at)",
    """CREATE TABLE limit_turns (name text COLLATE "C" PRIMARY KEY, free_at bigint NOT NULL)""",
    # Moments and lengths are microseconds. What a crash of the server forgets is half a second
    # of counting, so no commit waits for the disk. Each key has a lock of its own, and whoever
    # cleans up after others passes by what is locked.
    """CREATE FUNCTION limit_take(wanted text, most bigint, length bigint, now_at bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    taken bigint;
    frees_at bigint;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM pg_advisory_xact_lock(1398030671, hashtext(wanted));
    DELETE FROM limit_hits WHERE key = wanted AND at <= now_at - length;
    SELECT count(*) INTO taken FROM limit_hits WHERE key = wanted;
    IF taken >= most THEN
        SELECT at INTO frees_at FROM limit_hits
        WHERE key = wanted ORDER BY at DESC OFFSET greatest(most, 1) - 1 LIMIT 1;
        RETURN CASE WHEN most > 0 THEN frees_at + length - now_at ELSE length END;
    END IF;
    INSERT INTO limit_hits VALUES (wanted, now_at, now_at + length);
    IF random() < 0.01 THEN
        DELETE FROM limit_hits WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM limit_hits WHERE ends_at <= now_at
            LIMIT 1000 FOR UPDATE SKIP LOCKED
        ));
    END IF;
    RETURN 0;
END
$$""",
    """CREATE FUNCTION limit_turn(wanted text, every bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    now_at bigint;
    own_at bigint;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO limit_turns VALUES (wanted, 0) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM limit_turns WHERE name = wanted FOR UPDATE;
    now_at := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
    UPDATE limit_turns SET free_at = greatest(free_at, now_at) + every
    WHERE name = wanted RETURNING free_at - every INTO own_at;
    RETURN own_at - now_at;
END
$$""",
)


def upgrade() -> None:
    """Make the tables; those that are there stay as they are."""
    op.create_table(
        "api_tokens",
        sa.Column("digest", CODE, primary_key=True),
        sa.Column("login", WORDS, nullable=False, index=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in LIMITS:
            op.execute(sa.text(statement.replace(":", r"\:")))
