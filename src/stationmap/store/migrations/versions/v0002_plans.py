"""What planners keep: scenarios, and the demand and areas that they upload."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from stationmap.store.column_types import CODE, WHOLE, WORDS

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; those that are there stay as they are."""
    op.create_table(
        "scenarios",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("owner", WORDS, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("document", WORDS, nullable=False),
    )
    op.create_table(
        "plan_uploads",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("owner", WORDS, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("as_of", WORDS, nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("total", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
