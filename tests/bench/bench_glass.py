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
SETTLED = 4.0  # seconds on the home screen before the memory is read
CHROMIUM = (
    "/usr/bin/chromium", "--kiosk", "--no-sandbox", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-gpu", "--password-store=basic", "--window-position=0,0", f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
HERO, PINE = (540, 400), (0x0E, 0x5A, 0x4A)  # a place on the home screen that has this colour, and on no other screen
Program = Callable[[Screen], AbstractContextManager[psutil.Process]]
PAGE = Path(__file__).with_name("home.html")
NOTE = """\
First picture: from the start of the process until the X server's framebuffer holds more than a blank window; warm
(everything was started once before). Memory: PSS of the whole process tree on the home screen. The kiosk's figures are
of the whole program with its devices, its ledger and its line to the hall; Chromium shows a still page with the same
home screen and has none of these."""


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
        })  # fmt: skip

    def start_kiosk(self) -> None: ...


def rows(pictures: Path | None = None) -> list[dict[str, str]]:
    """``pictures``: a folder for one picture of each on its home screen."""
    ours, peer = Seen(), Seen()
    with tempfile.TemporaryDirectory() as folder, screen() as on:
        page, profile = _page(Path(folder)), Path(folder) / "profile"
        with WindowHouse(Path(folder) / "house", on) as house:
            for n in range(ROUNDS + 1):  # the first warms the caches, enrols the station, fills the profile
                for name, seen, program in (("kiosk", ours, kiosk(house)), ("chromium", peer, chromium(page, profile))):
                    found = watch(program, on, pictures / f"{name}.png" if pictures else None)
                    if n > 0:
                        seen.add(*found)
    return [_row("OneDoor kiosk", ours), _row("Chromium, same home screen", peer), _beside(ours, peer)]


def _row(who: str, seen: Seen) -> dict[str, str]:
    return {
        "who": who,
        "first picture, s": f"{median(seen.first):.2f}",
        "slowest, s": f"{max(seen.first):.2f}",
        "memory, MB": f"{median(seen.memory):.0f}",
        "processes": f"{seen.processes}",
    }


def _beside(ours: Seen, peer: Seen) -> dict[str, str]:
    return {
        "who": "Chromium : OneDoor",
        "first picture, s": f"{median(peer.first) / median(ours.first):.1f} (aim ≥ 2)",
        "slowest, s": f"{max(peer.first) / max(ours.first):.1f}",
        "memory, MB": f"{median(peer.memory) / median(ours.memory):.1f} (aim ≥ 3)",
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


def chromium(page: Path, profile: Path) -> Program:
    """The profile is kept from one round to the next, as the kiosk's folder is."""

    @contextmanager
    def program(on: Screen) -> Iterator[psutil.Process]:
        command = [*CHROMIUM, f"--user-data-dir={profile}", f"--app={page.as_uri()}"]
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
