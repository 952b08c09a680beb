"""A database server whose wire goes silent, and a disk that is full: everybody hears a sentence in time, and the hall
recovers by itself."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hall.kit.db import database
from tests.bench.bench_queue import enrolled
from tests.hall.caller import House
from tests.hall.serving import Serving, hall_running, run_hall
from tests.support.cluster import Cluster, cluster
from tests.support.house import until


class Wire:
    """Between the hall and its server. Silenced, it takes everything and passes on nothing, as a firewall does that has
    forgotten its connections; new ones are taken and hang too."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.silent = threading.Event()
        self._over = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while not self._over.is_set():
            if select.select([self._server], [], [], 0.1)[0]:
                near, _ = self._server.accept()
                thread = threading.Thread(target=self._carry, args=(near,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, near: socket.socket) -> None:
        mute = self.silent.is_set()
        with near, socket.create_connection(("127.0.0.1", self._to)) as far, suppress(OSError):
            while not self._over.is_set():
                mute |= self.silent.is_set()  # what was silenced stays so
                for ready in select.select([near, far], [], [], 0.05)[0]:
                    if not (data := ready.recv(65536)):
                        return
                    if not mute:
                        (far if ready is near else near).sendall(data)

    def close(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(5)
        self._server.close()


@dataclass
class Stood:
    """A server and the wire to it."""

    cluster: Cluster
    wire: Wire
    url: str

    def falls_silent(self, how: str) -> None:
        self.cluster.hold_still() if how == "held still" else self.wire.silent.set()

    def speaks(self) -> None:
        self.cluster.go_on()
        self.wire.silent.clear()


@pytest.fixture
def server() -> Iterator[Stood]:
    with cluster() as running:
        port = running.url.rpartition(":")[2].partition("/")[0]
        wire = Wire(int(port))
        yield Stood(running, wire, running.url.replace(port, str(wire.port)))
        wire.close()


@pytest.fixture
def hall(server: Stood, tmp_path: Path) -> Iterator[Serving]:
    extra = {"ONEDOOR_HALL_DATABASE_URL": server.url}
    told = run_hall(tmp_path / "hall", "seed", **extra)
    assert told.returncode == 0, told.stderr
    with hall_running(tmp_path / "hall", port=0, **extra) as serving:
        yield serving


@pytest.mark.parametrize("how", ["the wire is cut", "held still"])
def test_a_silent_server_costs_everybody_a_sentence_and_no_more(hall: Serving, server: Stood, how: str):
    auth = enrolled(hall, f"自助机 {how}")
    with httpx.Client(base_url=hall.url, auth=auth, trust_env=False, timeout=10) as kiosk:

        def order(n: int) -> httpx.Response:
            key = f"visit-{len(how)}-{n:04}"
            return kiosk.post("/api/station/tickets", json={"key": key, "service": "intake"})

        assert order(0).status_code == 200
        server.falls_silent(how)
        try:
            for n, ask in enumerate([lambda: order(1), lambda: kiosk.get("/healthz")] * 3):
                began = time.monotonic()
                said = ask()
                assert said.status_code == 503, (n, said.text)
                assert said.json()["zh"]
                assert time.monotonic() - began < 5.5, n
        finally:
            server.speaks()
        began = time.monotonic()
        until("the hall records again", lambda: order(2).status_code == 200)
        assert time.monotonic() - began < 12
        until("and says so", lambda: kiosk.get("/healthz").status_code == 200)
        server.falls_silent(how)
        try:
            assert order(3).status_code == 503
            assert hall.stop() < 5.5, "whatever hangs"
        finally:
            server.speaks()


def test_health_says_that_the_disk_is_full(house: House, monkeypatch: pytest.MonkeyPatch):
    assert house.caller().get("/healthz").json() == {"status": "ok"}
    monkeypatch.setattr(database, "LOWEST", 2**63)
    full = house.caller().get("/healthz")
    assert (full.status_code, full.json()["code"]) == (507, "storage_full")
