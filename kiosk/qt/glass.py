"""The window: one Qt Quick view drawn by the software renderer, since no terminal is promised a GPU."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

# Before Qt is loaded: these are read once.
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")

from PySide6.QtCore import QObject, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlError
from PySide6.QtQuick import QQuickItem, QQuickView

from kiosk.kit.views import Face, Touched
from kiosk.qt.bridge import Bridge
from kiosk.qt.floor_picture import Floors
from kiosk.qt.frame import FrameModel
from kiosk.qt.images import Codes, Drawings, Icons
from kiosk.qt.navigator import Navigator, ScreenKind
from kiosk.qt.pages import Pages
from kiosk.qt.phrases import Phrases
from kiosk.qt.times import Clock
from kiosk.qt.touchables import Touchable, touchables

FONT = "Noto Sans CJK SC"
_WARM_AFTER = 600  # ms: the first frame comes first, the other screens are compiled while nobody has touched yet
_ROOT = Path(__file__).resolve().parents[2]
_SHELL = _ROOT / "kiosk" / "controls" / "Shell.qml"


class FontMissing(RuntimeError):
    """Without the font every Chinese character would be a box; better no glass than that."""

    def __init__(self) -> None:
        super().__init__(f"The font “{FONT}” is not installed. On Debian: apt-get install fonts-noto-cjk")


def application() -> QGuiApplication:
    """The one application, with our font. Under a C locale the fall-back would be the Japanese face."""
    app = cast(QGuiApplication | None, QGuiApplication.instance()) or QGuiApplication(["onedoor"])
    if FONT not in QFontDatabase.families():
        raise FontMissing
    app.setFont(QFont(FONT))
    return app


class Glass:
    """Opens the window. ``post`` gets every touch on the UI thread. ``size`` is the window's, in pixels; the layout of
    1080×1920 (or 1920×1080) is scaled into it. ``still`` stops all motion. Made and closed on the UI thread; `show`
    may come from any. ``now``, ``checked``: see ``Clock``.

    ``warnings`` collects what QML complains of; it stays empty, or something is wrong."""

    def __init__(
        self,
        post: Callable[[Touched], None],
        screens: Mapping[type, ScreenKind],
        portrait: bool = True,
        size: tuple[int, int] | None = None,
        still: bool = False,
        full_screen: bool = False,
        zone: str = "Asia/Shanghai",
        now: Callable[[], datetime] | None = None,
        checked: Callable[[], bool] = lambda: True,
    ) -> None:
        self._app = application()
        self.warnings: list[str] = []
        self.phrases = Phrases()
        self._clock = Clock(zone, now, checked)
        self.bridge = Bridge(post)
        self.window = QQuickView()
        self._open(portrait, still)
        self._navigator = Navigator(self.window.engine(), screens, self._child("screens"), self.phrases, self._clock)
        self.bridge.face.connect(self._draw)
        self._place(portrait, size, full_screen)
        QTimer.singleShot(_WARM_AFTER, self._navigator, self._navigator.warm)

    def show(self, face: Face) -> None:
        self.bridge.show(face)

    def keys(self) -> list[Touchable]:
        """What can be touched now. On the UI thread."""
        return touchables(self.window.contentItem())

    def close(self) -> None:
        """Views go before their models."""
        self.bridge.face.disconnect(self._draw)
        self.window.hide()
        self._navigator.close()
        self._frame.stop()
        self.window.setSource(QUrl())
        self.window.deleteLater()
        self._frame.deleteLater()

    def _open(self, portrait: bool, still: bool) -> None:
        engine = self.window.engine()
        engine.setOutputWarningsToStandardError(True)
        engine.warnings.connect(self._note)
        engine.addImportPath(str(_ROOT))
        self._providers = {"icon": Icons(), "drawing": Drawings(), "code": Codes(), "floor": Floors(), "page": Pages()}
        for name, provider in self._providers.items():
            engine.addImageProvider(name, provider)
        self._frame = FrameModel(self.phrases, self._clock)
        self._say = cast(QObject, engine.singletonInstance("kiosk.controls", "Say"))
        self._say.setProperty("words", self.phrases.words)
        theme = cast(QObject, engine.singletonInstance("kiosk.controls", "Theme"))
        theme.setProperty("portrait", portrait)
        theme.setProperty("still", still)
        touch = cast(QObject, engine.singletonInstance("kiosk.controls", "Touch"))
        touch.touched.connect(self.bridge.touch)  # type: ignore[attr-defined]  (a signal declared in QML)
        self.theme = theme
        self.window.setInitialProperties({"frame": self._frame})
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.setSource(QUrl.fromLocalFile(str(_SHELL)))
        if self.window.status() != QQuickView.Status.Ready:
            raise RuntimeError("; ".join(e.toString() for e in self.window.errors()))

    def _place(self, portrait: bool, size: tuple[int, int] | None, full_screen: bool) -> None:
        layout = QSize(1080, 1920) if portrait else QSize(1920, 1080)
        room = self.window.screen().availableSize()
        fits = layout.width() <= room.width() and layout.height() <= room.height()
        offscreen = self._app.platformName() in ("offscreen", "minimal")
        scaled = layout if fits or offscreen else layout.scaled(room * 0.94, Qt.AspectRatioMode.KeepAspectRatio)
        self.window.setTitle(self.phrases.say("app.title"))
        self.window.resize(QSize(*size) if size else scaled)
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    def _draw(self, face: Face) -> None:
        language = face.frame.manners.language
        if language != self.phrases.language:
            self.phrases.language = language
            self._say.setProperty("words", self.phrases.words)
        self._frame.take(face)
        self._navigator.show(face)

    def _child(self, name: str) -> QQuickItem:
        return cast(QQuickItem, self.window.rootObject().findChild(QQuickItem, name))

    def _note(self, warnings: list[QQmlError]) -> None:
        self.warnings += [w.toString() for w in warnings]
