"""Programs that have read their modules already.

A hall reads modules for a second before it does anything; tests start hundreds. A nursery is a process that has read
them and stands still; each program is forked from it. It is the same program as ``python -m hall …``, in a process of
its own with its own environment, folder and output, and can be killed like any other. What changes how Python itself
starts (``LD_PRELOAD``, ``PYTHON…``) starts a new Python instead.
"""

import atexit
import gc
import importlib
import io
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
READS = {
    "hall": ("hall.__main__", "hall.app", "uvicorn.loops.auto", "uvicorn.lifespan.on", "sqlalchemy.dialects.sqlite"),
    "kiosk": ("kiosk.__main__", "kiosk.app", "kiosk.station", "kiosk.screens", "kiosk.qt.glass", "kiosk.qt.mirror"),
    "devices": ("devices.__main__",),
}
"""What each program has read by the time it serves."""
_NEW_PYTHON = ("LD_PRELOAD", "PYTHONMALLOC", "PYTHONOPTIMIZE", "PYTHONHASHSEED", "PYTHONTRACEMALLOC")
_CODE = struct.Struct("<i")


class Child:
    """What tests use of ``subprocess.Popen``."""

    def __init__(self, pid: int, told: int, stdout: IO[str] | None) -> None:
        self.pid, self.stdout, self.returncode = pid, stdout, None
        self._told = told

    returncode: int | None

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            with selectors.DefaultSelector() as ready:
                ready.register(self._told, selectors.EVENT_READ)
                if not ready.select(timeout):
                    return None
            said = os.read(self._told, _CODE.size)
            os.close(self._told)
            self.returncode = _CODE.unpack(said)[0] if said else -signal.SIGKILL
        return self.returncode


def start(
    module: str,
    *arguments: str,
    cwd: Path,
    env: dict[str, str],
    stdout: int | IO[str],
    stderr: int | IO[str],
    start_new_session: bool = False,
) -> "Child | subprocess.Popen[str]":
    """``python -m module arguments``; ``stdout`` a file or ``subprocess.PIPE``, ``stderr`` a file or ``STDOUT``."""
    if module not in READS or any(env.get(name) != os.environ.get(name) for name in _NEW_PYTHON):
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.Popen(
            command, cwd=cwd, env=env, stdout=stdout, stderr=stderr, text=True, start_new_session=start_new_session
        )
    order = json.dumps([arguments, str(cwd), env, start_new_session]).encode()
    return _nursery(module).born(order, stdout, stderr)


@cache
def _nursery(module: str) -> "Nursery":
    return Nursery(module)


class Nursery:
    """The test's end of one."""

    def __init__(self, module: str) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._one = threading.Lock()
        with theirs:
            command = [sys.executable, "-m", "tests.support.nursery", module, str(theirs.fileno())]
            env = {key: value for key, value in os.environ.items() if not key.startswith("ONEDOOR_")}
            env["OPENBLAS_NUM_THREADS"] = "1"  # NumPy would start its threads when it is read
            self._process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[theirs.fileno()])
        atexit.register(self._close)

    def _close(self) -> None:
        self._line.close()
        self._process.wait(10)

    def born(self, order: bytes, stdout: int | IO[str], stderr: int | IO[str]) -> Child:
        told, tell = os.pipe()
        ours, out = os.pipe() if stdout == subprocess.PIPE else (-1, _number(stdout))
        err = out if stderr == subprocess.STDOUT else _number(stderr)
        with self._one:
            socket.send_fds(self._line, [order], [out, err, tell])
            pid = _CODE.unpack(self._line.recv(_CODE.size))[0]
        os.close(tell)
        if ours < 0:
            return Child(pid, told, None)
        os.close(out)
        return Child(pid, told, os.fdopen(ours, encoding="utf-8"))


def _number(file: int | IO[str]) -> int:
    return file if isinstance(file, int) else file.fileno()


# -- in the nursery itself -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Born:
    """What a child is to be."""

    arguments: list[str]
    cwd: str
    env: dict[str, str]
    session: bool


def _stand(line: socket.socket) -> Born | None:
    """Until an order makes a child, in which this returns; None in the nursery when nobody is there any more."""
    tells: dict[int, tuple[int, int]] = {}
    ready = selectors.DefaultSelector()
    ready.register(line, selectors.EVENT_READ)
    while True:
        for key, _ in ready.select():
            if key.fd in tells:
                pid, tell = tells.pop(key.fd)
                ready.unregister(key.fd)
                os.close(key.fd)
                os.write(tell, _CODE.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
                os.close(tell)
                continue
            order, fds, _, _ = socket.recv_fds(line, 1 << 20, 3)
            if not order:
                return None
            pid = os.fork()
            if not pid:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(fds[0], 1)
                os.dup2(fds[1], 2)
                os.closerange(3, max(*fds, line.fileno(), ready.fileno(), *tells, 64) + 64)  # type: ignore[union-attr]
                return Born(*json.loads(order))
            line.send(_CODE.pack(pid))
            os.close(fds[0])
            os.close(fds[1])
            watch = os.pidfd_open(pid)
            tells[watch] = (pid, fds[2])
            ready.register(watch, selectors.EVENT_READ)


def _become(born: Born, made: dict[str, str]) -> None:
    """``made``: what modules put into the environment when they were read."""
    if born.session:
        os.setsid()
    os.chdir(born.cwd)
    os.environ.clear()
    os.environ.update({**made, **born.env})
    time.tzset()
    at_once = bool(born.env.get("PYTHONUNBUFFERED"))
    out, err = os.fdopen(1, "wb", closefd=False), os.fdopen(2, "wb", 0, closefd=False)
    sys.stdout = io.TextIOWrapper(out, "utf-8", write_through=at_once, line_buffering=at_once)
    sys.stderr = io.TextIOWrapper(err, "utf-8", write_through=True)


def main(module: str, fd: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the tests' to answer; our end is the line's end
    before = dict(os.environ)
    with socket.socket(fileno=int(fd)) as line:
        for name in READS[module]:
            importlib.import_module(name)
        assert len(os.listdir("/proc/self/task")) == 1, f"{module} starts a thread when it is read"
        gc.collect()
        gc.freeze()
        born = _stand(line)
        if born is None:
            return
        line.detach()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _become(born, {key: value for key, value in os.environ.items() if key not in before})
    sys.argv = [module, *born.arguments]
    del sys.modules[f"{module}.__main__"]  # it is to be run, not only read
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
