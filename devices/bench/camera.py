"""The camera's bay: a picture in a file, which the driver looks at as it would at a camera (``camera+file:``)."""

import threading
import time
from pathlib import Path
from typing import Any

import cv2

from devices.bench import scenes
from devices.bench.scenes import CONDITIONS, Held, Holder
from devices.scanner.camera.codes import Code, decode
from devices.scanner.camera.simulator import PictureFile

_SHOWN = 40  # characters of a code that the page shows
_LONGEST = 500  # bytes; more does not fit the frame


class CameraBay:
    name = "camera"

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # of a bench that was killed
        self._file = PictureFile(path)
        self.url = f"camera+file:{path}"
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._conditions: frozenset[str] = frozenset()
        self._codes: list[Code] = []
        self._took = 0.0
        self._jpeg = b""
        self._looks = 0

    def plug(self, plugged: bool = True) -> None:
        self._file.plug() if plugged else self._file.unplug()

    def show(self, text: str, kind: str, on: Holder) -> None:
        """Hold a code before the camera until something else is shown. Raises ``ValueError`` for a text that does not
        fit ``kind`` or the frame."""
        if not 1 <= len(text.encode(errors="replace")) <= _LONGEST:
            raise ValueError(f"A code before the camera has from 1 to {_LONGEST} bytes.")
        with self._lock:
            self._look(Held(text, kind, on), self._conditions)

    def hide(self) -> None:
        with self._lock:
            self._look(None, self._conditions)

    def make(self, condition: str, so: bool) -> None:
        """One of ``scenes.CONDITIONS``."""
        with self._lock:
            self._look(self._held, self._conditions | {condition} if so else self._conditions - {condition})

    def jpeg(self) -> bytes:
        """What it sees."""
        with self._lock:
            if not self._jpeg:
                self._look(None, self._conditions)
            return self._jpeg

    def _look(self, held: Held | None, conditions: frozenset[str]) -> None:
        frame = scenes.frame(held, conditions)
        began = time.thread_time()
        self._codes = decode(frame)
        self._took = time.thread_time() - began
        self._held, self._conditions = held, conditions
        self._file.show_frame(frame)
        self._jpeg = cv2.imencode(".jpg", frame)[1].tobytes()
        self._looks += 1

    def stop(self) -> None:
        self._file.stop()

    def state(self) -> dict[str, Any]:
        return {
            "url": self.url, "plugged": self._file.plugged, "look": self._looks,
            **{name: name in self._conditions for name in CONDITIONS},
            "shown": None if self._held is None else {"kind": self._held.kind, "on": self._held.on},
            "read": [_describe(code) for code in self._codes], "ms": round(self._took * 1000),
        }  # fmt: skip


def _describe(code: Code) -> dict[str, Any]:
    text = code.text[:_SHOWN] + ("…" if len(code.text) > _SHOWN else "")
    return {"text": text, "symbology": code.symbology, "corners": code.corners}
