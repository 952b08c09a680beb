"""A kiosk killed at a random moment, then its disk replaced, copied, or its clock wrong: numbers are counted.

A round: the hall is away, a visitor takes a number, the kiosk is killed meanwhile (SIGKILL). Then what the round is
about. Then everything runs again, the hall goes away once more, and another visitor must get a number.
"""

import contextlib
import random
import shutil
import signal
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.house import House, NeverCame, until
from tests.support.numbers import on_paper, second_kiosk, take_a_number

CLOCK = Path(__file__).with_name("wrong_clock.c")
MACHINE = {"ONEDOOR_KIOSK_MACHINE": "aa:01"}
ENOUGH = 5
"""Rounds of one house: each may use up a block, and a day has not more than a few dozen."""


@dataclass
class Counted:
    """Numbers on paper: ``doubled``, and ``silent`` where the hall neither has nor names them."""

    rounds: int = 0
    printed: int = 0
    doubled: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    named: int = 0


def wrong_by(days: float, folder: Path) -> dict[str, str]:
    """What makes a program's wall clock wrong, for its environment."""
    built = folder / "wrong_clock.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", built, CLOCK, "-ldl"], check=True)
    return {"LD_PRELOAD": str(built), "WRONG_SECONDS": str(round(days * 86400))}


def run_rounds(folder: Path, journey: str, rounds: int, seed: int) -> Counted:
    chance, counted, n = random.Random(seed), Counted(), 0
    while counted.rounds < rounds:
        n += 1
        with House(folder / f"house-{n}", environment=MACHINE) as house:
            house.visitor.sees("AttractView", "您好")
            beside: list[Counter[str]] = []
            for _ in range(min(ENOUGH, rounds - counted.rounds)):
                _round(house, journey, chance, beside)
                counted.rounds += 1
            _count(house, beside, counted)
    return counted


def _round(house: House, journey: str, chance: random.Random, beside: list[Counter[str]]) -> None:
    _stocked(house)
    house.stop("hall", signal.SIGKILL)
    _killed_meanwhile(house, chance.uniform(0.3, 3.0))
    match journey:
        case "replaced":
            for file in (house.path / "kiosk").glob("ledger.db*"):
                file.unlink()
        case "clock":
            right = dict(house.environment)
            house.environment |= wrong_by(10, house.path)
            house.start("kiosk", "kiosk")
            threading.Event().wait(chance.uniform(0.5, 3.0))
            house.stop("kiosk", signal.SIGKILL)
            house.environment = right
        case "copied":
            _copied(house, chance, beside)
            return
    house.start_kiosk()
    house.start_hall()
    _last_number(house)


def _copied(house: House, chance: random.Random, beside: list[Counter[str]]) -> None:
    disk = house.path / f"second-{len(beside)}"
    shutil.copytree(house.path / "kiosk", disk / "kiosk")
    house.start_kiosk()
    with second_kiosk(house, disk, ONEDOOR_KIOSK_MACHINE=f"bb:{len(beside)}") as second:
        _at_rest(house)
        _touches(second)
        house.start_hall()
        _last_number(house)
        threading.Event().wait(chance.uniform(0.0, 1.0))
        beside.append(on_paper(second))
        second.stop("kiosk", signal.SIGKILL)


def _killed_meanwhile(house: House, after: float) -> None:
    visitor = threading.Thread(target=_touches, args=(house,))
    visitor.start()
    threading.Event().wait(after)
    house.stop("kiosk", signal.SIGKILL)
    visitor.join()


def _touches(house: House) -> None:
    """Somebody who wants a number, as far as he comes."""
    with contextlib.suppress(Exception):  # the glass dies under his finger, or says no
        for key in (("wake", ""), ("service", "intake"), ("skip", "")):
            house.visitor.touch(*key)
        house.visitor.sees("SlipView", patience=6)


def _last_number(house: House) -> None:
    _at_rest(house)
    _stocked(house)
    house.stop("hall", signal.SIGKILL)
    take_a_number(house)
    house.start_hall()


def _at_rest(house: House) -> None:
    """Whatever the glass still asks is answered: nobody has a slip he was asked about."""

    def look() -> bool:
        state = house.visitor.state()
        if state.get("screen") == "AttractView":
            return True
        with contextlib.suppress(NeverCame, OSError):
            keys = {key["what"] for key in state.get("keys", ())}
            for key in ("done", "got_it", "home", "back"):
                if key in keys:
                    house.visitor.touch(key)
                    break
        return False

    until("a glass at rest", look, patience=60)


def _stocked(house: House) -> None:
    """The kiosk is heard, and has numbers for when the hall is away."""
    heard = "SELECT count(*) FROM blocks WHERE NOT closed AND service = 'intake' AND next <= last"
    until("blocks", lambda: house.kept_by_kiosk(heard) > 0, patience=60)


def _count(house: House, beside: list[Counter[str]], counted: Counted) -> None:
    found = sum(beside, on_paper(house))
    until("what was told", lambda: house.kept_by_kiosk(_UNTOLD) == 0, patience=30)
    tickets = set(house.tickets())
    closed = {
        f"A{n:03d}"
        for row in house.rows("queue_block")
        if row["closed_at"] is not None and row["service"] == "intake"
        for n in range(row["first"], row["last"] + 1)
    }
    counted.printed += sum(found.values())
    counted.doubled += [number for number, times in found.items() if times > 1]
    counted.silent += [number for number in found if number not in tickets | closed]
    counted.named += sum(number not in tickets for number in found)


_UNTOLD = "SELECT count(*) FROM outbox WHERE seq > (SELECT value FROM counter WHERE name = 'heard')"
