"""Statements of the hot path, compiled once and run on the driver's own cursor.

SQLAlchemy writes the SQL (for whichever database) and converts the values; what is left out is building and hashing the
expression at every call, which costs ten times what SQLite itself takes for a row. Errors are the driver's own.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar, overload

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.expression import ClauseElement

Convert = Callable[[Any], Any]
R = TypeVar("R", bound=NamedTuple)


class _Compiled:
    def __init__(self, statement: ClauseElement, dialect: Dialect, row: type[Any] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.fixed: dict[str, Any] = {}
        self.convert: dict[str, Convert | None] = {}
        for bind in compiled.binds.values():
            name = compiled.bind_names[bind]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if bind.required:
                self.convert[name] = convert
            else:
                self.fixed[name] = convert(bind.value) if convert else bind.value
        columns: Iterable[Any] = getattr(statement, "exported_columns", ())
        self.row: Any = row or namedtuple("Row", [column.key for column in columns])
        self.back: list[tuple[int, Convert]] = []
        for index, column in enumerate(columns):
            back = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if back is not None:
                self.back.append((index, back))

    def bound(self, values: dict[str, Any]) -> dict[str, Any]:
        bound = dict(self.fixed)
        for name, convert in self.convert.items():
            value = values[name]
            bound[name] = convert(value) if convert else value
        return bound

    def read(self, raw: Any) -> Any:
        values = list(raw)
        for index, back in self.back:
            values[index] = back(values[index])
        return self.row._make(values)


class Prepared(Generic[R]):
    """``statement`` with its variables as named ``bindparam`` s; ``row``: what its rows are, field by field."""

    @overload
    def __init__(self: "Prepared[Any]", statement: ClauseElement) -> None: ...
    @overload
    def __init__(self, statement: ClauseElement, row: type[R]) -> None: ...
    def __init__(self, statement: ClauseElement, row: type[Any] | None = None) -> None:
        """Raises TypeError for a ``row`` with other fields than the statement has columns."""
        self._statement, self._row = statement, row
        columns = tuple(column.key for column in getattr(statement, "exported_columns", ()))
        if row is not None and row._fields != columns:
            raise TypeError(f"{row.__name__} is no row of {columns}")
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, conn: Connection, **values: Any) -> list[R]:
        compiled = self._for(conn)
        cursor = conn.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bound(values))  # type: ignore[arg-type]
            return [compiled.read(raw) for raw in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, conn: Connection, **values: Any) -> R | None:
        """The only row, or None."""
        found = self.rows(conn, **values)
        return found[0] if found else None

    def run(self, conn: Connection, **values: Any) -> int:
        """Rows changed."""
        compiled = self._for(conn)
        cursor = conn.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.bound(values))  # type: ignore[arg-type]
            return cursor.rowcount
        finally:
            cursor.close()

    def run_each(self, conn: Connection, values: list[dict[str, Any]]) -> None:
        compiled = self._for(conn)
        cursor = conn.connection.cursor()
        try:
            cursor.executemany(compiled.text, [compiled.bound(one) for one in values])  # type: ignore[arg-type]
        finally:
            cursor.close()

    def _for(self, conn: Connection) -> _Compiled:
        name = conn.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _Compiled(self._statement, conn.dialect, self._row)
        return compiled
