"""The kiosk's picture in a browser, live and touchable, for a machine without a display and for scripted visitors.

Loopback only, behind a key: who opens the address with the key gets a cookie; other hosts and origins are refused.
A finger in the browser becomes a mouse event at the same place of the window, so every touch takes the way a real one
takes. Nothing runs here unless a port is set.

A browser gets the newest picture when it has drawn the one before, so that nothing queues for a slow one. A finger says
on which picture it came down; where there is something else under it by now, it is dropped and the browser told.
"""

import asyncio
import hmac
import json
import os
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from kiosk.qt.glass import Glass
from kiosk.qt.touchables import Touchable, texts

REMEMBERED = 400  # pictures, 20 s of motion: who is slower than that is told that the glass has changed
FRAME_MS = 50  # 20 pictures a second are plenty for a finger and leave the renderer alone
COOKIE = "onedoor-mirror"
PAGE = Path(__file__).with_name("mirror.html")
_TYPES = {
    "down": (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton),
    "move": (QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton),
    "up": (QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton),
}


@dataclass(frozen=True)
class Seen:
    """What could be touched on a picture."""

    view: str
    keys: tuple[Touchable, ...]

    def under(self, x: float, y: float) -> tuple[str, frozenset[tuple[str, str]]]:
        """The screen, and the keys at a place. Anything may move around them: a finger means what lies under it."""
        keys = (k for k in self.keys if k.x <= x < k.x + k.width and k.y <= y < k.y + k.height)
        return self.view, frozenset((key.what, key.arg) for key in keys)


@dataclass(eq=False)
class Viewer:
    """One browser. ``has``: the picture it was sent last; ``free``: it has drawn it."""

    socket: WebSocket
    free: bool = True
    has: int = 0
    dropping: bool = False
    _telling: set[asyncio.Task[None]] = field(default_factory=set)

    def say(self, what: bytes | str) -> None:
        """On the server's thread."""
        task = asyncio.create_task(self._send(what))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _send(self, what: bytes | str) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):  # it has gone
            await (self.socket.send_bytes(what) if isinstance(what, bytes) else self.socket.send_text(what))


def keep_key(data: Path) -> str:
    """The key of the mirror's address: made at the first start, kept in ``data/mirror-key`` (mode 0600)."""
    path = data / "mirror-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(16))
    return path.read_text(encoding="ascii").strip()


class Mirror(QObject):
    """Lives in the Qt thread; its web server in a thread of its own. ``view`` names what is shown."""

    _asked = Signal(object)
    _fingers = Signal(object, str, float, float, int)

    def __init__(self, glass: Glass, port: int, key: str, view: Callable[[], type]) -> None:
        super().__init__()
        self._glass = glass
        self._window = window = glass.window
        self._key = key
        self._view = view
        self._changes = 1
        self._seen: dict[int, Seen] = {}
        self._viewers: set[Viewer] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        window.frameSwapped.connect(self._mark)
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._fingers.connect(self._finger, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._publish)
        self._timer.start(FRAME_MS)
        config = uvicorn.Config(
            self._app(),
            host="127.0.0.1",
            port=port,
            interface="asgi3",
            log_level="warning",
            lifespan="off",
            ws="websockets-sansio",
        )
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="mirror", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._timer.stop()
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=3)

    def _serve(self) -> None:
        with suppress(SystemExit):  # the port is taken: uvicorn has said so; the kiosk itself goes on
            self._server.run()

    # -- Qt thread ---------------------------------------------------------------------------------------------------

    @Slot()
    def _mark(self) -> None:
        self._changes += 1

    @Slot()
    def _publish(self) -> None:
        """To those who are free and have an older one."""
        viewers = [one for one in tuple(self._viewers) if one.free and one.has != self._changes]
        if not viewers or self._loop is None:
            return
        number = self._changes
        for viewer in viewers:
            viewer.free, viewer.has = False, number
        self._seen[number] = self._look()
        while len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        picture = self._window.grabWindow()
        self._loop.call_soon_threadsafe(self._spread, picture, number, viewers)

    def _look(self) -> "Seen":
        return Seen(self._view().__name__, tuple(self._glass.keys()))

    @Slot(object)
    def _answer(self, question: tuple[Callable[[], object], Future[object]]) -> None:
        ask, future = question
        try:
            future.set_result(ask())
        except Exception as error:
            future.set_exception(error)

    @Slot(object, str, float, float, int)
    def _finger(self, viewer: "Viewer", kind: str, x: float, y: float, number: int) -> None:
        """``number``: of the picture that was touched; 0: a finger that sees none."""
        if kind == "down":
            then = self._seen.get(number)
            viewer.dropping = bool(number) and (then is None or then.under(x, y) != self._look().under(x, y))
            if viewer.dropping and self._loop is not None:
                self._loop.call_soon_threadsafe(viewer.say, "dropped")
        if viewer.dropping:
            return
        event_type, button, buttons = _TYPES[kind]
        point = QPointF(x, y)
        screen = self._window.mapToGlobal(point)
        event = QMouseEvent(event_type, point, screen, button, buttons, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._window, event)

    def _state(self) -> dict[str, Any]:
        """The screen's name, its keys with their places, and every text on it."""
        keys = self._glass.keys()
        return {
            "screen": self._view().__name__,
            "keys": [asdict(key) for key in keys],
            "texts": texts(self._window.contentItem()),
        }

    # -- server thread -----------------------------------------------------------------------------------------------

    def _spread(self, picture: QImage, number: int, viewers: "list[Viewer]") -> None:
        data = number.to_bytes(4, "big") + _encode(picture, "JPG", 88)
        for viewer in viewers:
            viewer.say(data)

    async def _on_glass(self, ask: Callable[[], Any]) -> Any:
        future: Future[Any] = Future()
        self._asked.emit((ask, future))
        return await asyncio.wrap_future(future)

    def _known(self, connection: HTTPConnection) -> bool:
        offered = connection.cookies.get(COOKIE) or connection.headers.get("x-mirror-key", "")
        origin = connection.headers.get("origin")
        own = origin is None or origin == f"http://{connection.headers.get('host')}"
        return own and hmac.compare_digest(offered.encode(), self._key.encode())

    async def _page(self, request: Request) -> Response:
        if (key := request.query_params.get("key")) and hmac.compare_digest(key.encode(), self._key.encode()):
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, self._key, httponly=True, samesite="strict")
            return answer
        if not self._known(request):
            return PlainTextResponse("请用启动时打印的完整地址打开。\nOpen the full address printed at start.\n", 403)
        return HTMLResponse(PAGE.read_text(encoding="utf-8"))

    async def _frame(self, request: Request) -> Response:
        if not self._known(request):
            return PlainTextResponse("", 403)
        picture = await self._on_glass(self._window.grabWindow)
        return Response(_encode(picture, "PNG", -1), media_type="image/png")

    async def _state_of(self, request: Request) -> Response:
        if not self._known(request):
            return PlainTextResponse("", 403)
        return JSONResponse(await self._on_glass(self._state))

    async def _live(self, socket: WebSocket) -> None:
        if not self._known(socket):
            await socket.close(4403)
            return
        await socket.accept()
        viewer = Viewer(socket)
        if "blind" not in socket.query_params:  # a scripted finger that wants no pictures
            self._viewers.add(viewer)
        try:
            while True:
                self._said(viewer, json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, ValueError, KeyError, TypeError, OverflowError):
            pass
        finally:
            self._viewers.discard(viewer)

    def _said(self, viewer: "Viewer", said: dict[str, Any]) -> None:
        """Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``OverflowError`` for nonsense."""
        number = int(said.get("n", 0))
        if said["t"] == "drawn":
            viewer.free = viewer.free or number == viewer.has
            return
        size = self._window.size()
        x, y = float(said["x"]), float(said["y"])
        if said["t"] in _TYPES and 0 <= x < size.width() and 0 <= y < size.height():
            self._fingers.emit(viewer, said["t"], x, y, min(max(number, 0), self._changes))

    async def _started(self, scope: Any, receive: Any, send: Any) -> None:
        self._loop = asyncio.get_running_loop()
        await self._starlette(scope, receive, send)

    def _app(self) -> Callable[..., Any]:
        self._starlette = Starlette(
            routes=[
                Route("/", self._page),
                Route("/frame.png", self._frame),
                Route("/state", self._state_of),
                WebSocketRoute("/live", self._live),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        )
        return self._started


def _encode(picture: QImage, form: str, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, form, quality)  # type: ignore[call-overload]
    return bytes(data.data())
