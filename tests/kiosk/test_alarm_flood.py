"""Strangers at the alarm line: 4,000 connections at 1,024 files, and screens still hear the alarm."""

import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from kiosk.limits import OURS
from kiosk.reachable import listen_at, told_as
from tests.support.house import free_port, until

ROOT = Path(__file__).parents[2]
NONCE = "0f" * 16
STATION = """
import sys, threading
from pathlib import Path
from kiosk.alarm import AlarmLine
from kiosk.lane import Budget
from kiosk.limits import set_limits
room = set_limits(400)
line = AlarmLine("zz1", sys.argv[1], Path(sys.argv[2]), lambda said: None, Budget(room, 64))
line.start()
print(room, flush=True)
for word in sys.stdin:
    if word == "fire\\n":
        line.heard(True)
    if word == "files\\n":
        held = [open("/dev/null") for _ in range(100)]
        print("files", flush=True)
"""


@pytest.fixture
def files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 5000:
        pytest.skip("this machine does not allow the test itself 5,000 files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 5000), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _screen(port: int, address: str) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(address, 0))
    wire.sendall(f"GET /alarm?nonce={NONCE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return wire


def _hears(wire: socket.socket, state: str) -> dict[str, object]:
    heard = b""
    while True:
        heard += wire.recv(4096)
        for part in heard.decode().split("\n\n"):
            if part.rpartition("data: ")[2].endswith("}") and f'"{state}"' in part:
                return json.loads(part.rpartition("data: ")[2])


def test_4000_connections_at_1024_files(files: None, tmp_path: Path):
    port = free_port()
    start = subprocess.Popen(
        [sys.executable, "-c", STATION, f"127.0.0.1:{port}", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024)),
    )
    with ExitStack() as held:
        station = held.enter_context(start)
        held.callback(station.kill)
        assert station.stdin
        assert station.stdout
        assert int(station.stdout.readline()) == 400 <= 1024 - OURS
        until("the line", lambda: _opens(port))
        early = held.enter_context(closing(_screen(port, "127.0.0.250")))
        assert _hears(early, "rest")
        for n in range(4000):
            wire = held.enter_context(closing(socket.socket()))
            wire.bind((f"127.0.1.{n % 20 + 1}", 0))
            wire.setblocking(False)
            wire.connect_ex(("127.0.0.1", port))
        late = held.enter_context(closing(_screen(port, "127.0.0.251")))
        assert _hears(late, "rest")
        station.stdin.write("files\n")
        assert station.stdout.readline() == "files\n", "the rest of the kiosk has files left"
        began = time.monotonic()
        station.stdin.write("fire\n")
        for wire in (early, late):
            assert _hears(wire, "fire")["s"] == "fire"
        assert time.monotonic() - began < 0.5
        assert station.poll() is None


def _opens(port: int) -> bool:
    with socket.socket() as wire:
        return wire.connect_ex(("127.0.0.1", port)) == 0


def test_its_address_is_one_that_screens_can_reach():
    assert told_as("http://127.0.0.1:8600", listen_at("http://127.0.0.1:8600", ""), "") == "http://127.0.0.1:8621"
    assert listen_at("http://10.1.2.3:8600", "") == "0.0.0.0:8621"
    assert told_as("http://127.0.0.1:8600", "0.0.0.0:9", "") == "http://127.0.0.1:9", "as this machine reaches the hall"
    assert told_as("http://no.such.host.invalid:1", "0.0.0.0:9", "") == "", "not known yet"
    assert told_as("http://10.1.2.3:8600", "0.0.0.0:9", "https://k1.hall:8443") == "https://k1.hall:8443"


def test_no_core_is_written_and_nobody_reads_its_memory(tmp_path: Path):
    told = """
import resource, pathlib
from kiosk.limits import set_limits
set_limits(0)
print(resource.getrlimit(resource.RLIMIT_CORE), pathlib.Path("/proc/self/mem").stat().st_uid)
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].startswith("(0, 0)")
    assert done.stdout.splitlines()[1] == "0"
