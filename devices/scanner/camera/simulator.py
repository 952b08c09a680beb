"""A camera without a camera. Simulated: the frames (a grey desk with a drawn code on it, or any frame handed in), their
rate, a camera unplugged, a camera that hangs. Not simulated: optics and light (tests draw those), V4L2, USB."""

import contextlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import segno
import zxingcpp
from PIL import Image

from devices.errors import Unplugged
from devices.scanner.camera.kinds import Frame
from devices.scanner.camera.source import PICTURES

WIDTH, HEIGHT = 1280, 720
_MODULE = 6  # pixels
_WRITERS = {
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
}


class CameraSimulator:
    """``rate`` is frames a second. Call it for a ``FrameSource``, as the driver does. Any thread may show."""

    def __init__(self, rate: float = 15.0) -> None:
        self._pause = 1 / rate
        self._frame = desk()
        self._plugged = True
        self._mute = False
        self._changed = threading.Condition()

    def __call__(self) -> "SimulatedSource":
        if not self._plugged:
            raise Unplugged("The simulated camera is unplugged.")
        return SimulatedSource(self)

    def show(self, text: str, kind: str = "qr") -> None:
        """Hold a code before the camera until something else is shown. Raises ``ValueError`` if ``text`` does not fit
        ``kind``."""
        self.show_frame(with_code(text, kind))

    def show_frame(self, frame: Frame) -> None:
        self._set(frame=frame)

    def hide(self) -> None:
        self._set(frame=desk())

    def plug(self, plugged: bool = True) -> None:
        self._set(plugged=plugged)

    def mute(self, mute: bool = True) -> None:
        """Plugged, but no frame comes, and ``grab`` does not return: a hung USB controller."""
        self._set(mute=mute)

    def _set(self, frame: Frame | None = None, plugged: bool | None = None, mute: bool | None = None) -> None:
        with self._changed:
            self._frame = self._frame if frame is None else frame
            self._plugged = self._plugged if plugged is None else plugged
            self._mute = self._mute if mute is None else mute
            self._changed.notify_all()

    def next_frame(self) -> Frame:
        """Raises ``Unplugged``."""
        with self._changed:
            self._changed.wait_for(lambda: not self._plugged, self._pause)
            self._changed.wait_for(lambda: not self._mute or not self._plugged)
            if not self._plugged:
                raise Unplugged("The simulated camera was unplugged.")
            return self._frame


class SimulatedSource:
    """Implements ``FrameSource``."""

    def __init__(self, camera: CameraSimulator) -> None:
        self._camera = camera
        self._grabbed = desk()

    def grab(self) -> bool:
        self._grabbed = self._camera.next_frame()
        return True

    def frame(self) -> Frame:
        return self._grabbed.copy()

    def close(self) -> None:
        """Nothing is held."""


class PictureFile:
    """A camera for another program, which looks at the picture at ``path`` (``camera+file:PATH``). It is there while it
    is plugged in."""

    def __init__(self, path: Path) -> None:
        """Raises ``ValueError`` for a name that is no picture's, ``FileExistsError`` for a file that is there."""
        if path.suffix.lower() not in PICTURES:
            raise ValueError(f"{path} must end in one of {', '.join(PICTURES)}.")
        if path.exists():
            raise FileExistsError(f"{path} is there already.")
        self._path, self._frame = path, desk()
        self.plugged = False
        self.plug()

    @property
    def address(self) -> str:
        return str(self._path)

    def show(self, text: str, kind: str = "qr") -> None:
        """Raises ``ValueError`` if ``text`` does not fit ``kind``."""
        self.show_frame(with_code(text, kind))

    def hide(self) -> None:
        self.show_frame(desk())

    def plug(self) -> None:
        self.plugged = True
        self.show_frame(self._frame)

    def unplug(self) -> None:
        self.plugged = False
        self._path.unlink(missing_ok=True)

    stop = unplug

    @contextlib.contextmanager
    def device(self) -> Iterator["PictureFile"]:
        yield self

    def show_frame(self, frame: Frame) -> None:
        """Whole or not at all: who looks meanwhile sees the one before."""
        self._frame = frame
        if self.plugged:
            fresh = self._path.with_name(f".{self._path.name}")
            cv2.imencode(self._path.suffix, frame)[1].tofile(fresh)
            fresh.replace(self._path)


def desk() -> Frame:
    return np.full((HEIGHT, WIDTH, 3), 90, np.uint8)


def with_code(text: str, kind: str = "qr") -> Frame:
    """A desk with one upright symbol in the middle. Raises ``ValueError``."""
    symbol = drawn(text, kind)
    height, width = symbol.shape
    if height > HEIGHT or width > WIDTH:
        raise ValueError(f"A {kind} of {width} × {height} pixels does not fit the frame.")
    frame = desk()
    top, left = (HEIGHT - height) // 2, (WIDTH - width) // 2
    frame[top : top + height, left : left + width] = symbol[..., None]
    return frame


def drawn(text: str, kind: str) -> np.ndarray:
    """One symbol and its quiet zone, H×W uint8. Raises ``ValueError``."""
    if kind in ("qr", "microqr"):
        out = io.BytesIO()
        segno.make(
            text,
            micro=kind == "microqr",
            encoding=None if text.isascii() else "utf-8",
            mode=None if text.isascii() else "byte",
        ).save(out, kind="png", scale=_MODULE, border=4)
        return np.array(Image.open(out).convert("L"))
    if kind not in _WRITERS:
        raise ValueError(f"'{kind}' is no symbology we draw.")
    modules = np.array(zxingcpp.create_barcode(text, _WRITERS[kind]).to_image(scale=1))
    return np.kron(np.pad(modules, 4, constant_values=255), np.ones((_MODULE // 2, _MODULE // 2), np.uint8))
