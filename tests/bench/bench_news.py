"""What it costs to keep one kiosk told: a real hall and a real courier on a line that counts; a quiet hall, and one in
which a number is taken every few seconds.

``python -m tests.bench news``; ``rows()`` gives the table to a collector.
"""

import queue
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import requests

from kiosk import courier
from kiosk.courier import Courier
from kiosk.identity import Identity
from kiosk.news import HallSeen
from tests.bench.table import markdown
from tests.hall.serving import Serving, hall_running
from tests.support.cable import Cable
from tests.support.founded import found_sample

SECONDS = 30.0
EVERY = 5.0
NOTE = f"""\
Everything over the line in both directions, HTTP's own words included, of {SECONDS:g} s each, as bytes of a minute; the
hall's processor in the same time, of one core. Told: from the answer to whoever took the number until the kiosk's
courier has the new waits. Before: the whole word was asked for every 2 s and sent again whole when anything in it had
changed (measured with the program of that day, same machine, within the hour)."""
BEFORE = (
    {"hall": "quiet, before", "bytes a minute": "24750", "hall's processor, %": "0.83", "told after, ms": "–"},
    {
        "hall": "a number every 5 s, before",
        "bytes a minute": "49254",
        "hall's processor, %": "0.77",
        "told after, ms": "694",
    },
)


def rows() -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "hall"
        founded = found_sample(data)
        with hall_running(data, "--sample") as hall, closing(Cable(hall.port)) as cable:
            enrolled = courier.enrol(hall.url, founded.enrol_code)
            who = Identity(enrolled.station, enrolled.secret, bytes.fromhex(enrolled.subject_key))
            return [*BEFORE, *_measured(hall, cable, who)]


def _measured(hall: Serving, cable: Cable, who: Identity) -> list[dict[str, str]]:
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    station = Courier(cable.url, who, heard.put, lambda _: ())
    station.start()
    try:
        time.sleep(3)  # the first word, whole
        quiet = _minute(hall, cable)
        while not heard.empty():
            heard.get()
        told: list[float] = []
        busy = _minute(hall, cable, lambda n: told.append(_taken(hall, who, n, heard)))
    finally:
        station.stop()
    return [
        {"hall": "quiet", **quiet, "told after, ms": "–"},
        {"hall": f"a number every {EVERY:g} s", **busy, "told after, ms": f"{statistics.median(told) * 1000:.0f}"},
    ]


def _minute(hall: Serving, cable: Cable, act: Any = None) -> dict[str, str]:
    processor = psutil.Process(hall.process.pid)
    bytes_, cpu = cable.carried, sum(processor.cpu_times()[:2])
    began, n = time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        if act is not None:
            act(n)
        n += 1
        time.sleep(max(0, began + n * EVERY - time.monotonic()))
    took = time.monotonic() - began
    return {
        "bytes a minute": f"{(cable.carried - bytes_) / took * 60:.0f}",
        "hall's processor, %": f"{(sum(processor.cpu_times()[:2]) - cpu) / took * 100:.2f}",
    }


def _taken(hall: Serving, who: Identity, n: int, heard: queue.SimpleQueue[Any]) -> float:
    """Somebody at another kiosk takes a number; seconds until ours has been told."""
    requests.post(
        f"{hall.url}/api/station/tickets",
        json={"key": f"bench-{n:08d}", "service": "intake"},
        auth=(who.station, who.secret),
        timeout=5,
    ).raise_for_status()
    began = time.monotonic()
    while isinstance(heard.get(timeout=10), HallSeen):
        pass
    return time.monotonic() - began


if __name__ == "__main__":
    print(markdown(rows()))
