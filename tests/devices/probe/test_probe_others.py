"""Card readers, scanners and gates probed as a technician would, over ptys; and what is plugged in, from a kernel's
list laid out in a folder."""

import contextlib
import io
import os
import threading
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from devices import __main__ as program
from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.bench.udp import UdpHost
from devices.documents.ipp.host import IppHost
from devices.documents.ipp.simulator import IppSimulator
from devices.door.board import BoardCard
from devices.door.osdp.keys import make_key, read_key
from devices.door.osdp.simulator import LineSimulator, OsdpSimulator
from devices.door.uhppote.simulator import UhppoteSimulator
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.serial import open_serial
from devices.probe import a4, camera
from devices.probe.findings import Report
from devices.probe.listing import hidraws, inputs, videos
from devices.probe.usb_bus import usb
from devices.scanner.camera.simulator import PictureFile
from devices.scanner.lines.simulator import LinesSimulator


@pytest.fixture(autouse=True)
def no_signals(monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *_: None)


@contextlib.contextmanager
def plugged(tmp_path, device):
    host = PtyHost(device, tmp_path / "device")
    try:
        yield host, str(tmp_path / "device")
    finally:
        host.stop()


def probe(*arguments):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = program.main(["probe", *arguments])
    return code, said.getvalue()


# -- card reader -----------------------------------------------------------------------------------------------------


def test_a_card_reader_tells_its_self_test_and_number_and_no_card(tmp_path):
    with plugged(tmp_path, SdtSimulator()) as (host, path):
        with host.device() as reader:
            reader.lay(PEOPLE["zhang"].text)
        code, said = probe(f"sdt+serial:{path}")
        with host.device() as reader:
            assert not {b"\x30\x01", b"\x30\x10"} & set(reader.heard)  # nothing was read off it
    assert code == 0
    assert "05.03-20240101-0000123456-1234567890" in said
    assert "a card lies there" in said
    assert "张" not in said
    assert "115200 baud, found by asking" in said
    assert "==> will serve" in said


@pytest.mark.parametrize(("status", "word"), [(0x66, "not authorised"), (0x60, "takes no commands")])
def test_a_module_out_of_order_will_not_serve(tmp_path, status, word):
    with plugged(tmp_path, SdtSimulator(sam=status)) as (_, path):
        code, said = probe(f"sdt+serial:{path}")
    assert code == 1
    assert word in said
    assert "==> will not serve" in said


def test_a_mute_reader_will_not_serve(tmp_path):
    with plugged(tmp_path, SdtSimulator()) as (host, path):
        host.faults.mute = True
        code, said = probe(f"sdt+serial:{path}")
    assert code == 1
    assert "it says nothing that is SDT" in said


# -- scanner ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scanner", "ending", "encoding", "verdict"),
    [
        (LinesSimulator(), "CR LF", "UTF-8", "will serve"),
        (LinesSimulator(b"\r", "gb18030"), "CR", "GB18030", "will serve with limits"),
        (LinesSimulator(b""), "a pause ends it", "UTF-8", "will serve"),
    ],
    ids=["usual", "gb18030", "no ending"],
)
def test_a_scan_tells_how_the_scanner_is_set_and_hides_the_code(tmp_path, scanner, ending, encoding, verdict):
    with plugged(tmp_path, scanner) as (host, path):
        showing = threading.Timer(0.4, lambda: _show(host, "张样例的通行证 7FQ2"))
        showing.start()
        code, said = probe(f"lines+serial:{path}", "--seconds", "5")
        showing.join()
    assert code == 0
    assert ending in said
    assert encoding in said
    assert "7FQ2" not in said
    assert f"==> {verdict}\n" in said


def _show(host, text):
    with host.device() as scanner:
        scanner.show(text)


def test_a_scanner_that_says_nothing_will_not_serve(tmp_path):
    with plugged(tmp_path, LinesSimulator()) as (_, path):
        code, said = probe(f"lines+serial:{path}", "--seconds", "0.2")
    assert code == 1
    assert "set up as a keyboard" in said


# -- gate ------------------------------------------------------------------------------------------------------------


def test_a_gate_shows_its_contacts_live_and_opens_only_when_told(tmp_path):
    with plugged(tmp_path, RelaySimulator()) as (host, path):
        forcing = threading.Timer(1.0, lambda: _force(host))
        forcing.start()
        code, said = probe(f"relay+serial:{path}?module=waveshare&exit=2&fire=3", "--seconds", "2")
        forcing.join()
        with host.device() as board:
            assert {pdu[0] for pdu in board.heard} == {2}
    assert code == 0
    assert "door: shut   exit: not pressed   fire: no fire" in said
    assert "door: OPEN" in said
    assert "Forced" in said
    assert "==> will serve" in said


def test_a_gate_is_released_once_when_told_to(tmp_path):
    with plugged(tmp_path, RelaySimulator()) as (host, path):
        code, said = probe(f"relay+serial:{path}?module=waveshare", "--seconds", "1.5", "--unlock", "0.3")
        with host.device() as board:
            assert [pdu for pdu in board.heard if pdu[0] not in (1, 2)] == [bytes.fromhex("05 0200 0003")]
    assert code == 0
    assert "Released" in said
    assert "NotPassed" in said
    assert "its relay, then and now      drawn, at rest" in said
    assert "no fire contact is wired" in said


def test_a_board_whose_relay_stays_drawn_will_not_serve(tmp_path):
    with plugged(tmp_path, RelaySimulator(sticks=True)) as (_, path):
        code, said = probe(f"relay+serial:{path}?module=waveshare", "--seconds", "0.5", "--unlock", "0.3")
    assert code == 1
    assert "its relay is still drawn after its time: wire no lock to it" in said


@pytest.mark.parametrize(
    ("options", "reason"),
    [("module=waveshare&unit=9", "a wrong unit"), ("module=waveshare&door=12", "it has fewer inputs")],
)
def test_a_gate_that_is_not_understood_will_not_serve(tmp_path, options, reason):
    with plugged(tmp_path, RelaySimulator()) as (_, path):
        code, said = probe(f"relay+serial:{path}?{options}", "--seconds", "1.5")
    assert code == 1
    assert reason in said


def _force(host):
    with host.device() as board:
        board.force(time.monotonic())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ipp+tcp:127.0.0.1:9/ipp/print", "nobody answers"),
        ("camera+v4l2:/dev/video99", "There is no /dev/video99"),
        ("camera+file:/nowhere/picture.png", "There is no /nowhere/picture.png"),
        ("hidpos+hidraw:/dev/hidraw99", "cannot open /dev/hidraw99: No such file or directory"),
        ("sdt+serial:/dev/nothing", "cannot open /dev/nothing: No such file or directory"),
        ("sdt+serial:/etc/hostname", "cannot open /etc/hostname: it is no serial port"),
    ],
)
def test_what_is_not_there_will_not_serve(address, said):
    code, told = probe(address, "--seconds", "0.5")
    assert code == 1
    assert said in told


def test_a_port_another_program_has_says_so(tmp_path):
    with plugged(tmp_path, SdtSimulator()) as (_, path):
        held = open_serial(path)
        code, said = probe(f"sdt+serial:{path}")
        held.close()
    assert code == 1
    assert "another program has it" in said


# -- cameras ---------------------------------------------------------------------------------------------------------


def test_a_camera_tells_its_size_its_rate_its_light_and_reads_a_code_masked(tmp_path):
    seen = PictureFile(tmp_path / "camera.png")
    seen.show("7FQ2 SECRET", "aztec")
    code, said = probe(f"camera+file:{tmp_path / 'camera.png'}", "--seconds", "10")
    assert code == 0
    assert "1280×720, " in said
    assert "aztec 7FQ… (11 characters)" in said
    assert "SECRET" not in said


class Dim:
    """Another size than it was asked for, slow and dark."""

    def grab(self):
        time.sleep(0.3)
        return True

    def frame(self):
        return np.full((480, 640, 3), 20, np.uint8)

    def close(self):
        """Nothing is held."""


def test_a_camera_that_is_not_what_it_was_asked_to_be_is_told(monkeypatch):
    monkeypatch.setattr(camera, "_MEASURED", 0.7)
    camera.look(Dim(), report := Report(), 0.5, (1280, 720))
    limits = " ".join(report.limits)
    assert "asked for 1280×720 and gives 640×480" in limits
    assert "frames a second" in limits
    assert "too dark" in limits
    assert report.verdict == "will not serve"


# -- A4 --------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def a4_printer(*faults):
    host = IppHost(IppSimulator(faults, pace=0.05))
    try:
        yield host, f"ipp+tcp:{host.address}/ipp/print"
    finally:
        host.stop()


@pytest.fixture
def typed(monkeypatch):
    def type_(*answers):
        left = iter(answers)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(readline=lambda: next(left, "") + "\n"))

    monkeypatch.setattr(a4, "_POLL", 0.05)
    type_()
    return type_


def test_an_a4_printer_tells_what_it_can_and_prints_nothing_unless_told_to():
    with a4_printer() as (host, address):
        with host.device() as printer:
            printer.low_toner(time.monotonic())
        code, said = probe(address)
        assert not host._simulator.jobs
    assert code == 0
    for line in ("toner low (toner-low)", "the printer itself", "1 to 99", "application/pdf", "==> will serve\n"):
        assert line in said


def test_an_a4_page_is_followed_to_its_end(typed):
    typed("y")
    with a4_printer() as (host, address):
        code, said = probe(address, "--print")
        assert [(job.done, job.of) for job in host._simulator.printed] == [(1, 1)]
    assert code == 0
    assert "printed, by the printer's word" in said


def test_an_a4_printer_that_says_it_printed_and_did_not_is_caught_by_eyes(typed):
    typed("n")
    with a4_printer("counts-nothing", "no-create-job") as (_, address):
        code, said = probe(address, "--print")
    assert code == 1
    assert "it says that it printed, and no page came out" in said
    assert "no progress by page can be shown" in said
    assert "can only be looked for by name" in said


def test_an_a4_printer_that_stops_is_told_in_plain_words(typed):
    with a4_printer() as (host, address):
        with host.device() as printer:
            printer.jam(time.monotonic())
        code, said = probe(address, "--print")
    assert "it did not print a page: failed: jam (media-jam)" in said
    assert code == 1


def test_the_a4_page_is_one_page_of_a4_with_ink_on_it():
    pdf = a4.page("ipp+tcp:printer:631/ipp/print", "2026-11-25 12:00")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/MediaBox [ 0 0 595.44 842.04 ]") == 1


# -- list ------------------------------------------------------------------------------------------------------------


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content)


def on_the_bus(tmp_path, name="1-2", kind="07 01 02", driver=None, **said):
    """A device in a kernel's list laid out under ``tmp_path``, with its node."""
    device = tmp_path / "bus/usb/devices" / name
    said = {"idVendor": "04b8", "idProduct": "0e15", "bDeviceClass": "00", "busnum": "1", "devnum": name[-1], **said}
    for attribute, content in said.items():
        write(device / attribute, content + "\n")
    for attribute, part in zip(("Class", "SubClass", "Protocol"), kind.split(), strict=True):
        write(device / f"{name}:1.0/bInterface{attribute}", part + "\n")
    if driver:
        (device / f"{name}:1.0/driver").symlink_to(f"../../../drivers/{driver}")
    node = tmp_path / f"dev/bus/usb/001/00{name[-1]}"
    write(node, "")
    return node


def seen(tmp_path):
    return [(one.seems, one.address, one.may) for one in usb(tmp_path, tmp_path / "dev")]


def test_a_usb_printer_is_listed_with_the_address_it_opens_by(tmp_path):
    on_the_bus(tmp_path, serial="J/1 2")
    on_the_bus(tmp_path, "1-3", idProduct="0202", driver="usblp")
    on_the_bus(tmp_path, "1-4", idProduct="0203", driver="usbfs")
    on_the_bus(tmp_path, "usb1", "09 00 00", bDeviceClass="09")
    printer = "a printer (USB printer class)"
    assert seen(tmp_path) == [
        (printer, "escpos+usb:04B8:0E15/J%2F1%202", "may be opened"),
        (printer, "escpos+usb:04B8:0202", "may be opened; usblp is put aside meanwhile"),
        (printer, "escpos+usb:04B8:0203", "held by another program now"),
    ]


def test_two_alike_are_told_apart_by_their_ports(tmp_path):
    on_the_bus(tmp_path, "1-2")
    on_the_bus(tmp_path, "1-3")
    assert [one.address for one in usb(tmp_path, tmp_path)] == [
        "escpos+usb:04B8:0E15?port=1-2", "escpos+usb:04B8:0E15?port=1-3",
    ]  # fmt: skip


def test_a_node_that_may_not_be_opened_says_so(tmp_path):
    node = on_the_bus(tmp_path)
    node.chmod(0)
    if os.geteuid():
        assert "an udev rule is missing" in seen(tmp_path)[0][2]
    node.unlink()
    assert seen(tmp_path)[0][2] == f"may not be opened: there is no {node}"


@pytest.mark.parametrize(
    ("kind", "numbers", "seems", "address"),
    [
        ("ff 00 00", ("0400", "c35a"), "(SDT) by USB [S]; not yet tried by us [U]", "sdt+usb:0400:C35A"),
        ("ff 00 00", ("0483", "5652"), "which pipes it has: [U]", "sdt+usb:0483:5652"),
        ("07 01 01", ("04b8", "0e15"), "it never answers (protocol 1)", "escpos+usb:04B8:0E15"),
        ("08 06 50", ("04b8", "0e15"), "storage", ""),
        ("03 01 01", ("0c2e", "0b61"), "something to type or point with (HID)", ""),
        ("ff 00 00", ("04b8", "0202"), "something by Epson, perhaps a printer [K]", ""),
        ("ff 00 00", ("1234", "5678"), "", ""),
    ],
)
def test_what_is_on_the_bus_seems_and_is_never_claimed(tmp_path, kind, numbers, seems, address):
    on_the_bus(tmp_path, kind=kind, idVendor=numbers[0], idProduct=numbers[1])
    ((said, where, _),) = seen(tmp_path)
    assert seems in said
    assert where == address


def test_scanners_are_listed_by_usage_or_by_name(tmp_path):
    dev = tmp_path / "dev"
    scanner = tmp_path / "class/input/event3/device"
    write(scanner / "name", "Hand\x1b[31mheld\n")
    write(scanner / "device/report_descriptor", b"\x05\x8c\x09\x02")
    write(tmp_path / "class/input/event4/device/name", "Keyboard")
    write(tmp_path / "class/input/event5/device/name", "SM-2D BarCode\n")
    write(tmp_path / "class/hidraw/hidraw0/device/report_descriptor", b"\x05\x8c\x09\x02")
    write(tmp_path / "class/hidraw/hidraw0/device/uevent", "DRIVER=hid-generic\nHID_NAME=Scanner\x1b Co\n")
    write(tmp_path / "class/hidraw/hidraw1/device/report_descriptor", b"\x05\x01\x09\x06")
    write(dev / "input/event3", "")
    write(tmp_path / "class/video4linux/video0/name", "UVC Camera")
    first, second, third = inputs(tmp_path, dev)
    assert (first.seems, first.may) == ("a bar code scanner (HID-POS)", "may be opened")
    assert first.said == "Hand[31mheld"  # a device's own words cannot paint the terminal
    assert (second.seems, second.address) == ("", "")
    assert third.seems == "a code scanner that types, by its name"
    assert third.address == f"hidpos+evdev:{dev}/input/event5"
    assert third.may == f"may not be opened: there is no {dev}/input/event5"
    (raw,) = hidraws(tmp_path, dev)
    assert (raw.said, raw.address) == ("Scanner Co", f"hidpos+hidraw:{dev}/hidraw0")
    (video,) = videos(tmp_path, dev)
    assert (video.address, video.may) == (f"camera+v4l2:{dev}/video0", f"may not be opened: there is no {dev}/video0")


def test_a_machine_without_anything_lists_nothing_and_says_what_was_not_looked_for(tmp_path, capsys):
    assert list(usb(tmp_path)) == list(hidraws(tmp_path)) == list(inputs(tmp_path)) == list(videos(tmp_path)) == []
    assert program.main(["list"]) == 0
    assert "No device was asked anything" in capsys.readouterr().out


def test_the_documents_table_is_what_the_profiles_say(capsys):
    """``python -m devices list --printers`` prints it anew."""
    assert program.main(["list", "--printers"]) == 0
    assert capsys.readouterr().out.strip() in (Path(__file__).parents[3] / "docs/devices.md").read_text("utf-8")


# -- doors with readers ------------------------------------------------------------------------------------------------


def test_an_osdp_line_says_who_is_there_without_a_key(tmp_path):
    with plugged(tmp_path, LineSimulator(OsdpSimulator(3), OsdpSimulator(7))) as (_, path):
        code, said = probe(f"osdp+serial:{path}")
    assert code == 0
    assert "reader 3" in said
    assert "reader 7" in said
    assert "give it a key" in said


def test_a_line_without_a_reader_will_not_serve(tmp_path):
    with plugged(tmp_path, RelaySimulator()) as (_, path):
        code, said = probe(f"osdp+serial:{path}")
    assert (code, "nobody answers" in said) == (1, True)


def test_a_door_with_a_reader_is_shown_live_and_released_once_when_told_to(tmp_path):
    key = tmp_path / "reader.key"
    make_key(key)
    with plugged(tmp_path, OsdpSimulator(key=read_key(key))) as (host, path):
        code, said = probe(f"osdp+serial:{path}?key={key}&exit=2&fire=3", "--seconds", "4", "--unlock", "0.5")
        with host.device() as reader:
            assert len([one for one in reader.done if one["command"] == 1]) == 1
    assert code == 0
    assert "unlock: Released" in said


def test_boards_on_the_network_are_found_and_one_tells_what_it_holds():
    board = UhppoteSimulator()
    host = UdpHost(board)
    code, said = probe(f"uhppote+udp:{host.address}")
    assert (code, "405419896" in said) == (0, True)
    with host.device() as device:
        device.cards[11] = BoardCard(11, date(2026, 1, 1), date(2026, 12, 31), (9, 0, 0, 0))
        device.slots.append(11)
        device.heard.clear()
    code, said = probe(f"uhppote+udp:{host.address}?serial=405419896&door=1", "--seconds", "0.5")
    assert code == 0
    assert "1 cards name a profile that is not there, and open always" in said
    with host.device() as device:
        assert {packet[1] for packet in device.heard} <= {0x20, 0x58, 0x5C, 0x82, 0x92, 0x94, 0x98}  # it only reads
    host.stop()


def test_a_network_without_boards_says_so():
    code, said = probe("uhppote+udp:127.0.0.1:9")
    assert (code, "no board answers" in said) == (1, True)
