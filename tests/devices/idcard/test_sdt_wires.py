"""The same reader on a pty at 115200, and what it costs in time."""

import threading
import time

import pytest

from devices.idcard.card import CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.open import open_idcard, open_scanner
from devices.scanner.scan import Scan
from tests.support.wires import await_event, nothing_said, rack

WIRE = (3 * 10 + 15 + 19 + 1295) * 10 / 115200  # find, select, read and their answers


@pytest.fixture
def standing(tmp_path):
    with rack(tmp_path) as standing:
        yield standing


def test_a_card_laid_on_the_rack_is_read_over_the_port(standing):
    reader = open_idcard(standing.idcard.url)
    assert nothing_said(reader.poll, 0.5)
    began = time.monotonic()
    standing.idcard.lay("zhang")
    card = await_event(reader.poll, IdCard)
    took = time.monotonic() - began
    assert card.number == "310117199001010013"
    assert WIRE < took < 0.3 + 3 * WIRE  # a look's interval; the rest is for a busy machine
    standing.idcard.take_away()
    await_event(reader.poll, CardGone)
    reader.close()


def test_an_unplugged_port_comes_back_by_itself(standing):
    reader = open_idcard(standing.idcard.url)
    assert nothing_said(reader.poll, 0.4)
    standing.idcard.plug(False)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNPLUGGED)
    standing.idcard.plug()
    standing.idcard.lay("john")
    await_event(reader.poll, ReaderBack)
    assert await_event(reader.poll, IdCard).kind == "foreigner_2017"
    reader.close()


def test_a_mute_reader_keeps_no_scanner_waiting(standing):
    reader, scanner = open_idcard(standing.idcard.url), open_scanner(standing.scanner.url)
    standing.idcard.host.faults.mute = True
    told = []
    watching = threading.Thread(target=lambda: told.append(await_event(reader.poll, CardTrouble)))
    watching.start()
    scanner.poll()
    for number in range(5):
        standing.scanner.show(f"code {number}")
        began = time.monotonic()
        assert await_event(scanner.poll, Scan).text == f"code {number}"
        assert time.monotonic() - began < 0.3
    watching.join()
    assert told == [CardTrouble(Trouble.SILENT)]
    reader.close()
    scanner.close()
