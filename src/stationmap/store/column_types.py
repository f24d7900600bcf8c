"""The types of the tables' columns, alike in SQLite and PostgreSQL.

Texts are ordered by their characters' numbers, whatever the database's own order is; whole numbers
have 64 bits.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text

WORDS = Text().with_variant(Text(collation="C"), "postgresql")
CODE = String().with_variant(String(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
