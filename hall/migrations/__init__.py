"""The database's history. ``upgrade`` brings any older hall to the present; one file a step, never edited later."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def upgrade(conn: Connection, told: Callable[[str], object] = str, to: str = "heads") -> None:
    """Inside the caller's transaction: either all steps or none. ``told`` hears of each step that was taken."""
    config = _config()
    config.attributes["connection"], config.attributes["told"] = conn, told
    command.upgrade(config, to)


def known(revision: str) -> bool:
    """Whether this program can go on from there; from what a newer one has made it cannot."""
    return revision in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def standing(conn: Connection) -> str:
    """The revision a database has; empty: it has never been migrated."""
    return MigrationContext.configure(conn).get_current_revision() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config
