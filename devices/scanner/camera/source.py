"""Where frames come from: a camera, a video, a simulator. The driver knows this alone."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # NumPy is not imported before the first frame
    from devices.scanner.camera.kinds import Frame

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
"""How the name of a picture ends."""


class FrameSource(Protocol):
    """One thread uses it. A camera that hangs may hold that thread; nobody else waits for it."""

    def grab(self) -> bool:
        """Wait for the next frame and keep it undecoded; False if none came in good time. Raises ``Unplugged`` when the
        camera is gone."""
        ...

    def frame(self) -> "Frame":
        """The frame grabbed last, H×W×3 uint8 BGR. Raises ``Unplugged`` if it cannot be had."""
        ...

    def close(self) -> None:
        """Idempotent, never raises."""
        ...


class OpenSource(Protocol):
    """Opens the camera anew after an unplugging. Raises ``Unplugged`` while there is none."""

    def __call__(self) -> FrameSource: ...


def camera_source(path: str, width: int, height: int) -> OpenSource:
    """A V4L2 camera. OpenCV is imported when it is opened."""

    def open_source() -> FrameSource:
        from devices.scanner.camera.capture import open_camera

        return open_camera(path, width, height)

    return open_source


def file_source(path: str) -> OpenSource:
    """A video file, again and again; or a picture, for as long as it is there."""

    def open_source() -> FrameSource:
        from devices.scanner.camera.capture import Still, open_video

        return Still(path) if path.lower().endswith(PICTURES) else open_video(path)

    return open_source
