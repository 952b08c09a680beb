"""A real IPP printer for a test: ippeveprinter (Debian's cups-ipp-utils) on loopback, with a spool of its own, and a
real CUPS queue before it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.documents.documents import Progress, Reason, Trouble, Verdict
from devices.documents.ipp.driver import IppPrinter
from devices.links.tcp import tcp_factory

HERE = Path(__file__).parent
STUB = HERE.parents[1] / "support" / "avahi_stub.c"
SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def tool(name: str) -> str:
    found = shutil.which(name, path=SBIN)
    if found is None:
        pytest.skip(f"{name} is not installed (tools/debian-test.txt)")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stub(folder: Path) -> Path:
    """The shared library that answers for Avahi, compiled."""
    made = folder / "avahi_stub.so"
    if not made.exists():
        command = [tool("gcc"), "-shared", "-fPIC", "-nostdlib", "-O1", "-o", str(made), str(STUB)]
        subprocess.run(command, check=True, capture_output=True)
    return made


@dataclass(frozen=True)
class Side:
    """One printed side of paper."""

    job: str
    copy: int
    page: int
    sides: str
    media: str


class RealPrinter:
    """``pace``: seconds a side. The tray holds paper and the toner is full, until told otherwise."""

    def __init__(self, folder: Path, avahi: Path, *, pace: float = 0.02, limit: int | None = None) -> None:
        self.folder, self._avahi, self._limit = folder, avahi, limit
        folder.mkdir(parents=True, exist_ok=True)
        press = folder / "press"
        press.write_text(f"#!{sys.executable} -IS\n" + (HERE / "press.py").read_text())
        press.chmod(0o755)
        (folder / "spool").mkdir(exist_ok=True)
        self.pace(pace)
        self.port = 0
        self._process: subprocess.Popen | None = None
        self.start()

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    def start(self) -> None:
        """On the port it had, or on a free one; another if somebody else took that meanwhile."""
        for _ in range(3):
            self.port = self.port or free_port()
            if self._started():
                return
            self.port = 0
        pytest.fail((self.folder / "log").read_text()[-500:])

    def _started(self) -> bool:
        command = [
            tool("ippeveprinter"), "-n", "localhost", "-p", str(self.port), "-2", "-f", "application/pdf",
            "-c", str(self.folder / "press"), "-d", str(self.folder / "spool"), "-V", "2.0", "Test",
        ]  # fmt: skip
        environment = {
            "PATH": SBIN, "LD_PRELOAD": str(self._avahi), "PRESS": str(self.folder), "HOME": str(self.folder),
            "LANG": "C.UTF-8",
        }  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, preexec_fn=self._before_exec
            )
        process = self._process
        await_true(lambda: process.poll() is not None or _answers(self.port), "the printer's port")
        if process.poll() is not None:
            return False
        self.paper(250)
        return True

    def _before_exec(self) -> None:
        """A full disk is a file that may not grow: writes fail, and the process lives."""
        if self._limit is not None:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._limit, self._limit))

    def paper(self, sheets: int) -> None:
        """Both trays: ippeveprinter calls the printer empty when either is."""
        bypass = min(sheets, 25)
        self._get(
            f"/media?size1=iso_a4_210x297mm&type1=stationery&level1={sheets}"
            f"&size3=iso_a4_210x297mm&type3=stationery&level3={bypass}"
        )

    def toner(self, percent: int) -> None:
        self._get(f"/supplies?supply1={percent}")

    def pace(self, seconds: float) -> None:
        (self.folder / "pace").write_text(str(seconds))

    def hold(self, side: int, keyword: str) -> None:
        """Before ``side`` the printer stops, saying ``keyword``; from a hold before that it goes on."""
        fresh = self.folder / "hold.new"
        fresh.write_text(f"{side} {keyword}")
        fresh.replace(self.folder / "hold")

    def stay(self, side: int) -> None:
        """Before ``side`` it waits, and can print: whoever has to look while a document is under way is never late."""
        self.hold(side, "media-low-report")

    def mend(self) -> None:
        (self.folder / "hold").unlink()

    def printed(self) -> list[Side]:
        with contextlib.suppress(FileNotFoundError):
            rows = (line.split("|") for line in (self.folder / "paper").read_text().splitlines())
            return [Side(_id(name), int(copy), int(page), *rest) for name, copy, page, *rest in rows]
        return []

    def freeze(self) -> None:
        """Mute: the kernel still accepts connections, nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def driver(self, port: int | None = None, **how) -> IppPrinter:
        port = port or self.port
        return IppPrinter(tcp_factory("localhost", port, reset=True), f"localhost:{port}", "/ipp/print", **how)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _get(self, path: str) -> None:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
            answer.read()


class RealQueue:
    """A cupsd of its own, with one queue ``a4`` to ``printer``."""

    def __init__(self, printer: RealPrinter) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cups-"))
        self.folder.chmod(0o755)  # its filters run as another user
        self.port = free_port()
        for name in ("root", "spool", "cache", "state", "tmp"):
            (self.folder / name).mkdir()
        (self.folder / "cupsd.conf").write_text(
            f"Listen 127.0.0.1:{self.port}\nBrowsing No\nWebInterface No\nDefaultAuthType None\nLogLevel warn\n"
            "JobRetryInterval 1\nMaxLogSize 0\n<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
            "<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
        )
        folders = ("ServerRoot root", "RequestRoot spool", "CacheDir cache", "StateDir state", "TempDir tmp")
        lines = [f"{key} {self.folder / name}" for key, name in map(str.split, folders)]
        lines += ["AccessLog stderr", "ErrorLog stderr", "PageLog stderr"]
        (self.folder / "cups-files.conf").write_text("\n".join(lines) + "\n")
        configuration = ["-c", str(self.folder / "cupsd.conf"), "-s", str(self.folder / "cups-files.conf")]
        command = [tool("cupsd"), "-f", *configuration]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        await_true(lambda: _answers(self.port), "cupsd's port")
        lpadmin = [tool("lpadmin"), "-h", f"127.0.0.1:{self.port}", "-p", "a4", "-E", "-m", "everywhere"]
        subprocess.run([*lpadmin, "-v", f"ipp://{printer.host}/ipp/print"], check=True, capture_output=True, timeout=20)
        await_true(self._knows_the_printer, "the queue's description")  # cupsd asks the printer when it has time

    def _knows_the_printer(self) -> bool:
        return "two-sided-long-edge" in self.driver()._talk.printer(time.monotonic() + 5).sides

    def driver(self, **how) -> IppPrinter:
        link = tcp_factory("127.0.0.1", self.port, reset=True)
        return IppPrinter(link, f"127.0.0.1:{self.port}", "/printers/a4", **how)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def follow(driver: IppPrinter, job: str, seconds: float = 10.0) -> tuple[list[Progress], Verdict]:
    """Poll until the verdict; what was said on the way, each once."""
    seen: list[Progress] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = driver.poll(job)
        if not isinstance(said, Progress):
            return seen, said
        if not seen or seen[-1] != said:
            seen.append(said)
        time.sleep(0.03)
    raise AssertionError(f"no verdict within {seconds} s, last {seen[-1:]}")


def await_progress(driver: IppPrinter, job: str, wanted, seconds: float = 8.0) -> Progress:
    """Poll until a Progress that ``wanted`` accepts. A verdict fails the test."""
    end = time.monotonic() + seconds
    said = None
    while time.monotonic() < end:
        said = driver.poll(job)
        assert isinstance(said, Progress), f"a verdict came: {said}"
        if wanted(said):
            return said
        time.sleep(0.03)
    raise AssertionError(f"not within {seconds} s; last {said}")


def await_trouble(driver: IppPrinter, job: str, wanted: Trouble | Reason) -> Progress:
    """Until the printer names this one first. That it has not begun yet (BUSY) it may say before, and truly."""

    def named(said: Progress) -> bool:
        first = said.troubles[0] if said.troubles else None
        return first is not None and wanted in (first, first.reason)

    return await_progress(driver, job, named)


def await_true(asked, what: str, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not asked():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def _id(job_name: str) -> str:
    """``STATION/ID TITLE``"""
    return job_name.split(" ")[0].split("/")[-1]


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def real_printer(folder: Path, avahi: Path, **how) -> Iterator[RealPrinter]:
    printer = RealPrinter(folder, avahi, **how)
    try:
        yield printer
    finally:
        with contextlib.suppress(FileNotFoundError):
            printer.mend()
        printer.kill()
