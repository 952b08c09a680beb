"""A raw queue of a real CUPS: a private cupsd on loopback, a queue per printer, ``socket://`` to each.

What a raw queue knows is what its backend knows: all bytes were taken. A caller that gives up takes its job back.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
TOOLS = ("cupsd", "lpadmin", "lp", "cancel", "ipptool")
CONFIGURATION = """\
Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
LogLevel warn
JobRetryInterval 1
MaxLogSize 0
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
FILES = """\
ServerRoot {0}/root
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/tmp
AccessLog stderr
ErrorLog stderr
PageLog stderr
"""


def missing() -> str:
    """What it lacks here, or nothing."""
    return next((f"no {name} here" for name in TOOLS if shutil.which(name, path=SBIN) is None), "")


class RawQueues:
    """``add`` a printer, ``print`` to it. Close with ``stop``."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cups-"))
        self._folder.chmod(0o755)  # its backends run as another user
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        for name in ("root", "spool", "cache", "state", "tmp"):
            (self._folder / name).mkdir()
        (self._folder / "cupsd.conf").write_text(CONFIGURATION.format(port=self._port))
        (self._folder / "cups-files.conf").write_text(FILES.format(self._folder))
        command = ["-f", "-c", str(self._folder / "cupsd.conf"), "-s", str(self._folder / "cups-files.conf")]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen([_tool("cupsd"), *command], stdout=log, stderr=log)
        self._lock = threading.Lock()
        self._known: set[str] = set()
        end = time.monotonic() + 10
        while not self._answers():
            if time.monotonic() > end:
                raise RuntimeError("cupsd does not answer")
            time.sleep(0.05)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
            return True
        return False

    def print(self, where: str, data: bytes, patience: float) -> bool | None:
        """Whether CUPS calls the job to ``HOST:PORT`` completed; None if it says neither in time (and is taken
        back)."""
        queue = self._queue(where)
        job = self._run("lp", "-d", queue, "-o", "raw", input=data).split("request id is ")[1].split()[0]
        end = time.monotonic() + patience
        while time.monotonic() < end:
            state = self._state(job.rpartition("-")[2])
            if state in ("completed", "aborted", "canceled"):
                return state == "completed"
            time.sleep(0.1)
        self._run("cancel", "-x", job)
        return None

    def _state(self, number: str) -> str:
        where = f"ipp://127.0.0.1:{self._port}/jobs/{number}"
        asked = [_tool("ipptool"), "-tv", where, "get-job-attributes.test"]
        said = subprocess.run(asked, capture_output=True, check=False, timeout=30).stdout.decode(errors="replace")
        return next((line.rpartition(" = ")[2] for line in said.splitlines() if "job-state (enum)" in line), "")

    def _queue(self, where: str) -> str:
        name = "q" + "".join(char if char.isalnum() else "_" for char in where)
        with self._lock:
            if name not in self._known:
                self._run("lpadmin", "-p", name, "-E", "-m", "raw", "-v", f"socket://{where}")
                self._known.add(name)
        return name

    def _run(self, name: str, *arguments: str, input: bytes = b"") -> str:
        command = [_tool(name), "-h", f"127.0.0.1:{self._port}", *arguments]
        return subprocess.run(command, input=input, capture_output=True, check=True, timeout=30).stdout.decode()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)


def _tool(name: str) -> str:
    return shutil.which(name, path=SBIN) or name
