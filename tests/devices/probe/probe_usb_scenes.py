"""A technician at a machine with USB devices in it. Played by ``test_probe_usb.py``."""

import pytest

from devices import __main__ as program
from devices.bench.people import PEOPLE
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.usb import UsbAddress
from devices.links.usb_printer import open_usb_printer
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.profiles import TM_T88VI
from tests.devices.links.echo import Echo
from tests.support.usb.devices import OUT, PAPER_EMPTY, Alternative, CardReaderWire, Identity, Wire
from tests.support.usb.fixtures import bus, plug

__all__ = ["bus", "plug"]
PRINTER = "escpos+usb:04B8:0E15"
ONE_WAY = Identity(alternatives=(Alternative((7, 1, 1), (OUT,)),))


@pytest.fixture(autouse=True)
def no_signals(monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *_: None)


@pytest.fixture
def probe(capsys, tmp_path):
    def run(*arguments):
        out = ["--out", str(tmp_path / "found.toml"), "--patience", "0.2"] if arguments[0].startswith("escpos") else []
        code = program.main(["probe", *arguments, *out])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def thermal():
    return Wire(ModelPrinter(TM_T88VI, speed=1500.0, cut_time=0.02, boot=0.0))


def test_what_is_on_the_bus_is_listed_with_its_address(plug, capsys):
    plug(thermal(), "1-2")
    plug(CardReaderWire(SdtSimulator()), "1-3")
    assert program.main(["list"]) == 0
    told = capsys.readouterr().out
    assert "04B8:0E15 (1-2)              Sample Ticket printer   seems to be a printer (USB printer class)" in told
    assert "        escpos+usb:04B8:0E15/A1   may be opened\n" in told
    assert "an ID card reader (SDT) by USB [S]; not yet tried by us [U]" in told
    assert "        sdt+usb:0400:C35A   may be opened\n" in told
    assert "1D6B" not in told  # the hub itself


def test_a_printer_tells_what_it_is_by_its_class_and_by_esc_pos(plug, probe, tmp_path):
    plug(thermal())
    code, said = probe(PRINTER)
    assert code == 0
    assert "both directions (protocol 2)" in said
    assert "MFG Sample, MDL T-80, CMD ESC/POS" in said
    assert "paper, no error, selected" in said
    assert "tm-t88vi, by what it calls itself" in said
    assert "==> will serve" in said
    assert f"{PRINTER}?profile=file:{tmp_path}" in said


def test_a_printer_whose_class_and_whose_status_disagree_is_told(plug, probe):
    wire = thermal()
    wire.port_status = PAPER_EMPTY
    plug(wire)
    code, said = probe(PRINTER)
    assert code == 0
    assert "limit: its USB port status says no paper, DLE EOT the opposite: DLE EOT is believed" in said


def test_a_printer_that_knows_no_class_request_serves_all_the_same(plug, probe):
    wire = thermal()
    wire.class_requests = False
    plug(wire)
    code, said = probe(PRINTER)
    assert code == 0
    assert "not known to it" in said


def test_a_printer_for_one_direction_will_not_serve(plug, probe):
    plug(Wire(Echo(), ONE_WAY))
    code, said = probe(PRINTER)
    assert code == 1
    assert "because: its USB interface never answers (protocol 1)" in said


def test_a_printer_in_other_hands_says_so(plug, probe):
    plug(thermal())
    other = open_usb_printer(UsbAddress(0x04B8, 0x0E15))
    code, said = probe(PRINTER)
    assert code == 1
    assert "==> not known: USB 04B8:0E15 is held by another program" in said
    other.close()


def test_a_card_reader_is_probed_without_reading_a_card_and_keeps_its_doubt(plug, probe):
    wire = CardReaderWire(SdtSimulator())
    plug(wire)
    with wire.host.device() as reader:
        reader.lay(PEOPLE["zhang"].text)
    code, said = probe("sdt+usb:0400:C35A")
    assert code == 0
    assert "four pipes, 02 06 out, 81 85 in: as public descriptions agree [S]" in said
    assert "05.03-20240101-0000123456-1234567890" in said
    assert "tried against a simulator alone so far [U]" in said
    with wire.host.device() as reader:
        assert set(reader.heard) == {b"\x11\xff", b"\x12\xff", b"\x20\x01"}


def test_a_module_not_authorised_will_not_serve(plug, probe):
    plug(CardReaderWire(SdtSimulator(sam=0x66)))
    code, said = probe("sdt+usb:0400:C35A")
    assert code == 1
    assert "not authorised (66): the module may not be used; its maker must authorise it" in said
