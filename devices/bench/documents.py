"""The A4 printer's bay: IPP behind a TCP port."""

import time
from typing import Any

from devices.documents.ipp.host import IppHost
from devices.documents.ipp.press import Work
from devices.documents.ipp.simulator import IppSimulator

_OTHERS = "别的电脑"
_PAGES = 9


class DocumentsBay:
    """``port`` 0: any free one. Raises ``OSError`` if it is taken."""

    name = "documents"

    def __init__(self, port: int = 0, pace: float = 1.0) -> None:
        self.host = IppHost(IppSimulator(pace=pace), port=port)
        self.url = f"ipp+tcp:{self.host.address}/ipp/print"

    def plug(self, plugged: bool = True) -> None:
        self.host.plug() if plugged else self.host.unplug()

    def power_cycle(self) -> None:
        self.do("power_cycle")

    def do(self, action: str, *arguments: Any) -> None:
        """One of the simulator's hands (``jam``, ``paper_out`` …), now."""
        with self.host.device() as printer:
            getattr(printer, action)(time.monotonic(), *arguments)

    def put(self, pages: int) -> None:
        """A document of ``pages`` from some other computer of the office. Raises ``ValueError``."""
        if not 1 <= pages <= _PAGES:
            raise ValueError(f"'pages' must be from 1 to {_PAGES}.")
        with self.host.device() as printer:
            job = printer.make(_OTHERS, "office", 1, "one-sided", "")
            printer.take(job, b"%PDF-" + b"/Type/Page " * pages, time.monotonic())

    def keep_cancelled(self, keeps: bool) -> None:
        with self.host.device() as printer:
            printer.keeps = keeps

    def stop(self) -> None:
        self.host.stop()

    def state(self) -> dict[str, Any]:
        with self.host.device() as printer:
            printer.advance(time.monotonic())
            return {
                "url": self.url, "plugged": self.host.plugged, "mute": self.host.mute, "tray": max(0, printer.tray),
                "jammed": printer.jammed, "cover_open": printer.cover_open, "toner_low": printer.toner_low,
                "toner_out": printer.toner_out, "paused": printer.paused, "keeps_cancelled": printer.keeps,
                "jobs": [_describe(job) for job in printer.jobs if not job.over],
                "printed": [_describe(job) for job in printer.printed],
            }  # fmt: skip


def _describe(job: Work) -> dict[str, Any]:
    return {
        "job": job.number, "name": job.name, "state": job.state.name.lower(), "done": job.done, "of": job.of,
        "copies": job.copies, "pages": job.pages, "sides": job.sides,
    }  # fmt: skip
