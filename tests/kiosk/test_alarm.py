"""The alarm line: what the contact is taken to say, and what is signed to whom."""

import json
import socket
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hall.contract.alarm import alarm_text
from kiosk import alarm
from kiosk.alarm import AlarmLine, Contact, FireSaid
from tests.support.house import free_port, until

NONCE = "0f" * 16


def test_an_alarm_begins_at_once_and_is_released_only_after_a_steady_rest(tmp_path: Path):
    contact = Contact(tmp_path / "alarm.json")
    assert not contact.heard(None, 0, 1000)
    assert contact.heard(True, 1, 1001)
    began = contact.since
    assert not contact.heard(False, 2, 1002)
    assert not contact.heard(None, 8, 1008), "the line was lost: nobody knows"
    assert not contact.heard(False, 9, 1009)
    assert not contact.heard(False, 18.9, 1018)
    assert contact.heard(False, 19, 1019)
    assert (contact.active, contact.since) == (False, began)
    assert contact.heard(True, 20, 900), "the clock was set back: still another alarm"
    assert contact.since > began


def test_a_power_cut_neither_ends_nor_renames_it(tmp_path: Path):
    first = Contact(tmp_path / "alarm.json")
    first.heard(True, 0, 1000)
    again = Contact(tmp_path / "alarm.json")
    assert (again.active, again.since) == (True, first.since)
    assert not again.heard(True, 5, 2000)


@pytest.fixture
def line(tmp_path: Path):
    said: list[FireSaid] = []
    line = AlarmLine("zz1", f"127.0.0.1:{free_port()}", tmp_path, said.append)
    line.start()
    yield line, said
    line.stop()


def _open(line: AlarmLine, target: str) -> socket.socket:
    def connected() -> socket.socket | None:
        try:
            return socket.create_connection(line._at, timeout=5)
        except OSError:
            return None

    wire = until("the line", connected)
    wire.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return wire


def _words(wire: socket.socket, count: int) -> list[dict[str, object]]:
    heard = b""
    while heard.count(b"}\n\n") < count:
        more = wire.recv(4096)
        assert more
        heard += more
    return [json.loads(part[6:]) for part in heard.decode().split("\r\n\r\n", 1)[1].split("\n\n") if part]


def test_each_listener_gets_words_signed_over_its_own_nonce(line: tuple[AlarmLine, list[FireSaid]]):
    station, said = line
    key = Ed25519PublicKey.from_public_bytes(alarm.base64.urlsafe_b64decode(station.key + "="))
    with closing(_open(station, f"/alarm?nonce={NONCE}")) as wire:
        first = _words(wire, 1)[0]
        station.heard(True)
        word = _words_after(wire)
    assert (first["n"], first["s"], word["n"], word["s"]) == (1, "rest", 2, "fire")
    assert said == [FireSaid(True, word["since"])]
    signature = alarm.base64.urlsafe_b64decode(word["g"] + "==")
    key.verify(signature, alarm_text("zz1", NONCE, 2, "fire", word["since"]).encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, alarm_text("zz1", "00" * 16, 2, "fire", word["since"]).encode())


def _words_after(wire: socket.socket) -> dict[str, object]:
    heard = b""
    while not heard.endswith(b"}\n\n"):
        heard += wire.recv(4096)
    return json.loads(heard.decode().strip().removeprefix("data: "))


@pytest.mark.parametrize("target", ["/", "/alarm", "/alarm?nonce=short", "/../etc/passwd?nonce=" + NONCE])
def test_nothing_else_is_answered(line: tuple[AlarmLine, list[FireSaid]], target: str):
    with closing(_open(line[0], target)) as wire:
        assert wire.recv(4096).startswith(b"HTTP/1.1 404")
