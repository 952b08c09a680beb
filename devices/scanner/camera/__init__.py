"""Codes seen by a camera: ``decode(frame)`` (a frame → its codes), ``driver`` (the scanner's role), ``simulator``
(frames without a camera). ``devices.open`` and the bench come in; NumPy and OpenCV are not imported before the first
frame."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.scanner.camera.codes import Code, decode

__all__ = ["Code", "decode"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from devices.scanner.camera import codes  # OpenCV comes with it

    return getattr(codes, name)
