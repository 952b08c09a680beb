"""A command's view of the hall's data: the database and the audit trail, opened beside a hall that may run."""

import contextlib
from collections.abc import Iterator

from hall import audit
from hall.kit import Clock, Database, open_database
from hall.settings import Settings

COMMAND_LINE = "command line"
"""Who acts there has the machine itself."""


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    db = open_database(settings, Clock(settings.timezone), audit.Chain(settings.data_dir).append)
    try:
        yield db
    finally:
        db.close()
