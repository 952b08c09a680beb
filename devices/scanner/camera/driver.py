"""The scanner's role over a camera.

Two threads stand between the camera and ``poll``: one grabs frames and keeps the newest alone, one decodes it. So a
camera that hangs, and a frame that is slow to decode, hold up nobody; frames are dropped, never queued.
"""

import queue
import threading
import time
from typing import TYPE_CHECKING

from devices.errors import Unplugged
from devices.scanner.camera.source import FrameSource, OpenSource
from devices.scanner.lines import codec
from devices.scanner.scan import Scan, ScanEvent, ScannerTrouble

if TYPE_CHECKING:
    from devices.scanner.camera.kinds import Frame

_WAIT = 0.25
_SAME = 2.0  # a code away for less was held there all the time, though not every picture of it could be read
_MUTE = 3.0  # a camera without a frame for so long has hung; a dark one still makes two a second
_RETRY = 0.5
_AWAKE = 3.0  # after a change in the picture every frame is decoded for so long …
_DOZING = 0.25  # … and then one in a while, at so many seconds
SETTLE = 1.5  # before OpenCV is imported (0.4 s of processor): the screen comes first


class CameraScanner:
    """Implements :class:`devices.scanner.scan.Scanner`. Reconnects by itself.

    ``kinds`` are those of ``devices.scanner.camera.kinds``, all for None; ``settle`` is how long to leave the start of
    the station alone.
    """

    def __init__(self, open_source: OpenSource, kinds: tuple[str, ...] | None = None, settle: float = SETTLE) -> None:
        self._open_source = open_source
        self._kinds = kinds
        self._settle = settle
        self._events: queue.SimpleQueue[ScanEvent] = queue.SimpleQueue()
        self._known: dict[str, float | None] = {}  # what was told → when it was first missed, None: it is there
        self._newest: Frame | None = None
        self._changed = threading.Condition()
        self._awake_until = float("inf")
        self._heard_at = time.monotonic() + settle
        self._told_unplugged = False
        self._works: bool | None = None
        self._closing = threading.Event()
        for work in (self._watch, self._read):
            threading.Thread(target=work, name=f"camera{work.__name__}", daemon=True).start()

    def poll(self) -> ScanEvent | None:
        if self._closing.is_set():
            return None
        try:
            return self._events.get(timeout=_WAIT)
        except queue.Empty:
            if time.monotonic() - self._heard_at > _MUTE:
                self._lost()
            return None

    def works(self) -> bool | None:
        return self._works

    def close(self) -> None:
        """Does not wait for a camera that hangs."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()

    # the grabbing thread

    def _watch(self) -> None:
        self._closing.wait(self._settle)
        while not self._closing.is_set():
            try:
                source = self._open_source()
                try:
                    self._grab_from(source)
                finally:
                    source.close()
            except Unplugged:
                self._lost()
                self._closing.wait(_RETRY)

    def _grab_from(self, source: FrameSource) -> None:
        wanted_at = 0.0
        while not self._closing.is_set():
            if not source.grab():
                continue
            now = time.monotonic()
            self._heard(now)
            if now < wanted_at and now > self._awake_until:
                continue  # a frame nobody looks at is not worth decompressing
            wanted_at = now + _DOZING
            frame = source.frame()
            with self._changed:
                self._newest = frame
                self._changed.notify_all()

    def _heard(self, now: float) -> None:
        self._heard_at, self._works = now, True
        if self._told_unplugged:
            self._told_unplugged = False
            self._events.put(ScannerTrouble("back"))

    def _lost(self) -> None:
        self._works = False
        if not self._told_unplugged:
            self._told_unplugged = True
            self._events.put(ScannerTrouble("unplugged"))

    # the decoding thread

    def _read(self) -> None:
        scene = None
        while (frame := self._next()) is not None:
            from devices.scanner.camera.codes import decode
            from devices.scanner.camera.scene import Scene

            scene = scene or Scene()
            now = time.monotonic()
            if moved := scene.moved(frame):
                self._awake_until = now + _AWAKE
            elif now > self._awake_until:
                continue
            codes = decode(frame, self._kinds)
            self._look_at([code.text for code in codes], now)
            if codes or moved:
                self._awake_until = time.monotonic() + _AWAKE  # decoding may have taken longer than that
            if not codes:  # people walk by all day: half a core for them at most
                self._closing.wait(time.monotonic() - now)

    def _next(self) -> "Frame | None":
        """The newest frame, None when closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._closing.is_set())
            frame, self._newest = self._newest, None
            return None if self._closing.is_set() else frame

    def _look_at(self, there: list[str], now: float) -> None:
        """A code is seen in every picture while it is held there; that is one scan, however long decoding takes: on a
        busy machine pictures lie seconds apart."""
        known = {seen: since for seen, since in self._known.items() if since is None or now - since < _SAME}
        self._known = {seen: now if since is None else since for seen, since in known.items()} | dict.fromkeys(there)
        for seen in dict.fromkeys(there):
            text = codec.decode(seen.encode("utf-8", "replace"))
            if seen not in known and text != "":
                self._events.put(Scan(text) if text is not None else ScannerTrouble("nonsense"))
