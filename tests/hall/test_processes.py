"""The hall as it is run: its own process, killed, stopped, doubled."""

import base64
import contextlib
import json
import re
import socket
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from hall.__main__ import main
from tests.bench.bench_queue import drive, enrolled, set_up
from tests.hall.serving import Serving, hall_running, run_hall, start_hall
from tests.support.founded import found_sample, sample_running


def client(serving: Serving, auth: tuple[str, str] | None = None) -> httpx.Client:
    return httpx.Client(base_url=serving.url, auth=auth, trust_env=False, timeout=10)


def test_a_first_start_needs_nobody_and_a_second_keeps_everything(tmp_path: Path):
    data_dir = tmp_path / "hall"
    with hall_running(data_dir, "--sample") as serving:
        staff = {"clerk1", "clerk2", "clerk3", "office1", "manager", "security", "admin", "auditor"}
        assert set(serving.passwords) == staff
        auth = enrolled(serving, "自助机 ZZ-02")
        with client(serving, auth) as kiosk:
            kiosk.get("/api/station/snapshot").raise_for_status()
            order = {"key": "visit-0001", "service": "intake"}
            first = kiosk.post("/api/station/tickets", json=order).raise_for_status().json()
        assert serving.stop() < 5
    with hall_running(data_dir, "--sample") as serving, client(serving, auth) as kiosk:
        assert serving.passwords == {}, "passwords are shown once"
        assert kiosk.post("/api/station/tickets", json=order).json()["n"] == first["n"]
    assert (data_dir / "subject.key").stat().st_mode & 0o777 == 0o600
    done = run_hall(data_dir, "audit", "verify")
    assert done.returncode == 0, done.stderr
    assert "unbroken" in done.stdout


def test_a_hall_without_a_sample_has_one_administrator(tmp_path: Path):
    with hall_running(tmp_path / "hall") as serving:
        assert set(serving.passwords) == {"admin"}


def test_clients_that_leave_in_the_middle_of_answers_do_not_end_the_hall(tmp_path: Path):
    """A connection closed while answers are written to it breaks a pipe; the signal of that must not reach the hall."""
    ask = b"GET /board HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20

    def leave_early(port: int) -> None:
        for n in range(50):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
                line.sendall(ask)
                if n % 2:
                    line.recv(10)

    with sample_running(tmp_path / "hall") as serving:
        rude = [threading.Thread(target=leave_early, args=(serving.port,)) for _ in range(8)]
        for one in rude:
            one.start()
        for one in rude:
            one.join()
        with client(serving) as polite:
            assert polite.get("/board").status_code == 200


def test_staff_are_added_by_name_and_a_hall_may_begin_without_a_plan(tmp_path: Path):
    data_dir = tmp_path / "hall"
    assert run_hall(data_dir, "migrate").returncode == 0
    order = ("member", "--login", "guard1", "--name", "周安", "--role", "security")
    done = run_hall(data_dir, *order)
    password = re.search(r"^  guard1 +(\S+) +security$", done.stdout, re.MULTILINE)
    assert password, done.stderr
    assert run_hall(data_dir, "seed", "--without-plan").returncode == 0
    assert "已有账号 guard1" in run_hall(data_dir, *order).stderr
    second = run_hall(data_dir, "member", "--login", "manager1", "--name", "陈", "--role", "manager")
    assert "先是窗口人员" in second.stdout, "there is somebody who can approve now"
    assert "小写字母" in run_hall(data_dir, "member", "--login", "Guard", "--name", "周", "--role", "security").stderr
    with hall_running(data_dir) as serving, httpx.Client(base_url=serving.url, trust_env=False) as guard:
        form = {"login": "guard1", "password": password[1], "next": "/evacuation"}
        html = {"Origin": serving.url, "Accept": "text/html"}
        page = guard.post("/sign-in", data=form, headers=html, follow_redirects=True)
        assert (page.status_code, page.url.path) == (200, "/account"), "first a password of his own"
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf
        own = {"old": password[1], "new": "Pine-River-7", "again": "Pine-River-7", "csrf": csrf[1]}
        assert guard.post("/account", data=own, headers=html).status_code == 200
        assert guard.get("/evacuation", headers=html).status_code == 200


def test_killed_between_commit_and_answer_the_retry_gets_the_same_ticket(tmp_path: Path):
    """Orders go out and no answer is read; the hall is killed while it works; every order is repeated."""
    data_dir = tmp_path / "hall"
    found_sample(data_dir)
    serving = start_hall(data_dir)
    auth = enrolled(serving, "自助机 ZZ-02")
    basic = base64.b64encode(":".join(auth).encode()).decode()
    lines = []
    for i in range(40):
        body = json.dumps({"key": f"visit-{i:04}", "service": "intake"})
        lines.append(
            f"POST /api/station/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {basic}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
    wires = [socket.create_connection(("127.0.0.1", serving.port)) for _ in lines]
    for wire, line in zip(wires, lines, strict=True):
        wire.sendall(line.encode())
    first = wires[0].recv(1)  # the first answer has begun: some are committed, some answered, some not
    serving.kill()
    answered = [told for wire in wires if (told := _ticket_in(first * (wire is wires[0]) + _rest(wire)))]
    with sqlite3.connect(data_dir / "hall.sqlite") as data:
        committed = dict(data.execute("SELECT key, n FROM queue_ticket"))
    data.close()
    assert committed
    assert {told["key"]: told["n"] for told in answered}.items() <= committed.items(), "answered, then lost"
    with hall_running(data_dir) as again, client(again, auth) as kiosk:
        numbers = {}
        for i in range(40):
            told = kiosk.post("/api/station/tickets", json={"key": f"visit-{i:04}", "service": "intake"}).json()
            numbers[told["key"]] = told["n"]
    assert {key: numbers[key] for key in committed} == committed
    assert len(set(numbers.values())) == 40
    assert run_hall(data_dir, "audit", "verify").returncode == 0


def _rest(wire: socket.socket) -> bytes:
    """What had come over the wire when the other end died."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := wire.recv(65536):
            parts.append(part)
    wire.close()
    return b"".join(parts)


def _ticket_in(answer: bytes) -> dict[str, Any] | None:
    head, _, body = answer.partition(b"\r\n\r\n")
    return json.loads(body) if b" 200 " in head and body.endswith(b"}") else None


def test_two_processes_and_many_clients_never_give_or_call_twice(tmp_path: Path):
    data_dir = tmp_path / "hall"
    found_sample(data_dir)
    desks = set_up(data_dir, 16)
    with hall_running(data_dir, "--workers", "2") as serving:
        seen = drive(serving, desks, 12)
        serving.stop()
    assert seen["failures"] == {}
    assert len(seen["numbers"]) == len(set(seen["numbers"])) == 192
    assert len(seen["called"]) == len(set(seen["called"])) == 192
    with sqlite3.connect(data_dir / "hall.sqlite") as data:
        assert data.execute("SELECT count(*), count(DISTINCT day || service || n) FROM queue_ticket").fetchone() == (
            192,
            192,
        )
        assert data.execute("SELECT max(c) FROM (SELECT count(*) c FROM queue_call GROUP BY ticket)").fetchone() == (1,)
    data.close()
    assert run_hall(data_dir, "audit", "verify").returncode == 0


def watch_board(serving: Serving, seen: list[tuple[float, str]], ready: threading.Event) -> None:
    with client(serving) as board, board.stream("GET", "/api/board/stream", timeout=20) as stream:
        for line in stream.iter_lines():
            ready.set()
            if line.startswith("data: {") and '"calls":[{' in line:
                seen.append((time.monotonic(), line))
                return


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_call_reaches_boards_of_every_process_well_within_a_second(tmp_path: Path, workers: str):
    with sample_running(tmp_path / "hall", "--workers", workers) as serving:
        seen: list[tuple[float, str]] = []
        ready = [threading.Event() for _ in range(6)]
        boards = [threading.Thread(target=watch_board, args=(serving, seen, event)) for event in ready]
        for board in boards:
            board.start()
        assert all(event.wait(10) for event in ready)
        with client(serving, enrolled(serving, "自助机 ZZ-02")) as kiosk:
            kiosk.post("/api/station/tickets", json={"key": "visit-0001", "service": "intake"}).raise_for_status()
        with client(serving) as clerk:
            clerk.post("/sign-in", data={"login": "clerk1", "password": serving.passwords["clerk1"]})
            found = re.search(r'name="csrf" content="([^"]+)"', clerk.get("/window").text)
            assert found
            clerk.headers["X-CSRF-Token"] = found[1]
            clerk.post("/api/window/sit", json={"window": "w3"}).raise_for_status()
            clerk.post("/api/window/next", json={"window": "w3", "current": None}).raise_for_status()
            called = time.monotonic()
        for board in boards:
            board.join(10)
        assert len(seen) == 6
        assert max(at for at, _ in seen) - called < 0.8
        assert all("请A001号到3号窗口" in line for _, line in seen)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_open_streams_do_not_hold_the_stop(tmp_path: Path, workers: str):
    with hall_running(tmp_path / "hall", "--workers", workers) as serving:
        wires = []
        for _ in range(4):
            wire = socket.create_connection(("127.0.0.1", serving.port))
            wire.sendall(b"GET /api/board/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"200 OK" in wire.recv(500)
            wires.append(wire)
        assert serving.stop() < 4
        for wire in wires:
            wire.close()


def test_enrol_prints_a_code_and_nothing_else(tmp_path: Path):
    done = run_hall(tmp_path / "hall", "enrol", "--name", "自助机 ZZ-02")
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\n", done.stdout)


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ({"ONEDOOR_HALL_PROT": "1"}, "prot"),
        ({"ONEDOOR_HALL_PORT": "many"}, "port"),
        ({"ONEDOOR_HALL_CONFIG": "nowhere.toml"}, "nowhere.toml"),
        ({"ONEDOOR_HALL_IDENTITY": "guess"}, "identity"),
    ],
)
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, monkeypatch, capsys, extra: dict[str, str], told: str):
    for name, value in extra.items():
        monkeypatch.setenv(name, value)
    assert main(["--data-dir", str(tmp_path / "hall"), "migrate"]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "hall").exists()
