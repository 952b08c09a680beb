"""Frames by OpenCV: a V4L2 camera, a video file at its own pace, or a picture. Imported with the first frame, not
before."""

import os
import time

import cv2

from devices.errors import Unplugged
from devices.scanner.camera.kinds import Frame

cv2.setNumThreads(1)  # the other core draws the screen
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # a missing camera is said once, by the driver

_STILL = 0.1  # seconds between two looks at a picture


class Capture:
    """Implements ``FrameSource``. ``pace`` is seconds a frame for a file, 0 for a camera, which has its own."""

    def __init__(self, capture: cv2.VideoCapture, where: str, pace: float = 0.0) -> None:
        self._capture = capture
        self._where = where
        self._pace = pace

    def grab(self) -> bool:
        if self._pace:
            time.sleep(self._pace)
        if self._capture.grab():
            return True
        raise Unplugged(f"{self._where} gives no more frames.")

    def frame(self) -> Frame:
        there, frame = self._capture.retrieve()
        if not there or frame is None or frame.ndim != 3:
            raise Unplugged(f"{self._where} gave a frame that cannot be decoded.")
        return frame.astype("uint8", copy=False)

    def close(self) -> None:
        self._capture.release()


class Still:
    """Implements ``FrameSource``: the picture at ``path``, read anew whenever it is another one. Raises ``Unplugged``
    for what is no picture, and while there is none."""

    def __init__(self, path: str) -> None:
        self._path, self._stamp = path, (0, 0)
        self._look()

    def grab(self) -> bool:
        time.sleep(_STILL)
        self._look()
        return True

    def frame(self) -> Frame:
        return self._frame.copy()

    def close(self) -> None:
        """Nothing is held."""

    def _look(self) -> None:
        try:
            now = os.stat(self._path)
        except OSError as error:
            raise Unplugged(f"There is no {self._path}.") from error
        if (stamp := (now.st_mtime_ns, now.st_ino)) == self._stamp:
            return
        frame = cv2.imread(self._path, cv2.IMREAD_COLOR)
        if frame is None:
            raise Unplugged(f"{self._path} is no picture.")
        self._stamp, self._frame = stamp, frame


def open_camera(path: str, width: int, height: int) -> Capture:
    """Motion JPEG, for uncompressed 720p does not fit USB 2 at a useful rate; one frame of buffer. Raises ``Unplugged``
    while there is no such camera or another program has it."""
    if not os.path.exists(path):
        raise Unplugged(f"There is no {path}.")
    capture = cv2.VideoCapture(path, cv2.CAP_V4L2)
    if not capture.isOpened():
        raise Unplugged(f"{path} is no camera, or another program has it.")
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return Capture(capture, path)


def open_video(path: str) -> Capture:
    """Raises ``Unplugged`` for what is no video; at its end it is unplugged, and begins anew when opened again."""
    capture = cv2.VideoCapture(path)
    if not capture.isOpened():
        raise Unplugged(f"{path} is no video.")
    rate = capture.get(cv2.CAP_PROP_FPS)
    return Capture(capture, path, 1 / rate if 1 <= rate <= 120 else 1 / 15)
