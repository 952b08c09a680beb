"""Chooses the screen for a view, hands over its typed model, and lets one screen pass into the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMetaObject, QObject, QTimer, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

from kiosk.kit.views import Face
from kiosk.qt.phrases import Phrases
from kiosk.qt.screen import ScreenModel
from kiosk.qt.times import Clock


@dataclass(frozen=True)
class ScreenKind:
    """A screen is its QML file and the model it requires."""

    qml: Path
    model: type[ScreenModel]


@dataclass
class _Shown:
    view: type
    item: QQuickItem
    model: ScreenModel

    def drop(self) -> None:
        """View before model: a binding must never see its model gone."""
        self.item.setParentItem(None)  # type: ignore[arg-type]  (None takes it off the scene)
        self.item.deleteLater()
        self.item.destroyed.connect(self.model.deleteLater)


class Navigator(QObject):
    """One screen stands; while it gives way to the next both are there, the old one deaf. A face of the same kind only
    changes properties."""

    def __init__(
        self, engine: QQmlEngine, kinds: Mapping[type, ScreenKind], room: QQuickItem, phrases: Phrases, clock: Clock
    ) -> None:
        super().__init__(room)
        self._engine, self._kinds, self._room = engine, kinds, room
        self._phrases, self._clock = phrases, clock
        self._components: dict[type, QQmlComponent] = {}
        self._shown: _Shown | None = None
        self._leaving: list[_Shown] = []

    def show(self, face: Face) -> None:
        if self._shown is not None and self._shown.view is type(face.view):
            self._shown.model.take(face)
            return
        old, self._shown = self._shown, self._make(face)
        if old is not None:
            self._let_go(old)
        QMetaObject.invokeMethod(self._shown.item, "enter" if old is not None else "stand")

    def warm(self) -> None:
        """Compile the screens not yet seen, one by one, in the engine's loader thread."""
        for view in self._kinds:
            self._component(view, QQmlComponent.CompilationMode.Asynchronous)

    def close(self) -> None:
        for shown in [*self._leaving, *([self._shown] if self._shown else [])]:
            shown.drop()
        self._leaving, self._shown = [], None

    def _component(self, view: type, mode: QQmlComponent.CompilationMode) -> QQmlComponent:
        component = self._components.get(view)
        if component is None:
            url = QUrl.fromLocalFile(str(self._kinds[view].qml))
            component = self._components[view] = QQmlComponent(self._engine, url, mode, self)
        return component

    def _make(self, face: Face) -> _Shown:
        view = type(face.view)
        component = self._component(view, QQmlComponent.CompilationMode.PreferSynchronous)
        if component.isLoading():  # still warming: compile it here and now instead
            self._components.pop(view).deleteLater()
            component = self._component(view, QQmlComponent.CompilationMode.PreferSynchronous)
        model = self._kinds[view].model(face, self._phrases, self._clock, self)
        item = component.createWithInitialProperties({"model": model, "parent": self._room})
        if not isinstance(item, QQuickItem):
            raise RuntimeError(f"{self._kinds[view].qml.name} does not load: {component.errorString()}")
        item.setParent(self)
        return _Shown(view, item, model)

    def _let_go(self, old: _Shown) -> None:
        self._leaving.append(old)
        QMetaObject.invokeMethod(old.item, "leave")
        QTimer.singleShot(int(old.item.property("leaving")), self, lambda: self._gone(old))

    def _gone(self, old: _Shown) -> None:
        if old in self._leaving:
            self._leaving.remove(old)
            old.drop()
