"""One X screen without a monitor: the same eye and the same finger for every program on it."""

import ctypes
import mmap
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import unpack_from

from PIL import Image

WIDTH, HEIGHT = 1080, 1920
_STEP = 8  # every eighth pixel of every eighth row is looked at
_PICTURE = 8  # a window that was filled but not yet drawn has one colour, a cursor in it two; a picture many


class Screen:
    """The framebuffer that the server keeps in a file (``Xvfb -fbdir``), in the format of xwd."""

    def __init__(self, display: str, framebuffer: Path) -> None:
        self.display = display
        with framebuffer.open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        head = unpack_from(">25I", self._memory)  # XWDFileHeader, big-endian
        self._line, self._begin = head[12], head[0] + head[19] * 12

    def colours(self) -> int:
        """How many different colours stand at the places looked at."""
        found: set[bytes] = set()
        for y in range(0, HEIGHT, _STEP):
            row = self._memory[self._begin + y * self._line : self._begin + (y + 1) * self._line]
            found |= {row[x : x + 3] for x in range(0, WIDTH * 4, 4 * _STEP)}
        return len(found)

    def drawn(self) -> bool:
        return self.colours() >= _PICTURE

    def picture(self) -> Image.Image:
        data = self._memory[self._begin : self._begin + HEIGHT * self._line]
        return Image.frombuffer("RGB", (WIDTH, HEIGHT), data, "raw", "BGRX", self._line, 1)

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green, blue."""
        blue, green, red = self._memory[(at := self._begin + y * self._line + 4 * x) : at + 3]
        return red, green, blue

    def touch(self, x: int, y: int) -> None:
        """A finger there, as the server's own pointer (the XTEST extension)."""
        xlib, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        xlib.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(xlib.XOpenDisplay(self.display.encode()))
        now = ctypes.c_ulong(0)
        xtst.XTestFakeMotionEvent(display, -1, x, y, now)
        for down in (1, 0):
            xtst.XTestFakeButtonEvent(display, 1, down, now)
            xlib.XSync(display, 0)
        xlib.XCloseDisplay(display)

    def until(self, right: Callable[[], bool], patience: float = 30.0, pause: float = 0.005) -> float:
        """When it was seen."""
        deadline = time.perf_counter() + patience
        while not right():
            if time.perf_counter() > deadline:
                raise TimeoutError("what was waited for never stood on the screen")
            time.sleep(pause)
        return time.perf_counter()


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of 1080×1920; its ``display`` is for the environment of what shall open there."""
    read, write = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder,
                   "-nolisten", "tcp"]  # fmt: skip
        server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        try:
            with os.fdopen(read) as told:
                display = f":{int(told.readline())}"
            yield Screen(display, Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
