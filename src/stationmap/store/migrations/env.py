"""Run by Alembic: takes the steps over the connection that it is given, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
