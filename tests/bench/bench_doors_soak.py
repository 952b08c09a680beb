"""A hundred doors and fifty events a second, for minutes: ten stations of ten doors, each with its ledger on disk and
its courier, and one hall in a process of its own. Their lines are cut at random, the hall is killed in the middle and
starts again, and at the end every station's numbers are compared with what the hall has.

``python -m tests.bench.bench_doors_soak [--seconds S]`` (or ``ONEDOOR_SOAK_SECONDS``; 1200 is what is asked for).
Each sample is a line on stderr. ``rows()`` gives half a minute's worth to a collector.
"""

import argparse
import json
import os
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import linear_regression, median, quantiles
from typing import Any

import psutil

from devices.gate import gate as locks
from hall.contract.access import Credential, Document, Door, Grant, Grants, Person
from hall.contract.report import Report
from kiosk.courier import Acknowledged, Courier
from kiosk.enrolment import enrol
from kiosk.kit.hall_clock import HallClock
from kiosk.ledger.store import Ledger
from kiosk.news import BeginAnew
from kiosk.porter import Porter
from kiosk.settings import Settings
from tests.bench.table import markdown
from tests.hall.serving import Serving, run_hall, start_hall
from tests.support.cable import Cable
from tests.support.founded import found_sample

STATIONS, DOORS, PEOPLE = 10, 10, 500
RATE = 50.0
"""Events a second, of all doors: a decision, what the lock said, and that he passed are three."""
AWAY = 3.0
"""Seconds for which the hall is dead."""
LONG = 120.0
"""Seconds from which a slope means anything: a hall that has just started grows."""
NOTE = """\
An event is a report of a door: what was decided, what the lock said, that he passed. A decision's time is from the
card to its transaction on disk. The hall's memory is its resident set; the slope is least squares over the last half.
*late* is how long the last report waited after the end. Ten minutes, or twenty: ``ONEDOOR_SOAK_SECONDS=1200``."""
SECONDS = float(os.environ.get("ONEDOOR_SOAK_SECONDS", "25"))


@dataclass
class Soak:
    """``samples``: second, MiB of the hall, MiB of the stations, reports waiting."""

    seconds: float = 0.0
    told: int = 0
    took: list[float] = field(default_factory=list)
    cuts: int = 0
    late: float = 0.0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    samples: list[tuple[float, float, float, int]] = field(default_factory=list)

    def slope(self, column: int) -> float:
        """MiB a minute."""
        half = self.samples[len(self.samples) // 2 :]
        return linear_regression([row[0] for row in half], [row[column] for row in half]).slope * 60


class Post:
    """One station: everything between a card and the hall but the wires."""

    def __init__(self, folder: Path, hall: str, code: str, grants: Callable[[str], Grants]) -> None:
        who = enrol(Settings(data=folder, hall=hall), code)
        self.station, self.alarm = who.station, ""
        self.ledger = Ledger(folder / "ledger.db")
        self.clock = HallClock()
        self.clock.set(datetime.now(UTC))
        self.hall_seen = self.now()
        self.parts, self.revisions = {"grants": grants(who.station)}, {"grants": "soak"}
        self.lock = threading.Lock()  # in the place of the clerk's one thread
        self.asked: list[tuple[locks.Decision, str]] = []
        self.courier = Courier(hall, who, self._heard, self.ledger.outbox.reader())
        self.porter = Porter(self, self)  # type: ignore[arg-type]
        self.asks = self.courier

    def now(self) -> datetime:
        return self.clock.now()

    def unlock(self, seconds: float, decision: locks.Decision, door: str = "") -> None:
        self.asked.append((decision, door))

    def open(self, door: str, *, gate: bool = False) -> bool | None:
        return False

    def lays(self, door: Door, key: str) -> float:
        """A card, and he who goes through. Returns the milliseconds of the decision."""
        with self.lock:
            begun = time.perf_counter()
            self.porter.card(key, door)
            took = (time.perf_counter() - begun) * 1e3
            decision, id = self.asked.pop()
            self.porter.released(locks.Released(decision), id)
            self.porter.said(locks.Passed(decision), id)
        return took

    def _heard(self, event: object) -> None:
        match event:
            case Acknowledged(upto):
                with self.lock:
                    self.ledger.outbox.acknowledged(upto)
            case BeginAnew():
                raise AssertionError("the hall wants a new ledger")

    @property
    def waiting(self) -> int:
        with self.lock:
            return self.ledger.outbox.last - self.ledger.outbox.heard

    def close(self) -> None:
        self.courier.stop()
        self.ledger.close()


def rights(station: str) -> Grants:
    now = datetime.now(UTC)
    return Grants(
        doors=tuple(Door(id=f"{station}-d{n}", name_zh=f"门 {n}", station=station, to_zone="z") for n in range(DOORS)),
        people=tuple(Person(id=f"p{n}", label="张*") for n in range(PEOPLE)),
        documents=(Document(id="l", kind="letter", begins=now - timedelta(1), ends=now + timedelta(30)),),
        grants=tuple(
            Grant(id=f"g{n}", person=f"p{n}", document="l", doors=tuple(f"{station}-d{d}" for d in range(DOORS)))
            for n in range(PEOPLE)
        ),
        credentials=tuple(Credential(key=f"{n:064x}", kind="card", person=f"p{n}") for n in range(PEOPLE)),
    )


def soaked(seconds: float, watch: Callable[[str], object] = lambda line: None) -> Soak:
    """``seconds``: of doors in use; the hall is killed after a third of them."""
    soak = Soak(seconds)
    with tempfile.TemporaryDirectory(prefix="doors-soak-") as path, ExitStack() as open_:
        folder = Path(path) / "hall"
        found_sample(folder)
        codes = [run_hall(folder, "enrol", "--name", f"门站 {n}").stdout.strip() for n in range(STATIONS)]
        hall = start_hall(folder)
        open_.callback(lambda: hall.process.poll() is None and hall.stop(20))
        cable = open_.enter_context(closing(Cable(hall.port)))
        posts = [Post(Path(path) / f"s{n}", cable.url, code, rights) for n, code in enumerate(codes)]
        for post in posts:
            open_.callback(post.close)
            post.courier.start()
        hall = _use(soak, posts, cable, hall, folder, watch)
        _wait_until_all_is_told(soak, posts)
        _compare(soak, posts, folder)
    return soak


def _use(
    soak: Soak, posts: list[Post], cable: Cable, hall: Serving, folder: Path, watch: Callable[[str], object]
) -> Serving:
    chance, begun, due = random.Random(1), time.monotonic(), 0.0
    killed = back = False
    process, own = psutil.Process(hall.process.pid), psutil.Process()
    port = hall.port
    sampled = 0.0
    while (at := time.monotonic() - begun) < soak.seconds:
        post = chance.choice(posts)
        door = chance.choice(post.porter.grants.doors)  # type: ignore[union-attr]
        soak.took.append(post.lays(door, f"{chance.randrange(PEOPLE):064x}"))
        soak.told += 3
        if chance.random() < 0.03:
            cable.set("whole" if cable.mode != "whole" or chance.random() < 0.5 else "no_answers")  # cut, or half of it
            soak.cuts += 1
        if not killed and at > soak.seconds / 3:
            hall.kill()
            killed = True
        if killed and not back and at > soak.seconds / 3 + AWAY:
            hall, back = start_hall(folder, port=port), True
            process = psutil.Process(hall.process.pid)
        if at - sampled > max(1.0, soak.seconds / 60) and (back or not killed):
            sampled = at
            sizes = process.memory_info().rss / 2**20, own.memory_info().rss / 2**20
            soak.samples.append((at, *sizes, sum(one.waiting for one in posts)))
            watch(f"{at:7.1f} s  hall {sizes[0]:6.1f} MiB  stations {sizes[1]:6.1f} MiB  waiting {soak.samples[-1][3]}")
        due += 3 / RATE
        time.sleep(max(0.0, begun + due - time.monotonic()))
    cable.set("whole")
    return hall


def _wait_until_all_is_told(soak: Soak, posts: list[Post]) -> None:
    begun = time.monotonic()
    while any(one.waiting for one in posts) and time.monotonic() - begun < 120:
        time.sleep(0.05)
    soak.late = time.monotonic() - begun


def _compare(soak: Soak, posts: list[Post], folder: Path) -> None:
    """Every station's reports of doors against the hall's own numbered table."""
    with closing(sqlite3.connect(f"file:{folder}/hall.sqlite?mode=ro", uri=True)) as db:
        for post in posts:
            with closing(sqlite3.connect(post.ledger.file.path)) as ledger:
                rows = ledger.execute("SELECT report FROM outbox ORDER BY seq").fetchall()
            reports = [Report.model_validate_json(text) for (text,) in rows]
            told = [_name(one.body.model_dump()) for one in reports if one.body.kind in ("entry", "passage", "door")]
            kept = [
                _name(json.loads(body) | {"kind": kind})
                for kind, body in db.execute(
                    "SELECT kind, body FROM doors_event WHERE station = ? ORDER BY n", (post.station,)
                )
            ]
            soak.lost += len(set(told) - set(kept))
            soak.doubled += len(kept) - len(set(kept))
            soak.disordered += kept != told


def _name(body: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(body.get(name, "")) for name in ("kind", "key", "became", "what"))


def rows(seconds: float = SECONDS, watch: Callable[[str], object] = lambda line: None) -> list[dict[str, Any]]:
    soak = soaked(seconds, watch)
    took = sorted(soak.took)
    return [
        {
            "doors": STATIONS * DOORS, "seconds": round(soak.seconds), "events": soak.told,
            "a second": f"{soak.told / soak.seconds:.1f}",
            "decision, median / 99 % ms": f"{median(took):.1f} / {quantiles(took, n=100)[-1]:.1f}",
            "lines cut": soak.cuts, "most waiting": max(row[3] for row in soak.samples), "late, s": f"{soak.late:.1f}",
            "lost / doubled / stations out of order": f"{soak.lost} / {soak.doubled} / {soak.disordered}",
            "hall, MiB": f"{soak.samples[-1][1]:.0f}" + (f", {soak.slope(1):+.2f} a minute" if seconds >= LONG else ""),
        }
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    print(markdown(rows(parser.parse_args().seconds, lambda line: print(line, file=sys.stderr, flush=True))))


if __name__ == "__main__":
    main()
