"""Rows for QML that change in place, so that a key under a finger is not replaced while its wait is updated."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class Rows(QAbstractListModel):
    """A list of one frozen dataclass whose field names are the QML roles. The field ``id`` names a row: while the ids
    stay, only the rows that differ are told."""

    def __init__(self, kind: type, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = [f.name for f in fields(kind)]
        self._rows: list[Any] = []

    def roleNames(self) -> dict[int, QByteArray]:
        return {_FIRST + i: QByteArray(name.encode()) for i, name in enumerate(self._names)}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _FIRST) -> Any:
        if not index.isValid() or not _FIRST <= role < _FIRST + len(self._names):
            return None
        return getattr(self._rows[index.row()], self._names[role - _FIRST])

    def put(self, rows: Sequence[Any]) -> None:
        if [r.id for r in rows] != [r.id for r in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for i, row in enumerate(rows):
            if row != self._rows[i]:
                self._rows[i] = row
                self.dataChanged.emit(self.index(i), self.index(i))
