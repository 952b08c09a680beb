"""What `make run` starts after its set-up: everything together, told where; Ctrl-C ends everything; data stay."""

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import requests

from hall.contract.ids import check_credit_code
from tests.support.house import PATIENCE, ROOT, Visitor, free_port, until
from tools.run import READY_SECONDS


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class Run:
    """``with Run(var, log) as run``: started; ended at the latest with the block."""

    def __init__(self, var: Path, log: Path) -> None:
        self.ports = [free_port() for _ in range(4)]
        while self.ports[1] + 1 in self.ports or _taken(self.ports[1] + 1):  # the A4 printer's
            self.ports[1] = free_port()
        self.log = log
        self.visitor = Visitor(f"http://127.0.0.1:{self.ports[2]}", var / "kiosk")
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "ONEDOOR_VAR": str(var),
            "ONEDOOR_PORTS": ",".join(map(str, self.ports)),
        }
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.run"],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.ctrl_c()

    def told(self) -> str:
        until("all addresses", lambda: "Ctrl-C" in self.log.read_text(), patience=READY_SECONDS)
        return self.log.read_text()

    def ctrl_c(self) -> int:
        """As a terminal does it: to the whole group. Returns the exit code; no child may be left."""
        family = [self.process.pid, *(child.pid for child in psutil.Process(self.process.pid).children(recursive=True))]
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(20)
        until("every child gone", lambda: not any(map(psutil.pid_exists, family)))
        return code


def test_it_starts_tells_and_stops_and_a_second_start_keeps_all(tmp_path: Path):
    with Run(tmp_path / "var", tmp_path / "first.log") as first:
        station = _first_start(first, tmp_path / "var" / "kiosk" / "station.json")
    assert not (tmp_path / "var" / "kiosk" / "running").exists(), "the kiosk stopped in order"

    with Run(tmp_path / "var", tmp_path / "second.log") as second:
        assert not re.search(r"^  clerk1 ", second.told(), re.MULTILINE), "passwords are told once"
        assert json.loads((tmp_path / "var" / "kiosk" / "station.json").read_text()) == station
        assert second.ctrl_c() == 0


def _first_start(first: Run, station: Path) -> dict[str, str]:
    told = first.told()
    _every_scanner_is_heard(first)
    until("the A4 printer known to be able", lambda: _able(station.parents[1], "documents"), READY_SECONDS)
    _the_hall_alone_goes_and_comes_back(first, station.parents[1])
    passwords = dict(re.findall(r"^  (\w+) +(\S+) +\w+$", told, re.MULTILINE))
    assert "clerk1" in passwords
    glass = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", told)
    assert glass, told
    browser = requests.Session()
    assert "自助机" in browser.get(glass[0], timeout=PATIENCE).text
    for port, path in zip(first.ports, ("/board", "/", "/"), strict=False):
        assert browser.get(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE).ok
    until("enrolment", station.exists)
    enrolled = json.loads(station.read_text())
    assert first.ctrl_c() == 0
    return enrolled


def _every_scanner_is_heard(run: Run) -> None:
    """Also the camera and the scanner on USB: a credit code shown to each is somebody at the kiosk. Each
    waits until the kiosk is at rest: what is shown while the hall is asked about the one before is kept until
    somebody touches it."""
    run.visitor.sees("AttractView")
    for bay, code in (("camera", "91310117MA1J00001P"), ("hidpos", "91310117MA1J00002M")):
        number = _credit_code(code[:-1])
        answer = requests.post(f"http://127.0.0.1:{run.ports[1]}/{bay}/show", json={"text": number}, timeout=PATIENCE)
        assert answer.ok, answer.text
        run.visitor.sees("TicketView", number[-4:])


def _able(var: Path, device: str) -> bool:
    """As the hall has it."""
    with contextlib.closing(sqlite3.connect(f"file:{var}/hall/hall.sqlite?mode=ro", uri=True)) as db:
        return db.execute("SELECT able FROM stations_device WHERE device = ?", (device,)).fetchone() == (1,)


def _credit_code(beginning: str) -> str:
    return next(code for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"
                if check_credit_code(code := beginning + last) is None)  # fmt: skip


def _the_hall_alone_goes_and_comes_back(run: Run, var: Path) -> None:
    hall, kiosk = (f"http://127.0.0.1:{run.ports[n]}/" for n in (0, 2))
    for target, there in (("stop-hall", False), ("start-hall", True)):
        subprocess.run(["make", target], cwd=ROOT, check=True, env={**os.environ, "ONEDOOR_VAR": str(var)})
        until(target, lambda there=there: _answers(hall) == there)
        until("the kiosk, which goes on", lambda: _answers(kiosk))


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code > 0
    except requests.ConnectionError:
        return False


def test_a_taken_port_is_said(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = f"{free_port()},{port},{free_port()},{free_port()}"
        done = subprocess.run(
            [sys.executable, "-m", "tools.run"], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "ONEDOOR_VAR": str(tmp_path / "var"), "ONEDOOR_PORTS": ports},
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} (bench) is in use" in done.stderr
    assert not (tmp_path / "var").exists(), "nothing was begun"
