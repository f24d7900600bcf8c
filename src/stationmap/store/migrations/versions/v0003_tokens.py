"""The tokens with which programs write for an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from stationmap.store.column_types import CODE, WORDS

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; those that are there stay as they are."""
    op.create_table(
        "api_tokens",
        sa.Column("digest", CODE, primary_key=True),
        sa.Column("login", WORDS, nullable=False, index=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
