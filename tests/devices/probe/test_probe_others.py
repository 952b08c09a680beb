"""Card readers, scanners and gates probed as a technician would, over ptys; and what is plugged in, from a kernel's
list laid out in a folder."""

import contextlib
import io
import threading
import time
from pathlib import Path

import pytest

from devices import __main__ as program
from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.probe.listing import inputs, usb, videos
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
            assert [pdu for pdu in board.heard if pdu[0] != 2] == [bytes.fromhex("05 0200 0003")]
    assert code == 0
    assert "Released" in said
    assert "NotPassed" in said
    assert "no fire contact is wired" in said


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
        ("camera+v4l2:/dev/video99", "no code was read"),
        ("hidpos+hidraw:/dev/hidraw99", "no code was read: unplugged"),
    ],
)
def test_what_is_not_there_will_not_serve(address, said):
    code, told = probe(address, "--seconds", "0.5")
    assert code == 1
    assert said in told


# -- list ------------------------------------------------------------------------------------------------------------


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content)


def test_what_is_plugged_in_seems_and_is_never_claimed(tmp_path):
    reader = tmp_path / "bus/usb/devices/1-2"
    for name, said in (("idVendor", "0400\n"), ("idProduct", "c35a\n"), ("product", "ID\x1b[31m Reader\n")):
        write(reader / name, said)
    printer = tmp_path / "bus/usb/devices/1-3"
    for name, said in (("idVendor", "1fc9"), ("idProduct", "2016"), ("bDeviceClass", "00")):
        write(printer / name, said)
    write(printer / "1-3:1.0/bInterfaceClass", "07")
    write(tmp_path / "bus/usb/devices/usb1/idVendor", "no number")
    scanner = tmp_path / "class/input/event3/device"
    write(scanner / "name", "Handheld\n")
    write(scanner / "device/report_descriptor", b"\x05\x8c\x09\x02")
    write(tmp_path / "class/input/event4/device/name", "Keyboard")
    write(tmp_path / "class/video4linux/video0/name", "UVC Camera")
    first, second = usb(tmp_path)
    assert first.seems == "an ID card reader (SDT) by USB"
    assert first.said == "ID[31m Reader"  # a device's own words cannot paint the terminal
    assert second.seems == "a printer (USB printer class)"
    assert [one.seems for one in inputs(tmp_path)] == ["a bar code scanner (HID-POS)", ""]
    assert [one.where for one in videos(tmp_path)] == ["/dev/video0"]


def test_a_machine_without_anything_lists_nothing_and_says_what_was_not_looked_for(tmp_path, capsys):
    assert list(usb(tmp_path)) == list(inputs(tmp_path)) == list(videos(tmp_path)) == []
    assert program.main(["list"]) == 0
    assert "Nothing here was asked anything" in capsys.readouterr().out


def test_the_documents_table_is_what_the_profiles_say(capsys):
    """``python -m devices list --printers`` prints it anew."""
    assert program.main(["list", "--printers"]) == 0
    assert capsys.readouterr().out.strip() in (Path(__file__).parents[3] / "docs/devices.md").read_text("utf-8")
