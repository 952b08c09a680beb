"""Our A4 printer: the driver must find in it what it finds in ippeveprinter, and CUPS' own client must like it."""

import socket
import struct
import subprocess
import time
from collections.abc import Iterator

import pytest

from devices.documents.documents import (
    Cancelled,
    Completed,
    DocumentPrinterHealth,
    Doubtful,
    Failed,
    Held,
    Options,
    Reason,
    Trouble,
)
from devices.documents.ipp import codec
from devices.documents.ipp.codec import Group, Message, Tag, attribute
from devices.documents.ipp.driver import IppPrinter
from devices.documents.ipp.host import IppHost
from devices.documents.ipp.simulator import FAULTS, IppSimulator
from devices.documents.ipp.words import JobState, Operation
from devices.links.tcp import tcp_factory
from tests.devices.documents.ippeve import await_progress, await_trouble, await_true, follow, tool
from tests.devices.documents.pdf import pdf

TRAY_EMPTY = Trouble(Reason.TRAY_EMPTY, "media-empty")
MINUTES = 600.0
"""Seconds a side, where a test says itself when one is done."""


class Stand:
    """A simulated printer behind a port, and a driver before it."""

    def __init__(self, *faults: str, pace: float = 0.02, **how) -> None:
        self.host, self.sides = IppHost(IppSimulator(faults, pace)), 0
        address, port = self.host.address.split(":")
        self.driver = IppPrinter(tcp_factory(address, int(port), reset=True), self.host.address, **how)

    def do(self, hand: str, *about) -> None:
        with self.host.device() as printer:
            getattr(printer, hand)(time.monotonic(), *about)

    def side(self) -> None:
        """The side under way is printed now, whatever its pace, and no other: nobody can look too late."""
        with self.host.device() as printer:
            self.sides += 1
            printer.advance(time.monotonic() + self.sides * printer.pace)

    def printed(self) -> list[tuple[str, int, str, str]]:
        with self.host.device() as printer:
            return [(job.name, job.done, job.sides, job.media) for job in printer.printed]


@pytest.fixture
def stand() -> Iterator[type[Stand]]:
    made: list[Stand] = []

    class Kept(Stand):
        def __init__(self, *faults: str, **how) -> None:
            super().__init__(*faults, **how)
            made.append(self)

    yield Kept
    for one in made:
        one.driver.close()
        one.host.stop()


def test_copies_and_sides_reach_the_paper_and_are_counted(stand):
    a4 = stand(pace=MINUTES)
    assert a4.driver.health() == DocumentPrinterHealth(True)
    a4.driver.print(pdf(3), "k1-1", Options(copies=2, sides="two-sided-long-edge", pages=3))
    for done in range(6):
        await_progress(a4.driver, "k1-1", lambda p, done=done: p.done == done)
        a4.side()
    assert follow(a4.driver, "k1-1")[1] == Completed(6, "printer")
    assert a4.printed() == [("onedoor/k1-1", 6, "two-sided-long-edge", "iso_a4_210x297mm")]
    with a4.host.device() as printer:
        assert printer.tray == 250 - 4


@pytest.mark.parametrize(
    ("hand", "mend", "reason"),
    [("paper_out", "refill", Reason.TRAY_EMPTY), ("jam", "free_jam", Reason.JAM),
     ("open_cover", "close_cover", Reason.COVER_OPEN), ("empty_toner", "new_toner", Reason.TONER_OUT)],
)  # fmt: skip
def test_each_hand_stops_it_and_is_told_and_after_mending_the_rest_comes(stand, hand, mend, reason):
    a4 = stand(pace=MINUTES)
    a4.driver.print(pdf(3), "k1-1", Options(pages=3))
    a4.side()
    await_progress(a4.driver, "k1-1", lambda p: p.done == 1)
    a4.do(hand)
    await_trouble(a4.driver, "k1-1", reason)
    with a4.host.device() as printer:
        printer.pace = 0.02
    a4.do(mend)
    assert follow(a4.driver, "k1-1")[1] == Completed(3)
    a4.do(hand)
    assert a4.driver.health().able is False


def test_low_toner_does_not_hinder(stand):
    a4 = stand()
    a4.do("low_toner")
    assert a4.driver.health() == DocumentPrinterHealth(True, (Trouble(Reason.TONER_LOW, "toner-low"),))


def test_the_tray_ends_with_its_last_sheet_and_not_with_its_first_side(stand):
    a4 = stand(wait=0.3)
    a4.do("paper_out", 1)
    a4.driver.print(pdf(4), "k1-1", Options(sides="two-sided-long-edge", pages=4))
    await_progress(a4.driver, "k1-1", lambda p: p.done == 2 and p.troubles == (TRAY_EMPTY,))
    assert follow(a4.driver, "k1-1")[1] == Cancelled(TRAY_EMPTY, 2), "by rule"
    a4.do("refill")
    a4.driver.print(pdf(), "k1-2")
    assert follow(a4.driver, "k1-2")[1] == Completed(1)
    assert [done for _, done, _, _ in a4.printed()] == [2, 1], "what was cancelled comes out for nobody"


def test_one_that_keeps_what_was_cancelled_is_found_out(stand, monkeypatch):
    monkeypatch.setattr("devices.documents.ipp.case.STOP", 0.2)
    a4 = stand("keeps-cancelled", wait=0.2)
    a4.do("paper_out")
    a4.do("refill", 1)
    a4.driver.print(pdf(2), "k1-1")
    assert follow(a4.driver, "k1-1")[1] == Held(TRAY_EMPTY, 1)
    assert Trouble(Reason.LEFTOVER) in a4.driver.health().troubles


def test_one_that_counts_nothing_and_takes_everything_at_once_serves_all_the_same(stand):
    a4 = stand("counts-nothing", "no-create-job")
    a4.driver.print(pdf(2), "k1-1", Options(pages=2))
    assert follow(a4.driver, "k1-1")[1] == Completed(None, "printer")


def test_what_it_cannot_do_is_refused_by_name(stand):
    a4 = stand()
    assert a4.driver.print(pdf(), "k1-1", Options(media="iso_a0_841x1189mm")) == Failed(Trouble(Reason.UNABLE, "media"))
    assert a4.printed() == []
    with pytest.raises(ValueError, match="there are keeps-cancelled"):
        IppSimulator(("burns",))
    assert set(FAULTS) == {"keeps-cancelled", "counts-nothing", "no-create-job"}


def test_a_sending_that_breaks_off_is_aborted_and_never_printed(stand):
    a4 = stand()
    host, port = a4.host.address.split(":")
    with a4.host.device() as printer:
        job = printer.make("onedoor/k1-1", "onedoor", 1, "one-sided", "")
    about = Group(Tag.OPERATION, (attribute("job-id", Tag.INTEGER, job.number),))
    begun = codec.encode(Message(Operation.SEND_DOCUMENT, 1, (about,), pdf()))
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (len(begun) + 9) + begun)
        line.settimeout(0.1)
        with pytest.raises(TimeoutError):
            line.recv(1)
    await_true(lambda: job.state is JobState.ABORTED, "its end")
    assert a4.printed() == []


def test_unplugged_mute_and_power_cycled(stand):
    a4 = stand(pace=5.0)
    a4.driver.print(pdf(), "k1-1")
    await_progress(a4.driver, "k1-1", lambda p: p.done == 0)
    a4.host.unplug()
    assert a4.driver.health() == DocumentPrinterHealth(False, (Trouble(Reason.UNPLUGGED),))
    a4.host.plug()
    a4.do("power_cycle")
    assert a4.driver.poll("k1-1") == Doubtful(Trouble(Reason.FORGOTTEN))
    a4.host.mute = True
    assert a4.driver.health() == DocumentPrinterHealth(None, (Trouble(Reason.SILENT),))
    a4.host.mute = False
    assert a4.driver.health() == DocumentPrinterHealth(True)


def test_what_is_no_ipp_is_refused(stand):
    host, port = stand().host.address.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(b"POST /ipp/print HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd")
        assert line.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("chunked", ["-c", "-L"], ids=["chunked", "counted"])
def test_cups_own_client_prints_on_it(stand, tmp_path, chunked):
    a4 = stand()
    (tmp_path / "a.pdf").write_bytes(pdf(2))
    (tmp_path / "print.test").write_text(
        "{ OPERATION Print-Job\nGROUP operation-attributes-tag\nATTR charset attributes-charset utf-8\n"
        "ATTR language attributes-natural-language en\nATTR uri printer-uri $uri\nATTR name requesting-user-name cups\n"
        "ATTR mimeMediaType document-format application/pdf\nFILE a.pdf\nSTATUS successful-ok\nEXPECT job-id\n}\n"
        "{ OPERATION Get-Jobs\nGROUP operation-attributes-tag\nATTR charset attributes-charset utf-8\n"
        "ATTR language attributes-natural-language en\nATTR uri printer-uri $uri\nATTR keyword which-jobs completed\n"
        "STATUS successful-ok\nDISPLAY job-state\n}\n"
    )
    told = subprocess.run(
        [tool("ipptool"), "-t", chunked, f"ipp://{a4.host.address}/ipp/print", str(tmp_path / "print.test")],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout
    await_true(lambda: [done for _, done, _, _ in a4.printed()] == [2], "both pages")
