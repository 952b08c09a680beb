"""Doors: one decision among 5,000 people, the part it is made on, and from a pass shown to the gate's pulse.

The hall's part: 5,000 people with a card and a letter each, 60 doors, 200 rules (groups of doors with a profile), 200
appointments with passes. The gate: the station's own clerk, ledger (on disk, ``synchronous=FULL``) and gate lane on a
relay board at 9600 baud on a pty; measured from the code in the clerk's inbox to the relay drawn.

Run: ``python -m tests.bench.bench_doors``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import gc
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from devices.open import open_gate
from devices.scanner.scan import Scan
from hall.contract.access import (
    Credential,
    Document,
    Door,
    DoorGroup,
    DoorState,
    Grant,
    Grants,
    Person,
    Presented,
    Span,
    TimeProfile,
    decide,
)
from hall.contract.passes import Claims, signed
from kiosk.clerk import Clerk
from kiosk.errands.entry.view import EntryView
from kiosk.kit.tools import Tools
from kiosk.ledger.parts import written
from kiosk.ledger.store import Ledger
from kiosk.machine import Machine, Scanned
from kiosk.news import HallSeen, PartsCame
from kiosk.visit import Attendant, Started
from kiosk.visit.gatehouse import sample_grants
from tests.support.snapshots import came, snapshot
from tests.support.wires import rack

PEOPLE, DOORS, RULES, MEETINGS = 5000, 60, 200, 200
ROUNDS = 30
NOTE = "A GB 50396 door has 2 s from card to lock. Memory is what a fresh process grows by, beside the text itself."


def large(now: datetime) -> Grants:
    profiles = tuple(TimeProfile(id=f"p{n}", spans=(Span(begins=clock(7), ends=clock(19)),)) for n in range(20))
    doors = tuple(
        Door(id=f"d{n}", name_zh=f"门 {n}", station="S1", from_zone="za", to_zone=f"z{n}") for n in range(DOORS)
    )
    groups = tuple(
        DoorGroup(id=f"r{n}", doors=tuple(f"d{(n + 7 * k) % DOORS}" for k in range(8))) for n in range(RULES)
    )
    letter: dict[str, Any] = {"begins": now - timedelta(days=90), "ends": now + timedelta(days=90)}
    meeting: dict[str, Any] = {**letter, "kind": "appointment", "host": "u0", "room": "joint"}
    return Grants(
        profiles=profiles,
        doors=doors,
        groups=groups,
        people=tuple(
            Person(id=f"u{n}", label="张*", department=f"b{n % 20}", pin=secrets.token_hex(32))
            for n in range(PEOPLE)
        )
        + tuple(Person(id=f"v{n}", label="来访") for n in range(MEETINGS)),
        documents=tuple(
            Document(id=f"l{n}", kind="letter", label_zh=f"松审委〔2026〕{n} 号", **letter) for n in range(PEOPLE)
        )
        + tuple(Document(id=f"a{n}", **meeting) for n in range(MEETINGS)),
        grants=tuple(
            Grant(id=f"g{n}", person=f"u{n}", document=f"l{n}", groups=(f"r{n % RULES}", f"r{(n + 99) % RULES}"),
                  profile=f"p{n % 20}")
            for n in range(PEOPLE)
        )
        + tuple(Grant(id=f"h{n}", person=f"v{n}", document=f"a{n}", doors=("d1", "d2")) for n in range(MEETINGS)),
        credentials=tuple(Credential(key=f"{n:064x}", kind="card", person=f"u{n}") for n in range(PEOPLE))
        + tuple(Credential(key=f"{n:016x}", kind="pass", person=f"v{n}", document=f"a{n}") for n in range(MEETINGS)),
    )  # fmt: skip


def loaded(path: Path) -> tuple[float, float]:
    """Seconds and MB that a fresh process needs to have the part, indexed."""
    script = (
        "import gc, resource, sys, time\n"
        "from pathlib import Path\n"
        "from hall.contract.access import DoorState, Grants, Presented, decide\n"
        "from datetime import UTC, datetime\n"
        "def mb(): return int(Path('/proc/self/statm').read_text().split()[1]) * resource.getpagesize() / 2**20\n"
        "text = Path(sys.argv[1]).read_text(); gc.collect(); before, begun = mb(), time.perf_counter()\n"
        "grants = Grants.model_validate_json(text)\n"
        "decide(Presented('card', f'{7:064x}'), grants, DoorState('d7'), datetime.now(UTC))\n"
        "print(time.perf_counter() - begun, mb() - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    seconds, mb = done.stdout.split()
    return float(seconds), float(mb)


def decisions(grants: Grants, now: datetime) -> list[float]:
    """Microseconds each: cards and passes, rights and none, at all doors."""
    asked = [
        (Presented("card", f"{n * 37 % PEOPLE:064x}"), DoorState(f"d{n % DOORS}", heard=now)) for n in range(4000)
    ] + [(Presented("pass", f"{n % MEETINGS:016x}"), DoorState(f"d{n % 4}", heard=now)) for n in range(1000)]
    decide(*_with(asked[0], grants), now)
    took: list[float] = []
    gc.collect()
    gc.disable()
    for card, door in asked:
        begun = time.perf_counter()
        decide(card, grants, door, now)
        took.append((time.perf_counter() - begun) * 1e6)
    gc.enable()
    return took


def _with(one: tuple[Presented, DoorState], grants: Grants) -> tuple[Presented, Grants, DoorState]:
    return one[0], grants, one[1]


class _Quiet:
    """A hall that is away."""

    def ask(self, call: object) -> None: ...
    def nudge(self) -> None: ...


def shown_to_pulse(folder: Path, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds each."""
    now = datetime.now(UTC)
    drawn: list[float] = []
    with rack(folder, baud=9600) as bench:
        board = bench.gate.host.device
        ledger = Ledger(folder / "ledger.db")
        handling: list[Attendant] = []
        faces: list[Any] = []
        clerk = Clerk(lambda event: handling[0].handle(event))
        machine = Machine(clerk.post, gate=open_gate(bench.gate.url))
        tools = Tools(ledger, _Quiet(), machine, b"k" * 32, locks=machine)  # type: ignore[arg-type]
        handling.append(Attendant(tools, faces.append, clerk))
        held = sample_grants("ZZ-02", now)
        held = held.model_copy(
            update={
                "doors": tuple(one.model_copy(update={"unlock_seconds": 0.3}) for one in held.doors),
                "credentials": (held.credentials[0].model_copy(update={"people": 200}),),
            }
        )
        with board() as simulator:
            draw = simulator._draw

            def noted(relay: int, until: float) -> None:
                drawn.append(time.monotonic())
                draw(relay, until)

            simulator._draw = noted
        clerk.start()
        machine.start()
        clerk.post(Started(clean=True))
        word = snapshot(at=now)
        for event in (came(word), HallSeen(now), PartsCame(now, written({"grants": held}))):
            clerk.post(event)
        claims = Claims("sjspzx", "pass", bytes.fromhex("0123456789abcdef"), now, now + timedelta(hours=1))
        code = signed(claims, "01", bytes(range(32)))
        time.sleep(1.0)
        took: list[float] = []
        for n in range(rounds):
            time.sleep(0.013 * n % 0.09)  # at every moment of the lane's round
            before, begun = len(drawn), time.monotonic()
            clerk.post(Scanned(Scan(code)))
            while len(drawn) == before and time.monotonic() - begun < 3:
                time.sleep(0.001)
            if len(drawn) > before:
                took.append((drawn[-1] - begun) * 1000)
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and not _over(faces):
                time.sleep(0.01)
        machine.stop()
        clerk.stop()
        ledger.close()
    return took


def _over(faces: list[Any]) -> bool:
    view = faces[-1].view if faces else None
    return isinstance(view, EntryView) and view.step in ("over", "passed", "refused")


def rows() -> list[dict[str, object]]:
    now = datetime.now(UTC).replace(hour=3)  # 11 o'clock in the hall
    grants = large(now)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grants.json"
        path.write_text(grants.model_dump_json(exclude_defaults=True), encoding="utf-8")
        seconds, mb = loaded(path)
        size = path.stat().st_size / 2**20
    took = decisions(grants, now)
    with tempfile.TemporaryDirectory() as folder:
        pulses = shown_to_pulse(Path(folder))
    cut = quantiles(took, n=100)
    return [
        {"what": "decide(), 5,000 people, 60 doors, 200 rules", "aim": "≤ 50 µs", "median": f"{median(took):.0f} µs",
         "p99": f"{cut[98]:.0f} µs", "worst": f"{max(took):.0f} µs"},
        {"what": f"the part loaded and indexed ({size:.1f} MB of text)", "aim": "≤ 1 s, ≤ 50 MB",
         "median": f"{seconds:.2f} s, {mb:.0f} MB"},
        {"what": f"pass shown to relay drawn, 9600 baud ({len(pulses)} of {ROUNDS})", "aim": "≤ 100 ms",
         "median": f"{median(pulses):.0f} ms", "worst": f"{max(pulses):.0f} ms"},
    ]  # fmt: skip


if __name__ == "__main__":
    from tests.bench.table import markdown

    print(markdown(rows()), NOTE)
