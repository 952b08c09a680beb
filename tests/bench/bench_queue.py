"""Issue and call over HTTP: 8, 32, 128 clients, 1 and 2 worker processes, SQLite with synchronous=FULL.

Each client is a kiosk and a window in one, under an identity of its own: it orders a number, then calls the next one,
and so on, over its own keep-alive connection. The clients live in a process of their own and speak raw HTTP/1.1, so
that they are not what is measured. Counted as doubled: a number answered to two orders; called twice: a ticket first-
called at two windows.

Run: ``python -m tests.bench.bench_queue``. ``rows()`` gives the table for docs/benchmarks.md.
"""

import asyncio
import base64
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx

from hall import audit
from hall.accounts import sessions
from hall.accounts import store as accounts_store
from hall.contract.plan import Place, Plan
from hall.kit import Clock, Database, open_database
from hall.kit.db import Tx
from hall.plan import publish
from hall.queue import store as queue_store
from hall.sample import SERVICES
from hall.settings import load
from hall.stations import enrol_code
from tests.bench.table import markdown
from tests.hall.serving import Serving, hall_running, run_hall

CLIENTS = (8, 32, 128)
WORKERS = (1, 2)
SERVICE_IDS = tuple(s.id for s in SERVICES)
PEER: dict[str, object] = {
    "who": "FQM (Flask), published",
    "clients": 8,
    "processes": 1,
    "requests/s": "48",
    "p50 ms": "",
    "p99 ms": "409",
    "doubled": "14 of 300 at 2 processes",
    "called twice": "32 of 300 at 2 processes",
}
"""Measured once on a 2-core machine (issue only); not run here."""
NOTE = "FQM's row is its published behaviour, issue only; ours are half orders, half calls, SQLite synchronous=FULL."


@dataclass(frozen=True)
class Desk:
    window: str
    cookie: str
    csrf: str


def set_up(data_dir: Path, clients: int, database_url: str = "") -> list[Desk]:
    """As many windows and seated clerks as clients, every window serving every service."""
    settings = load({}, data_dir=data_dir, database_url=database_url)
    db: Database = open_database(settings, Clock(settings.timezone), audit.Chain(settings.data_dir).append)

    def work(tx: Tx) -> list[Desk]:
        windows = tuple(
            Place(id=f"w{i}", kind="window", number=str(i), name_zh="窗口", x=i, y=0, services=SERVICE_IDS)
            for i in range(clients)
        )
        publish(tx, Plan(name_zh="测试", places=windows), "bench")
        return [_desk(tx, i) for i in range(clients)]

    try:
        return db.write_now(work)
    finally:
        db.close()


def _desk(tx: Tx, i: int) -> Desk:
    login = f"bench{i}"
    accounts_store.add_member(
        tx.conn,
        login=login,
        name="测试",
        role="clerk",
        password="-",
        first_password=False,
        password_at=tx.now,
        enabled=True,
        second_step=0,
    )
    row = accounts_store.member_by_login(tx.conn, login)
    assert row is not None
    member = row.id
    queue_store.take_seat(tx.conn, f"w{i}", member, "测试", tx.now)
    now, lasts = Clock("UTC").steady(), sessions.Lasts(timedelta(hours=12), timedelta(hours=12))
    token = sessions.begin_session(tx, member, login, sessions.Came("127.0.0.1"), lasts, now)
    session = accounts_store.session_by_token(tx.conn, sessions.hash_token(token))
    assert session is not None
    return Desk(f"w{i}", token, session.csrf)


def enrolled(serving: Serving, name: str) -> tuple[str, str]:
    """A new station's id and secret."""
    settings = load({}, data_dir=serving.data_dir, database_url=serving.database_url)
    db = open_database(settings, Clock(settings.timezone), audit.Chain(settings.data_dir).append)
    try:
        code = db.write_now(lambda tx: enrol_code(tx, name, "", "bench", timedelta(minutes=5)))
    finally:
        db.close()
    body = {"code": code}
    told = httpx.post(f"{serving.url}/api/stations/enrol", json=body, trust_env=False, timeout=30).raise_for_status()
    return told.json()["station"], told.json()["secret"]


class Client:
    def __init__(self, port: int, number: int, desk: Desk, basic: str) -> None:
        self.port, self.number, self.desk = port, number, desk
        self.station = f"Authorization: Basic {basic}\r\n"
        self.clerk = f"Cookie: onedoor_session={desk.cookie}\r\nX-CSRF-Token: {desk.csrf}\r\n"
        self.took: dict[str, list[float]] = {"issue": [], "call": []}
        self.numbers: list[str] = []
        self.called: list[int] = []
        self.failures: Counter[str] = Counter()

    async def run(self, rounds: int, begin: asyncio.Event) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        await begin.wait()
        current: int | None = None
        for i in range(rounds):
            order = {"key": f"bench-{self.number}-{i}", "service": SERVICE_IDS[(self.number + i) % 3]}
            status, told = await self.post("issue", "/api/station/tickets", self.station, order)
            if status == 200:
                self.numbers.append(f"{told['letter']}{told['n']}")
            press = {"window": self.desk.window, "current": current}
            status, told = await self.post("call", "/api/window/next", self.clerk, press)
            current = told["current"]["id"] if status == 200 and told["current"] else None
            if current is not None:
                self.called.append(current)
        self.writer.close()

    async def post(self, kind: str, path: str, headers: str, body: object) -> tuple[int, Any]:
        content = json.dumps(body).encode()
        began = time.perf_counter()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}"
            f"Content-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        answer = await self.reader.readexactly(length)
        self.took[kind].append(time.perf_counter() - began)
        status = int(head[9:12])
        told = json.loads(answer)
        if status != 200:
            self.failures[f"{kind} {status} {told.get('code')}"] += 1
        return status, told


async def _drive(port: int, desks: list[Desk], kiosks: list[str], rounds: int) -> dict[str, Any]:
    """``kiosks``: the identities, one a desk; one identity alone would soon have used what one kiosk may ask."""
    clients = [Client(port, i, desk, basic) for i, (desk, basic) in enumerate(zip(desks, kiosks, strict=True))]
    begin = asyncio.Event()
    running = [asyncio.create_task(client.run(rounds, begin)) for client in clients]
    await asyncio.sleep(0.5)
    began = time.perf_counter()
    begin.set()
    await asyncio.gather(*running)
    seconds = time.perf_counter() - began
    failures: Counter[str] = sum((c.failures for c in clients), Counter())
    return {
        "seconds": seconds,
        "took": {k: [t for c in clients for t in c.took[k]] for k in ("issue", "call")},
        "numbers": [n for c in clients for n in c.numbers],
        "called": [t for c in clients for t in c.called],
        "failures": dict(failures),
    }


def _load(pipe: Any, port: int, desks: list[Desk], kiosks: list[str], rounds: int) -> None:
    pipe.send(asyncio.run(_drive(port, desks, kiosks, rounds)))


def drive(serving: Serving, desks: list[Desk], rounds: int) -> dict[str, Any]:
    """Run the clients in a process of their own; what they saw."""
    stations = [enrolled(serving, desk.window) for desk in desks]
    kiosks = [base64.b64encode(":".join(one).encode()).decode() for one in stations]
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_load, args=(there, serving.port, desks, kiosks, rounds))
    process.start()
    there.close()  # so that clients that died are heard of at once
    try:
        if not here.poll(180):
            raise TimeoutError("the clients did not finish")
        return here.recv()
    finally:
        process.join(5)
        process.kill()


def measure(clients: int, workers: int, requests: int = 3000) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "hall"
        data_dir.mkdir()
        run_hall(data_dir, "seed")
        desks = set_up(data_dir, clients)
        with hall_running(data_dir, "--workers", str(workers)) as serving:
            seen = drive(serving, desks, max(4, requests // 2 // clients))
            serving.stop()
    took = seen["took"]["issue"] + seen["took"]["call"]
    cuts = quantiles(took, n=100)
    return {
        "who": "OneDoor",
        "clients": clients,
        "workers": workers,
        "per_second": len(took) / seen["seconds"],
        "p50_ms": cuts[49] * 1000,
        "p99_ms": cuts[98] * 1000,
        "issue_p99_ms": quantiles(seen["took"]["issue"], n=100)[98] * 1000,
        "call_p99_ms": quantiles(seen["took"]["call"], n=100)[98] * 1000,
        "doubled": len(seen["numbers"]) - len(set(seen["numbers"])),
        "called_twice": len(seen["called"]) - len(set(seen["called"])),
        "failures": seen["failures"],
    }


def rows() -> list[dict[str, object]]:
    """The peer's row first, then ours."""
    ours = [_cells(measure(clients, workers)) for workers in WORKERS for clients in CLIENTS]
    return [PEER, *ours]


def _cells(row: dict[str, Any]) -> dict[str, object]:
    return {
        "who": row["who"],
        "clients": row["clients"],
        "processes": row["workers"],
        "requests/s": f"{row['per_second']:.0f}",
        "p50 ms": f"{row['p50_ms']:.1f}",
        "p99 ms": f"{row['p99_ms']:.0f}",
        "issue p99": f"{row['issue_p99_ms']:.0f}",
        "call p99": f"{row['call_p99_ms']:.0f}",
        "doubled": row["doubled"],
        "called twice": row["called_twice"],
        "refused": row["failures"] or 0,
    }


def main() -> int:
    table = rows()
    print(markdown(table))
    return 0 if all(row["doubled"] == row["called twice"] == 0 for row in table[1:]) else 1


if __name__ == "__main__":
    sys.exit(main())
