"""A compressed soak: print after print with faults at random moments, every verdict checked against the paper, and what
the process holds at the end as against the beginning.

``python -m tests.bench.bench_soak [--jobs N] [--seconds S] [--samples N]``: N jobs of each kind (a million is some
hours), or as many as S seconds allow. Each sample is a line on stderr, so that a long run can be watched. ``rows()``
gives a minute's worth to a collector.

*simulated time*: seconds pass only where the driver waits, so an hour of a printer's day takes seconds. *sockets*: the
same driver on a loopback link, with real threads, real descriptors and real time, on a printer without a slow motor.
"""

import argparse
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from statistics import linear_regression
from typing import Protocol

import psutil

from devices.links.loopback import Loopback
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80, TM_T88VI
from devices.printer.slip import Pair, QrCode, Slip, Text
from devices.printer.verdict import NotPrinted, Printed, Verdict
from tests.bench.table import markdown
from tests.devices.printer.wire import Wire, World

NOTE = """\
One job in five (on sockets one in fifty) has a fault at a random moment: cover, paper out, heat, power, cutter, cable,
mute. The driver has no setting: it asks each connection what it is. A verdict is wrong if it says printed and no whole
slip lies there, or not printed and one does. Slopes are least squares over the last three quarters of the run; memory
is the process's resident set, simulator included."""
FAULTS = ("open_cover", "paper_out", "overheat", "power_cycle", "jam_cutter", "pull", "mute")
SAMPLES = 40


class Site(Protocol):
    """A printer somewhere, with hands."""

    faulty: float
    """The share of jobs that have a fault."""
    driver: EscposPrinter
    simulator: EscposSimulator

    @property
    def hours(self) -> float: ...
    def soon(self, fault: str, seconds: float) -> None: ...
    def mend(self) -> None: ...


@dataclass
class Soak:
    """``samples``: jobs done, MiB, threads, descriptors."""

    jobs: int = 0
    wrong: int = 0
    doubled: int = 0
    doubtful: int = 0
    faults: int = 0
    seconds: float = 0.0
    hours: float = 0.0
    samples: list[tuple[int, float, int, int]] = field(default_factory=list)

    def sample(self) -> None:
        gc.collect()
        process = psutil.Process()
        self.samples.append((
            self.jobs, process.memory_info().rss / 2**20, process.num_threads(), process.num_fds()
        ))  # fmt: skip

    def slope(self, column: int) -> float:
        """Per 10,000 jobs."""
        late = self.samples[len(self.samples) // 4 :]
        return linear_regression([row[0] for row in late], [row[column] for row in late]).slope * 1e4


Tell = Callable[[Soak], object]
"""Called after each sample."""


def soak(
    site: Site, jobs: int, seconds: float, seed: int = 1, samples: int = SAMPLES, tell: Tell = lambda soak: None
) -> Soak:
    dice, done, began = random.Random(seed), Soak(), time.monotonic()
    due = 0.0
    done.sample()
    while done.jobs < jobs and (passed := time.monotonic() - began) < seconds:
        done.jobs += 1
        _job(site, done, dice)
        if max(passed / seconds, done.jobs / jobs) >= due:
            due += 1 / samples
            done.sample()
            done.seconds, done.hours = passed, site.hours
            tell(done)
    done.sample()
    done.seconds, done.hours = time.monotonic() - began, site.hours
    return done


def _job(site: Site, done: Soak, dice: random.Random) -> None:
    mark = f"第 {done.jobs} 号"
    if faulty := dice.random() < site.faulty:
        done.faults += 1
        site.soon(dice.choice(FAULTS), dice.random() ** 2)
    slip = Slip((Text("松江"), QrCode("OD1.A012", 3), Pair("前面", "3 组"), Text(mark)))
    verdict = site.driver.print(slip, done.jobs)
    if faulty:
        site.mend()
    _judge(site.simulator, mark, verdict, done)


def _judge(simulator: EscposSimulator, mark: str, verdict: Verdict, done: Soak) -> None:
    whole = sum(mark in paper.text() for paper in simulator.papers)
    done.doubled += whole > 1
    done.wrong += (isinstance(verdict, Printed) and whole == 0) or (isinstance(verdict, NotPrinted) and whole > 0)
    done.doubtful += not isinstance(verdict, Printed | NotPrinted)
    if len(simulator.papers) > 1:  # the one in the mouth stays
        del simulator._papers[:-1]  # pyright: ignore[reportPrivateUsage]


def _hands(simulator: EscposSimulator, now: float) -> None:
    for mend in (simulator.close_cover, simulator.refill, simulator.free_cutter):
        mend(now)
    simulator.overheat(now, False)


# --- in simulated time ------------------------------------------------------------------------------------------------


class Hurried(World):
    """Passes from event to event, not in steps."""

    def open(self) -> Wire:
        super().open()
        return HurriedWire(self)

    def advance(self, until: float) -> None:
        while True:
            self._happen()
            if self.now >= until:
                return
            self.now = self.next_event(until)

    def next_event(self, until: float) -> float:
        wake = self.printer.wake_at()
        events = (until, wake if wake is not None and wake > self.now else until, self.now + 0.02)
        return min(events)


class HurriedWire(Wire):
    def read(self, deadline: float) -> bytes:
        world = self._world
        assert isinstance(world, Hurried)
        world.said = b""
        while True:
            self._check()
            data = b"" if world.mute else world.printer.transmit(world.now)
            if data or world.now >= deadline:
                return data
            world.advance(world.next_event(deadline))


class Simulated:
    def __init__(self) -> None:
        self.faulty = 0.2
        self.simulator = EscposSimulator(TM_T88VI)
        self.world = Hurried(self.simulator)
        self.driver = EscposPrinter(self.world.open, None, clock=self.world.clock, sleep=self.world.sleep)

    @property
    def hours(self) -> float:
        return (self.world.now - 1000.0) / 3600

    def soon(self, fault: str, seconds: float) -> None:
        world = self.world
        if fault == "pull":
            world.after(seconds, lambda: setattr(world, "plugged", False))
        elif fault == "mute":
            world.after(seconds, lambda: setattr(world, "mute", True))
        else:
            world.after(seconds, lambda: getattr(self.simulator, fault)(world.now))

    def mend(self) -> None:
        world = self.world
        world._pending.clear()  # pyright: ignore[reportPrivateUsage]
        world.plugged, world.mute = True, False
        _until_able(self.driver, lambda: (_hands(self.simulator, world.now), world.sleep(5.0)))


def _until_able(driver: EscposPrinter, mend: Callable[[], object]) -> None:
    for _ in range(20):
        mend()
        if driver.health().able:
            return
    raise AssertionError(f"it does not come back: {driver.health()}")


# --- on sockets -------------------------------------------------------------------------------------------------------


class Sockets:
    """The motor is a thousand times as fast, so that the software is what is soaked."""

    def __init__(self) -> None:
        self.faulty = 0.02  # a cable costs two real seconds
        self.simulator = EscposSimulator(GENERIC_80, speed=1e5, cut_time=0.0, boot=0.05)
        self.host = Loopback(self.simulator)
        self.driver = EscposPrinter(self.host.open, None, baud=10_000_000)
        self._began = time.monotonic()
        self._dice = random.Random(2)

    @property
    def hours(self) -> float:
        return (time.monotonic() - self._began) / 3600

    def soon(self, fault: str, seconds: float) -> None:
        """The slip takes some milliseconds here, so a fault comes after so many bytes, not seconds."""
        if fault == "pull" or (fault == "mute" and self._dice.random() > 0.01):  # two seconds each: rare
            self.host.faults.cut_after = 1 + int(seconds * 400)
        elif fault == "mute":
            self.host.faults.mute = True
        else:
            with self.host.device() as simulator:
                if fault == "paper_out":
                    simulator.paper_out(time.monotonic(), after_mm=1 + seconds * 60)
                else:
                    getattr(simulator, fault)(time.monotonic())

    def mend(self) -> None:
        self.host.faults.mute, self.host.faults.cut_after = False, None
        self.host.plug()
        self._retried()
        _until_able(self.driver, self._put_right)

    def _put_right(self) -> None:
        with self.host.device() as simulator:
            _hands(simulator, time.monotonic())

    def _retried(self) -> None:
        self.driver._freed_at = float("-inf")  # pyright: ignore[reportPrivateUsage] - no 5 s for a cutter here


@contextmanager
def on_sockets() -> Iterator[Sockets]:
    site = Sockets()
    with closing(site.driver):
        try:
            yield site
        finally:
            site.host.stop()


# --- the table --------------------------------------------------------------------------------------------------------


def rows(
    jobs: int = 1_000_000, seconds: float = 25.0, samples: int = SAMPLES, tell: Tell = lambda soak: None
) -> list[dict[str, object]]:
    told = [_row("simulated time", soak(Simulated(), jobs, seconds, samples=samples, tell=tell))]
    with on_sockets() as site:
        told.append(_row("sockets", soak(site, jobs, seconds, samples=samples, tell=tell)))
    return told


def progress(done: Soak) -> None:
    _, memory, threads, descriptors = done.samples[-1]
    print(
        f"{done.jobs:,} jobs in {done.seconds:.0f} s, {done.faults:,} faults, wrong {done.wrong}, twice {done.doubled},"
        f" doubtful {done.doubtful}; {memory:.1f} MiB, {threads} threads, {descriptors} descriptors",
        file=sys.stderr, flush=True,
    )  # fmt: skip


def _row(what: str, done: Soak) -> dict[str, object]:
    first, last = done.samples[len(done.samples) // 4], done.samples[-1]
    return {
        "printer": what, "jobs": f"{done.jobs:,}", "faults": f"{done.faults:,}", "printer's hours": f"{done.hours:.1f}",
        "minutes": f"{done.seconds / 60:.1f}", "wrong verdicts": done.wrong, "slips twice": done.doubled,
        "doubtful": done.doubtful, "memory, MiB": f"{first[1]:.1f} → {last[1]:.1f}",
        "MiB / 10,000 jobs": f"{done.slope(1):+.3f}", "threads": f"{first[2]} → {last[2]}",
        "descriptors": f"{first[3]} → {last[3]}",
    }  # fmt: skip


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--jobs", type=int, default=1_000_000)
    asked.add_argument("--seconds", type=float, default=25.0)
    asked.add_argument("--samples", type=int, default=SAMPLES)
    print(markdown(rows(**vars(asked.parse_args()), tell=progress)), end="")
