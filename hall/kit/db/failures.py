"""What a database's failure means for whoever asked."""

import logging
import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, StatementError

from hall.kit.errors import Problem, storage_failed, storage_full, unstorable

log = logging.getLogger(__package__)

UNSTORABLE = (OverflowError, UnicodeEncodeError)
"""As SQLite's driver says that a number has more than 64 bits, and a text half a character."""
OUT_OF_RANGE = {"NumericValueOutOfRange", "UntranslatableCharacter", "CharacterNotInRepertoire"}
"""As psycopg names values that no column holds (classes of 22, PostgreSQL, appendix A)."""


def unkept(error: BaseException) -> bool:
    """Whether it says that no column can hold a value, in whatever words: the driver's, SQLAlchemy's, or ours."""
    origin = error.orig if isinstance(error, StatementError) else error
    return isinstance(error, DataError) or isinstance(origin, UNSTORABLE) or _is_data(origin)


def _is_data(error: object) -> bool:
    """A ``DataError`` of a driver (PEP 249), whichever it is."""
    return any(kind.__name__ == "DataError" for kind in type(error).__mro__)


def as_problem(error: BaseException) -> Problem:
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", None)
    if unkept(error) or isinstance(error, UnicodeError) or type(origin).__name__ in OUT_OF_RANGE:
        return unstorable()
    if (
        code == sqlite3.SQLITE_FULL
        or getattr(origin, "sqlstate", None) == "53100"
        or (isinstance(origin, OSError) and origin.errno == 28)
    ):
        log.error("disk full: nothing was written")
        return storage_full()
    log.error("write transaction failed", exc_info=error)
    return storage_failed()
