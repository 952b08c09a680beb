"""The three programs as processes, on free ports and a folder of their own: hall, bench, kiosk. What a visitor, a clerk
and a pair of hands at the rack can do to them, and how to wait for what comes of it."""

import contextlib
import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import requests
from websockets.sync.client import ClientConnection, connect

from hall.contract.plan import Plan
from tests.hall.serving import Serving
from tests.support import nursery
from tests.support.founded import found_sample

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0  # seconds: a loaded test machine, not a promise
T = TypeVar("T")


class NeverCame(AssertionError):
    """What was waited for did not come."""


def until(what: str, look: Callable[[], T | None], patience: float = PATIENCE, pause: float = 0.02) -> T:
    """The first thing ``look`` finds; it may fail to connect meanwhile."""
    deadline = time.monotonic() + patience
    seen: object = None
    while True:
        try:
            if found := look():
                return found
            seen = found
        except requests.RequestException as error:
            seen = error
        if time.monotonic() > deadline:
            raise NeverCame(f"{what} (last seen: {seen!r})")
        time.sleep(pause)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def with_gate(path: Path) -> dict[str, str]:
    """What the kiosk of a house at ``path`` is told of the gate beside it."""
    return {
        "ONEDOOR_KIOSK_GATE": f"relay+serial:{path}/bench/gate?module=waveshare&exit=2&fire=3",
        "ONEDOOR_KIOSK_ALARM_LISTEN": f"127.0.0.1:{free_port()}",
    }


class Program:
    """One process; its output goes to ``log``."""

    def __init__(self, log: Path, environment: dict[str, str], *arguments: str) -> None:
        self.log = log
        self._out = log.open("a")
        self.process = nursery.start(
            *arguments,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=self._out,
            stderr=self._out,
        )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send ``how`` and wait; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self._out.close()


class House:
    """``with House(path) as house``: everything runs and the kiosk has been enrolled and has its first snapshot."""

    def __init__(self, path: Path, *, environment: dict[str, str] | None = None, workers: int = 1) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.hall_url, self.bench_url, self.glass_url = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
        bench = path / "bench"
        self.environment = {
            "ONEDOOR_HALL_DATA_DIR": str(path / "hall"),
            "ONEDOOR_HALL_IDENTITY": "simulated",
            "ONEDOOR_HALL_PORT": self.hall_url.rpartition(":")[2],
            "ONEDOOR_HALL_WORKERS": str(workers),
            "ONEDOOR_KIOSK_DATA": str(path / "kiosk"),
            "ONEDOOR_KIOSK_HALL": self.hall_url,
            "ONEDOOR_KIOSK_PRINTER": f"escpos+serial:{bench}/printer",
            "ONEDOOR_KIOSK_IDCARD": f"sdt+serial:{bench}/idcard",
            "ONEDOOR_KIOSK_SCANNER": f"lines+serial:{bench}/scanner",
            "ONEDOOR_KIOSK_MIRROR": self.glass_url.rpartition(":")[2],
            "ONEDOOR_KIOSK_SNAPSHOT_SECONDS": "0.3",
            "QT_QPA_PLATFORM": "offscreen",
            **(environment or {}),
        }
        self.programs: dict[str, Program] = {}
        self.visitor = Visitor(self.glass_url, path / "kiosk")
        self.passwords: dict[str, str] = {}

    def __enter__(self) -> "House":
        try:
            self._prepare()
            self.start("bench", "devices", "bench", "--port", self.bench_url.rpartition(":")[2],
                       "--dir", str(self.path / "bench"))  # fmt: skip
            self.start_hall()
            until("the bench", lambda: requests.get(self.bench_url, timeout=2).ok)
            self.start_kiosk()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in ("kiosk", "bench", "hall"):
            if name in self.programs:
                self.stop(name)

    def _prepare(self) -> None:
        founded = found_sample(self.path / "hall")
        self.passwords = founded.passwords
        (self.path / "kiosk").mkdir()
        (self.path / "kiosk" / "enrol-code").write_text(founded.enrol_code)

    def start(self, name: str, *arguments: str) -> None:
        self.programs[name] = Program(self.path / f"{name}.log", self.environment, *arguments)

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        if name == "kiosk":
            self.visitor.leave()
        return self.programs.pop(name).stop(how)

    def start_hall(self) -> None:
        self.start("hall", "hall", "serve")
        self.hall_is_there()

    def hall_is_there(self) -> None:
        until("the hall", lambda: requests.get(f"{self.hall_url}/healthz", timeout=2).ok)

    def start_kiosk(self) -> None:
        self.start("kiosk", "kiosk")
        until("the glass", lambda: self.visitor.state())

    def log(self, name: str) -> str:
        return (self.path / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    # -- hands at the rack -------------------------------------------------------------------------------------------

    def rack(self, device: str, control: str, **body: Any) -> dict[str, Any]:
        """Press one of the bench's controls (docs/bench.md). Returns the device as it is then."""
        answer = requests.post(f"{self.bench_url}/{device}/{control}", json=body, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()

    def papers(self) -> list[dict[str, Any]]:
        """What came out of the printer, oldest first: text, cut, …"""
        return requests.get(f"{self.bench_url}/printer/papers", timeout=PATIENCE).json()

    def paper_picture(self, n: int) -> bytes:
        return requests.get(f"{self.bench_url}/printer/papers/{n}.png", timeout=PATIENCE).content

    def paper_bytes(self, n: int) -> bytes:
        return requests.get(f"{self.bench_url}/printer/papers/{n}.bin", timeout=PATIENCE).content

    def kept_by_kiosk(self, count: str) -> int:
        """What this query counts in the kiosk's ledger, read only, as it is now."""
        with contextlib.closing(sqlite3.connect(f"file:{self.path}/kiosk/ledger.db?mode=ro", uri=True)) as db:
            return db.execute(count).fetchone()[0]

    # -- what the hall has written down ------------------------------------------------------------------------------

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A table of the hall's database, read only, as it is now."""
        with contextlib.closing(sqlite3.connect(f"file:{self.path}/hall/hall.sqlite?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]

    def tickets(self) -> dict[str, dict[str, Any]]:
        """Number → ticket, as the hall has it."""
        return {f"{row['letter']}{row['n']:03d}": row for row in self.rows("queue_ticket")}

    def devices(self, able: bool) -> set[str]:
        """The devices the hall knows to be able, or known to be unable."""
        rows = self.rows("stations_device")
        return {row["device"] for row in rows if row["able"] is not None and bool(row["able"]) == able}

    # -- a clerk at a window -----------------------------------------------------------------------------------------

    def clerk(self, login: str = "clerk1", window: str = "w1") -> "WindowClerk":
        return WindowClerk(self, login, window)

    def manager(self) -> "Manager":
        return Manager(self, "manager")

    def board(self) -> list[dict[str, Any]]:
        return requests.get(f"{self.hall_url}/api/board", timeout=PATIENCE).json()["calls"]


class Visitor:
    """Somebody at the glass: sees the screen, touches keys where they are. ``data`` is the kiosk's folder."""

    def __init__(self, url: str, data: Path) -> None:
        self._url, self._data = url, data
        self._socket: ClientConnection | None = None
        self._open = contextlib.ExitStack()

    @property
    def _key(self) -> str:
        path = self._data / "mirror-key"
        return path.read_text() if path.exists() else secrets.token_hex(4)

    def state(self) -> dict[str, Any]:
        """``screen``, ``keys`` with places, ``texts``."""
        answer = requests.get(f"{self._url}/state", headers={"x-mirror-key": self._key}, timeout=PATIENCE)
        return answer.json() if answer.ok else {}

    def picture(self) -> bytes:
        """The glass as PNG."""
        return requests.get(f"{self._url}/frame.png", headers={"x-mirror-key": self._key}, timeout=PATIENCE).content

    def picture_at_rest(self) -> bytes:
        """The glass once nothing moves: two pictures alike, one after another; at the latest after 2 s."""
        last, deadline = b"", time.monotonic() + 2
        while (picture := self.picture()) != last and time.monotonic() < deadline:
            last = picture
            time.sleep(0.05)
        return picture

    def touch(self, what: str, arg: str = "") -> None:
        """A finger on the key called ``what`` (and ``arg``), once it is there and at rest."""
        place = self.find_at_rest(what, arg)
        for kind in ("down", "up"):
            self._finger().send(json.dumps({"t": kind, **place}))

    def _finger(self) -> ClientConnection:
        if self._socket is None:
            url = self._url.replace("http", "ws") + "/live?blind"
            finger = connect(url, additional_headers={"x-mirror-key": self._key}, max_size=None)
            self._socket = self._open.enter_context(finger)
        return self._socket

    def leave(self) -> None:
        self._open.close()
        self._socket = None

    def find_at_rest(self, what: str, arg: str = "") -> dict[str, float]:
        """Wait until the key is there and moves no more; its middle."""
        return until(f"a key {what} {arg}", lambda: self._place(what, arg))

    def _place(self, what: str, arg: str) -> dict[str, float] | None:
        """The middle of the key, if it stands where it stood a moment ago."""
        first, then = self._find(what, arg), self._find(what, arg)
        if first is None or first != then:
            return None
        return {"x": first["x"] + first["width"] / 2, "y": first["y"] + first["height"] / 2}

    def _find(self, what: str, arg: str) -> dict[str, Any] | None:
        keys = self.state().get("keys", [])
        return next((key for key in keys if key["what"] == what and arg in (key["arg"], "")), None)

    def sees(self, screen: str, *texts: str, patience: float = PATIENCE) -> dict[str, Any]:
        """Wait for the screen, and for texts (parts of them) on it."""

        def look() -> dict[str, Any] | None:
            state = self.state()
            whole = "\n".join(state.get("texts", []))
            return state if state.get("screen") == screen and all(text in whole for text in texts) else None

        try:
            return until(f"screen {screen} with {texts}", look, patience)
        except NeverCame as error:
            raise NeverCame(f"{error}; the glass shows {self.state()}") from None


class Member:
    """Somebody of the staff, signed in."""

    def __init__(self, house: House | Serving, login: str) -> None:
        self._url = house.hall_url if isinstance(house, House) else house.url
        self._session = requests.Session()
        origin = {"Origin": self._url}
        page = self._session.post(
            f"{self._url}/sign-in",
            data={"login": login, "password": house.passwords[login], "next": "/account"},
            headers=origin,
            timeout=PATIENCE,
        )
        token = re.search(r'name="csrf"[^>]*?(?:content|value)="([^"]+)"', page.text)
        assert token, page.text[:500]
        self._session.headers.update({**origin, "X-CSRF-Token": token[1]})

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = self._session.request(method, f"{self._url}{path}", json=body or None, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()

    def upload(self, path: str, body: bytes) -> dict[str, Any]:
        answer = self._session.post(f"{self._url}{path}", data=body, timeout=PATIENCE)
        assert answer.ok, answer.text
        return answer.json()


class Manager(Member):
    """Draws and publishes."""

    def publishes(self, plan: Plan, **more: object) -> dict[str, Any]:
        version = self.call("GET", "/api/plan")["version"]
        saved = self.call("PUT", "/api/plan/draft", version=version, plan=plan.model_dump(mode="json"))
        return self.call("POST", "/api/plan/publish", version=saved["version"], **more)


class WindowClerk(Member):
    """Seated; presses the keys of the window page."""

    def __init__(self, house: House, login: str, window: str) -> None:
        super().__init__(house, login)
        self.window = window
        self.press("sit")
        self.current: dict[str, Any] | None = None

    def press(self, key: str, **body: object) -> dict[str, Any]:
        return self.call("POST", f"/api/window/{key}", window=self.window, **body)

    def next(self) -> str:
        """Finish whom we have and call the next; returns the number called."""
        state = self.press("next", current=self.current["id"] if self.current else None)
        self.current = state["current"]
        return self.current["number"] if self.current else ""

    def state(self) -> dict[str, Any]:
        return self.call("GET", f"/api/window/{self.window}")
