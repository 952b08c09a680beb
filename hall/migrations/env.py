"""Alembic's entry: always on a connection handed over by :func:`hall.migrations.upgrade`."""

from typing import Any

from alembic import context

from hall.kit.db import metadata

told = context.config.attributes.get("told", str)


def applied(step: Any, **_: Any) -> None:
    told(step.up_revision_id)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    on_version_apply=applied,  # type: ignore[arg-type]  # called by name
)
context.run_migrations()
