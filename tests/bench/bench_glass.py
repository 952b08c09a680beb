"""Kiosk and Chromium, each from the start of its process to its first picture, and the memory it then keeps, on one X
screen of 1080×1920 without a GPU, taking turns.

The kiosk is the whole program: enrolled, with its hall, its devices on ptys, its ledger. It opens on the attract screen
and is touched once, so that both show the same home screen when their memory is read. Chromium shows ``home.html``.

``python -m tests.bench bench_glass`` prints the table; ``python -m tests.bench.bench_glass DIR`` leaves a picture of
each in DIR.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

import assets
from tests.bench.screen import HEIGHT, WIDTH, Screen, screen
from tests.support.house import House

ROUNDS = 5
SETTLED = 3.0  # seconds on the home screen before the memory is read
CHROMIUM = (
    "/usr/bin/chromium", "--kiosk", "--no-sandbox", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--password-store=basic", "--window-position=0,0", f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
HERO, PINE = (540, 400), (0x0E, 0x5A, 0x4A)  # a place on the home screen that has this colour, and on no other screen
Program = Callable[[Screen], AbstractContextManager[psutil.Process]]
PAGE = Path(__file__).with_name("home.html")
NOTE = """\
First picture: from the start of the process until the X server's framebuffer holds more than a blank window, programs
taking turns, files in the page cache. Memory: PSS of the whole process tree on the home screen; Chromium's is shared
with, and so lessened by, any other Chromium running meanwhile. The kiosk's figures are of the whole program: its first
picture is the attract screen, its station (devices, ledger, line to the hall) follows behind it and is in its memory.
Chromium shows a still page of the same home screen, with a new profile and background networking off; --disable-gpu is
its best on a machine without a GPU, where it is not kept from trying one by default."""


@dataclass
class Seen:
    """One program's rounds: seconds, MB, processes."""

    first: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    processes: int = 0

    def add(self, first: float, memory: float, processes: int) -> None:
        self.first.append(first)
        self.memory.append(memory)
        self.processes = processes


class WindowHouse(House):
    """A house whose kiosk is a window on a screen, and starts when it is told."""

    def __init__(self, path: Path, on: Screen) -> None:
        super().__init__(path, environment={
            "QT_QPA_PLATFORM": "xcb", "DISPLAY": on.display, "ONEDOOR_KIOSK_MIRROR": "0",
            "ONEDOOR_KIOSK_IDLE_SECONDS": "600", "ONEDOOR_KIOSK_SNAPSHOT_SECONDS": "2",
            "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(path / "compiled"),  # as wherever it is installed
        })  # fmt: skip

    def start_kiosk(self) -> None: ...


def rows(pictures: Path | None = None) -> list[dict[str, str]]:
    """``pictures``: a folder for one picture of each on its home screen."""
    with tempfile.TemporaryDirectory() as folder, screen() as on:
        page = _page(Path(folder))
        with WindowHouse(Path(folder) / "house", on) as house:
            programs = {
                "OneDoor kiosk": kiosk(house),
                "Chromium": chromium(page, Path(folder)),
                "Chromium, --disable-gpu": chromium(page, Path(folder), "--disable-gpu"),
            }
            seen = {name: Seen() for name in programs}
            for n in range(ROUNDS + 1):  # the first warms the caches and enrols the station
                for name, program in programs.items():
                    found = watch(program, on, pictures / f"{name.split()[0]}.png" if pictures else None)
                    if n > 0:
                        seen[name].add(*found)
    ours = seen["OneDoor kiosk"]
    return [_row(name, one, ours) for name, one in seen.items()]


def _row(who: str, seen: Seen, ours: Seen) -> dict[str, str]:
    first, memory = median(seen.first), median(seen.memory)
    return {
        "who": who,
        "first picture, s": f"{first:.2f}",
        "slowest, s": f"{max(seen.first):.2f}",
        "beside ours (aim ≥ 2)": f"{first / median(ours.first):.1f} ×",
        "memory, MB": f"{memory:.0f}",
        "beside ours (aim ≥ 3) ": f"{memory / median(ours.memory):.1f} ×",
        "processes": f"{seen.processes}",
    }


def watch(program: Program, on: Screen, picture: Path | None) -> tuple[float, float, int]:
    """Seconds to the first picture, MB and processes of ``program`` on the home screen."""
    began = time.perf_counter()
    with program(on) as process:
        first = on.until(on.drawn) - began
        on.touch(WIDTH // 2, HEIGHT // 2)  # wakes the kiosk; Chromium does not mind
        on.until(lambda: on.pixel(*HERO) == PINE)
        time.sleep(SETTLED)
        tree = [process, *process.children(recursive=True)]
        memory = sum(one.memory_full_info().pss for one in tree) / 1e6
        if picture is not None:
            on.picture().save(picture)
    on.until(lambda: not on.drawn())
    return first, memory, len(tree)


def kiosk(house: House) -> Program:
    @contextmanager
    def program(_: Screen) -> Iterator[psutil.Process]:
        house.start("kiosk", "kiosk")
        yield psutil.Process(house.programs["kiosk"].process.pid)
        house.stop("kiosk")

    return program


def chromium(page: Path, profiles: Path, *flags: str) -> Program:
    """Each start with a new profile under ``profiles``."""

    @contextmanager
    def program(on: Screen) -> Iterator[psutil.Process]:
        profile = tempfile.mkdtemp(prefix="chromium", dir=profiles)
        command = [*CHROMIUM, *flags, f"--user-data-dir={profile}", f"--app={page.as_uri()}"]
        environment = {**os.environ, "DISPLAY": on.display}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            try:
                yield psutil.Process(run.pid)
            finally:
                run.terminate()

    return program


def _page(folder: Path) -> Path:
    """``home.html`` with its icons in it."""
    drawings = Path(next(iter(assets.__path__)))

    def drawing(name: re.Match[str]) -> str:
        kind = "drawings" if name[1] == "hills" else "icons"
        return (drawings / kind / f"{name[1]}.svg").read_text(encoding="utf-8")

    page = folder / "home.html"
    page.write_text(re.sub(r"{{(\w+)}}", drawing, PAGE.read_text(encoding="utf-8").replace("{{name}}", "")), "utf-8")
    return page


if __name__ == "__main__":
    from tests.bench.table import markdown

    print(markdown(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else None)), end="")
