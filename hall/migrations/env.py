"""Alembic's entry: always on a connection handed over by :func:`hall.migrations.upgrade`."""

from alembic import context

from hall.kit.db import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
