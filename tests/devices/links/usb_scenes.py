"""The promises of ``devices.link.Link`` kept by USB, and what USB alone can do to one. Played by ``test_usb.py``."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from devices.errors import Refused, Silent, Unplugged
from devices.links.usb import UsbAddress
from devices.links.usb_printer import PortStatus, open_usb_printer
from devices.open import open_printer
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.slip import Slip, Text
from devices.printer.verdict import NotPrinted, Printed, Reason
from tests.devices.links.echo import Echo
from tests.devices.links.test_links import read, soon
from tests.support.usb.devices import IN, OUT, PAPER_EMPTY, Alternative, Identity, Wire
from tests.support.usb.fixtures import bus, plug

__all__ = ["bus", "plug"]

HERE = UsbAddress(0x04B8, 0x0E15)
TWO_WAYS, ONE_WAY = Alternative((7, 1, 2), (OUT, IN)), Alternative((7, 1, 1), (OUT,))


@pytest.fixture
def wire():
    return Wire(Echo())


# -- what every link promises ----------------------------------------------------------------------------------------


def test_every_byte_value_arrives_unchanged(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    every = bytes(range(256)) * 12
    link.write(every, soon())
    assert read(link, len(every)) == every
    link.close()


def test_a_read_of_nothing_ends_at_its_deadline_and_one_in_the_past_takes_what_is_there(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    began = time.monotonic()
    assert link.read(began + 0.25) == b""
    assert 0.25 <= time.monotonic() - began < 0.5
    link.write(b"here", soon())
    assert read(link, 1) == b"here"
    assert link.read(time.monotonic() - 1) == b""
    link.close()


def test_closing_wakes_a_blocked_read(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    threading.Timer(0.05, link.close).start()
    began = time.monotonic()
    with pytest.raises(Unplugged):
        link.read(soon(10))
    assert time.monotonic() - began < 1


def test_closing_twice_is_harmless_and_a_closed_link_is_unplugged(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    link.close()
    link.close()
    for use in (lambda: link.read(soon()), lambda: link.write(b"x", soon()), link.port_status):
        with pytest.raises(Unplugged, match="was closed"):
            use()


def test_pulling_the_cable_wakes_a_blocked_read_and_opening_fails_until_it_is_back(bus, plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    pulling = threading.Timer(0.05, bus.unplug)
    pulling.start()
    with pytest.raises(Unplugged, match="USB 04B8:0E15 is gone: No such device"):
        link.read(soon(10))
    pulling.join()
    with pytest.raises(Unplugged):
        link.write(b"x", soon())
    link.close()
    with pytest.raises(Unplugged, match="USB 04B8:0E15 is not plugged in"):
        open_usb_printer(HERE)
    plug(wire)
    link = open_usb_printer(HERE)
    link.write(b"back", soon())
    assert read(link, 4) == b"back"
    link.close()


def test_a_peer_that_takes_nothing_is_silent_and_what_it_had_taken_is_counted(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    wire.room = 640
    began = time.monotonic()
    with pytest.raises(Silent, match="does not take bytes: 4360 of 5000 left"):
        link.write(bytes(5000), began + 0.35)
    assert 0.35 <= time.monotonic() - began < 0.7
    assert len(read(link, 640)) == 640
    wire.room = None
    link.write(b"more", soon())
    assert read(link, 4) == b"more"
    link.close()


def test_closing_wakes_a_blocked_write(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    wire.room = 0
    threading.Timer(0.05, link.close).start()
    with pytest.raises(Unplugged, match="was closed"):
        link.write(b"x", soon(10))


# -- packets ---------------------------------------------------------------------------------------------------------


def test_an_answer_of_full_packets_is_not_kept_back(plug, wire):
    """A transfer of more than one packet would wait for a short one that never comes."""
    node = plug(wire)
    link = open_usb_printer(HERE)
    link.write(bytes(128), soon())
    assert len(read(link, 128)) == 128
    assert set(node.urbs.asked) == {64}
    link.close()


def test_a_printer_that_sends_empty_packets_costs_no_more_than_a_silent_one(plug, wire):
    node = plug(wire)
    link = open_usb_printer(HERE)
    wire.empty = True
    with node.lock:
        node.history.clear()
    assert link.read(time.monotonic() + 0.3) == b""
    with node.lock:
        assert len(node.history) < 100
    link.write(b"x", soon())
    assert read(link, 1) == b"x"
    link.close()


# -- stalls ----------------------------------------------------------------------------------------------------------


def test_a_stalled_answer_is_cleared_and_read_on(plug, wire):
    node = plug(wire)
    link = open_usb_printer(HERE)
    link.write(b"here", soon())
    wire.stall = {IN: 1}
    assert read(link, 4) == b"here"
    assert ("clear halt", IN) in node.history
    link.close()


def test_a_pipe_that_stalls_for_ever_is_given_up(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    wire.stall = {IN: 1000}
    with pytest.raises(Unplugged, match="Pipe error"):
        link.read(soon())
    link.close()


def test_a_stalled_question_is_never_sent_twice(plug, wire):
    node = plug(wire)
    link = open_usb_printer(HERE)
    wire.stall = {OUT: 1}
    with pytest.raises(Unplugged, match="stalled; how much it took is not known"):
        link.write(b"once", soon())
    assert ("clear halt", OUT) in node.history
    link.close()
    link = open_usb_printer(HERE)
    link.write(b"anew", soon())
    assert read(link, 4) == b"anew"
    link.close()


# -- who may, and who else -------------------------------------------------------------------------------------------

HOLD = """
import time
from devices.links.usb import UsbAddress
from devices.links.usb_printer import open_usb_printer
link = open_usb_printer(UsbAddress(0x04B8, 0x0E15))
print("held", flush=True)
time.sleep(60)
"""


def test_another_program_holding_it_is_named_and_its_death_frees_it(plug, wire):
    plug(wire)
    other = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(Unplugged, match="is held by another program"):
        open_usb_printer(HERE)
    other.send_signal(signal.SIGKILL)
    other.wait()
    other.stdout.close()
    link = eventually(lambda: open_usb_printer(HERE))
    link.close()


def test_the_kernels_printer_driver_is_put_aside_and_given_back(plug, wire):
    node = plug(wire, driver="usblp")
    link = open_usb_printer(HERE)
    assert node.drivers == {}
    link.write(b"ours", soon())
    assert read(link, 4) == b"ours"
    link.close()
    assert node.drivers == {0: "usblp"}


def test_no_permission_says_what_to_do(bus, plug, wire):
    plug(wire)
    os.chmod(bus.node_path(), 0o000)
    with nobody():
        with pytest.raises(Unplugged, match=r"may not be opened by this user: an udev rule is missing.*devices\.md"):
            open_usb_printer(HERE)
        with pytest.raises(Unplugged, match="may not be opened by this user"):
            open_usb_printer(UsbAddress(0x04B8, 0x0E15, "A1"))


def test_two_of_a_kind_are_told_apart_by_serial_number_or_port(plug):
    plug(Wire(Echo(), Identity(serial="A1")), "1-2")
    plug(Wire(Echo(), Identity(serial="A2")), "1-3")
    with pytest.raises(Unplugged, match=r"plugged in 2 times, at ports 1-2, 1-3: say which with /SERIAL or port="):
        open_usb_printer(HERE)
    for address in (UsbAddress(0x04B8, 0x0E15, "A2"), UsbAddress(0x04B8, 0x0E15, port="1-2")):
        open_usb_printer(address).close()
    with pytest.raises(Unplugged, match="04B8:0E15/A3 is not plugged in"):
        open_usb_printer(UsbAddress(0x04B8, 0x0E15, "A3"))
    with pytest.raises(Unplugged, match="04B8:0E15 on port 1-4 is not plugged in"):
        open_usb_printer(UsbAddress(0x04B8, 0x0E15, port="1-4"))


def test_a_device_without_serial_number_is_not_taken_for_one_that_has(plug):
    plug(Wire(Echo(), Identity(serial="")))
    with pytest.raises(Unplugged, match="is not plugged in"):
        open_usb_printer(UsbAddress(0x04B8, 0x0E15, "A1"))
    open_usb_printer(HERE).close()


# -- the printer class -----------------------------------------------------------------------------------------------


def test_the_class_requests_are_understood(plug, wire):
    plug(wire)
    link = open_usb_printer(HERE)
    assert link.device_id() == {"MFG": "Sample", "MDL": "T-80", "CMD": "ESC/POS"}
    assert link.port_status() == PortStatus(paper_empty=False, selected=True, error=False)
    wire.port_status = PAPER_EMPTY
    assert link.port_status() == PortStatus(paper_empty=True, selected=False, error=True)
    link.soft_reset()
    assert wire.requests == [(0xA1, 0), (0xA1, 1), (0xA1, 1), (0x21, 2)]
    wire.class_requests = False
    with pytest.raises(Refused, match="does not know request 0"):
        link.device_id()
    link.write(b"still", soon())
    assert read(link, 5) == b"still"
    link.close()


def test_the_setting_that_answers_is_chosen(plug):
    alternatives = (ONE_WAY, Alternative((7, 1, 2), (OUT, IN), 1), Alternative((7, 1, 4), (OUT, IN), 2))
    node = plug(Wire(Echo(), Identity(alternatives=alternatives)))
    link = open_usb_printer(HERE)
    assert link.protocol == 2
    assert ("set interface", 0) in node.history
    link.write(b"x", soon())
    assert read(link, 1) == b"x"
    link.close()


def test_a_printer_for_one_direction_is_written_to_and_never_heard(plug):
    wire = Wire(Echo(), Identity(alternatives=(ONE_WAY,)))
    plug(wire)
    link = open_usb_printer(HERE)
    link.write(b"x", soon())
    began = time.monotonic()
    assert link.read(began + 0.1) == b""
    assert 0.1 <= time.monotonic() - began < 0.3
    link.close()


def test_what_is_no_printer_is_not_taken_for_one(plug):
    plug(Wire(Echo(), Identity(alternatives=(Alternative((8, 6, 80), (OUT, IN)),))))
    with pytest.raises(Unplugged, match="has no interface of a printer"):
        open_usb_printer(HERE)


# -- the ticket printer over it --------------------------------------------------------------------------------------

LONG = Slip(tuple(Text(f"第{number}行") for number in range(1, 21)))
SLIP = Slip((Text("A012 综合收件"), Text("前面还有 3 位")))


@pytest.fixture
def printer(plug):
    wire = Wire(EscposSimulator(speed=1500, cut_time=0.02, boot=0.0))
    plug(wire)
    return wire


def papers(wire):
    with wire.host.device() as device:
        return ["\n".join(paper.text()) for paper in device.papers if paper.cut]


def test_a_slip_is_printed_by_usb(printer):
    role = open_printer("escpos+usb://04B8:0E15/A1")
    said = role.print(SLIP, 1)
    assert isinstance(said, Printed)
    assert ["综合收件" in paper for paper in papers(printer)] == [True]
    role.close()


def test_a_pulled_printer_is_unplugged_and_prints_when_it_is_back(bus, plug, printer):
    role = open_printer("escpos+usb:04B8:0E15")
    assert role.health().able
    bus.unplug()
    assert role.print(SLIP, 1) == NotPrinted(Reason.UNPLUGGED)
    assert role.health().reasons == {Reason.UNPLUGGED}
    plug(printer)
    assert isinstance(role.print(SLIP, 2), Printed)
    assert len(papers(printer)) == 1
    role.close()


def test_a_printer_pulled_in_the_middle_of_a_slip_never_prints_two(bus, plug, printer):
    role = open_printer("escpos+usb:04B8:0E15")
    assert role.health().able

    def pull_and_put_back():
        bus.unplug()
        printer.room = None
        plug(printer)

    printer.room, printer.pulled = 150, pull_and_put_back
    said = role.print(LONG, 1)
    assert said == NotPrinted(Reason.UNPLUGGED, partial=True)
    assert isinstance(role.print(LONG, 1), Printed)
    whole = [paper for paper in papers(printer) if "第1行" in paper and "第20行" in paper]
    assert len(whole) == 1
    role.close()


def test_a_mute_printer_is_silent_and_nothing_is_printed(printer):
    role = open_printer("escpos+usb:04B8:0E15")
    printer.host.faults.mute = True
    assert role.print(SLIP, 1) == NotPrinted(Reason.SILENT)
    printer.host.faults.mute = False
    assert eventually(lambda: role.health().able)
    assert papers(printer) == []
    role.close()


def eventually(attempt, seconds=5.0):
    """What ``attempt`` gives as soon as it is true and raises nothing."""
    end = time.monotonic() + seconds
    while True:
        try:
            if (said := attempt()) or time.monotonic() > end:
                return said
        except Unplugged:
            if time.monotonic() > end:
                raise
        time.sleep(0.02)


@contextmanager
def nobody():
    """This thread without the right to open what file modes forbid (capabilities 1 and 2, capset(2))."""
    libc, head = ctypes.CDLL(None, use_errno=True), (ctypes.c_uint32 * 2)(0x20080522, 0)
    mine = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice
    libc.capget(head, mine)
    less = (ctypes.c_uint32 * 6)(*mine)
    less[0] &= ~0b110
    assert libc.capset(head, less) == 0
    try:
        yield
    finally:
        libc.capset(head, mine)
