"""The database's history. ``upgrade`` brings any older hall to the present; one file a step, never edited later."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

HERE = Path(__file__).parent


def upgrade(conn: Connection) -> None:
    """Inside the caller's transaction: either all steps or none."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = conn
    command.upgrade(config, "heads")
