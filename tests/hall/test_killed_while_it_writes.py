"""The hall killed (SIGKILL) at a random moment while a station orders and reports: what was answered is kept, what is
asked again is the same, and the trail follows. ``ONEDOOR_ROUNDS`` of it; few in the suite."""

import os
import random
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from hall import audit
from hall.kit.db import open_engine
from tests.hall.caller import report
from tests.hall.serving import Serving, start_hall
from tests.support.founded import found_sample

ROUNDS = int(os.environ.get("ONEDOOR_ROUNDS", "2"))


class Station:
    """Two threads that talk until the hall dies; and what each of them was answered."""

    def __init__(self, auth: tuple[str, str]) -> None:
        self._auth = auth
        self.orders: dict[str, dict[str, Any]] = {}
        self.asked = self.told = 0
        self.upto = 0

    def talks(self, hall: Serving, begun: threading.Event) -> list[threading.Thread]:
        whats = (self._order, self._tell)
        both = [threading.Thread(target=self._until_it_dies, args=(hall, what, begun)) for what in whats]
        for one in both:
            one.start()
        return both

    def _until_it_dies(self, hall: Serving, what: Callable[[httpx.Client], None], begun: threading.Event) -> None:
        with httpx.Client(base_url=hall.url, auth=self._auth, trust_env=False, timeout=10) as line:
            try:
                while True:
                    what(line)
                    begun.set()
            except httpx.TransportError:
                return

    def _order(self, line: httpx.Client) -> None:
        key = f"visit-{self.asked:05}"
        body = {"key": key, "service": "intake"}
        self.orders[key] = line.post("/api/station/tickets", json=body).raise_for_status().json()
        self.asked += 1

    def _tell(self, line: httpx.Client) -> None:
        body = {"kind": "help", "screen": f"s{self.told}"}
        answer = line.post("/api/station/reports", json={"reports": [report(self.told + 1, body)]}).raise_for_status()
        assert answer.json()["refused"] == [], "the same told again is no contradiction"
        self.told += 1
        self.upto = answer.json()["upto"]


def test_what_was_answered_is_kept_whenever_it_is_killed(tmp_path: Path):
    folder, chance = tmp_path / "hall", random.Random()
    founded = found_sample(folder)
    station: Station | None = None
    for n in range(ROUNDS):
        hall, begun = start_hall(folder), threading.Event()
        if station is None:
            code = {"code": founded.enrol_code}
            told = httpx.post(f"{hall.url}/api/stations/enrol", json=code, trust_env=False, timeout=30).json()
            station = Station((told["station"], told["secret"]))
        both = station.talks(hall, begun)
        assert begun.wait(20)
        threading.Event().wait(chance.uniform(0.0, 0.4))
        hall.kill()
        for one in both:
            one.join()
        kept = _tickets(folder)
        answered = {key: one["n"] for key, one in station.orders.items()}
        assert answered.items() <= kept.items(), f"round {n}: answered, then lost"
        assert len(set(kept.values())) == len(kept), f"round {n}: a number twice"
        assert len(kept) <= station.asked + 1, f"round {n}: given to nobody"
    assert station is not None
    assert station.upto == station.told
    engine = open_engine(f"sqlite:///{folder / 'hall.sqlite'}")
    with engine.connect() as conn:
        assert audit.Chain(folder).verify(conn)[2] is None
    engine.dispose()


def _tickets(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "hall.sqlite")) as data:
        assert data.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(data.execute("SELECT key, n FROM queue_ticket").fetchall())
