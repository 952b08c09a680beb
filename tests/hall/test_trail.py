"""The auditor reads, verifies, anchors and takes along; whoever looks is written down; another machine gets a copy."""

import contextlib
import csv
import io
import json
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hall.audit import store
from hall.trail import looking, verifying
from hall.trail.sending import FILE
from hall.trail.syslog import framed, message
from tests.hall.caller import Caller, House, order, signed_in
from tests.hall.serving import hall_running
from tests.hall.test_audit import lines, rewritten
from tests.support.house import until


@pytest.fixture
def auditor(house: House) -> Caller:
    return signed_in(house, "auditor")


def told(auditor: Caller, **wanted: str) -> dict[str, Any]:
    return auditor.get("/api/audit", params=wanted).raise_for_status().json()


def test_nobody_but_the_auditor_reads_it(house: House, auditor: Caller):
    assert auditor.get("/audit").status_code == 200
    for login in ("clerk1", "manager", "security", "admin"):
        caller = signed_in(house, login)
        for path in ("/audit", "/api/audit", "/api/audit/verify", "/api/audit/anchor", "/api/audit/export"):
            assert caller.get(path).status_code == 403, (login, path)


def test_it_is_found_by_time_who_what_and_station(house: House, auditor: Caller, station: Caller):
    order(station, "visit-0001")
    house.hands.move(minutes=20)
    order(station, "visit-0002")
    assert [one["about"] for one in told(auditor, action="ticket_issued")["lines"]] == [
        "ticket:2026-11-24:A002",
        "ticket:2026-11-24:A001",
    ]
    late = told(auditor, since="2026-11-24T09:10:00+08:00", action="ticket_issued")
    assert [one["about"] for one in late["lines"]] == ["ticket:2026-11-24:A002"]
    early = told(auditor, until="2026-11-24T09:10:00+08:00", action="ticket_issued")
    assert [one["about"] for one in early["lines"]] == ["ticket:2026-11-24:A001"]
    assert {one["actor"] for one in told(auditor, actor="auditor")["lines"]} == {"auditor"}
    of_station = told(auditor, about="K001")["lines"]
    assert {"ticket_issued", "station_enrolled"} <= {one["action"] for one in of_station}
    assert all("K001" in one["actor"] + one["about"] for one in of_station)
    assert told(auditor, actor="' OR 1=1 --")["lines"] == []
    assert told(auditor, about="%")["lines"] == [], "a sign that a database would take for any"


def test_it_goes_back_page_by_page_without_reading_all_at_once(
    house: House, auditor: Caller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(looking, "SHOWN", 7)
    monkeypatch.setattr(looking, "SPAN", 10)
    house.write(lambda tx: [tx.note("hall", "tick", f"n:{n}") for n in range(30)])
    expected = [line.id for line in lines(house) if line.actor == "hall" and line.action == "tick"]
    found: list[int] = []
    page = told(auditor, action="tick")
    for _ in range(40):
        found += [one["n"] for one in page["lines"]]
        if not page["next"]:
            break
        page = told(auditor, action="tick", before=str(page["next"]))
    assert found == expected[::-1]


def test_looking_is_written_down_once_a_search(house: House, auditor: Caller):
    told(auditor, action="ticket_issued")
    told(auditor, action="ticket_issued", before="5")
    auditor.get("/api/audit/anchor")
    auditor.get("/api/audit/export", params={"form": "jsonl"})
    auditor.get("/api/audit/verify")
    mine = [(line.action, json.loads(line.detail)) for line in lines(house) if line.actor == "auditor"][1:]
    assert [action for action, _ in mine] == ["audit_read", "audit_anchored", "audit_exported", "audit_verified"]
    assert mine[0][1] == {"wanted": {"action": "ticket_issued"}}
    assert mine[2][1]["form"] == "jsonl"


def test_numbers_that_somebody_typed_are_masked_wherever_they_leave(house: House, auditor: Caller):
    number, code, telephone = "11010519491231002X", "91310117MA1J1ABC12", "13812345678"
    reason = f"{number} 打来 {telephone}，公司 {code}"
    house.write(lambda tx: tx.note("manager", "station_stolen", f"person:{number}", reason=reason))
    texts = [json.dumps(told(auditor, action="station_stolen"), ensure_ascii=False)]
    texts += [auditor.get("/api/audit/export", params={"form": form}).text for form in ("csv", "jsonl")]
    texts.append(message(lines(house)[-2], "h").decode())
    row = next(line for line in lines(house) if line.action == "station_stolen")
    texts.append(message(row, "h").decode())
    for text in texts:
        assert number not in text
        assert telephone not in text
        assert code not in text
    assert "1101**********002X" in texts[0]


def test_it_is_verified_part_by_part_and_a_break_is_named(
    house: House, auditor: Caller, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(verifying, "PART", 5)

    def whole(anchor: str = "") -> list[dict[str, Any]]:
        parts = [auditor.get("/api/audit/verify", params={"anchor": anchor}).json()]
        while not parts[-1]["done"]:
            after = parts[-1]["read"]
            parts.append(auditor.get("/api/audit/verify", params={"after": after, "anchor": anchor}).json())
        return parts

    anchor = auditor.get("/api/audit/anchor").json()["anchor"]
    parts = whole(anchor)
    assert len(parts) > 2
    assert [part["read"] for part in parts[:2]] == [5, 10]
    assert parts[-1]["broken"] is None
    assert auditor.get("/api/audit/verify", params={"anchor": "what"}).json()["code"] == "bad_anchor"
    rewritten(house, b"x" * 32)
    broken = whole()[-1]["broken"]
    assert (broken["id"], broken["zh"]) == (1, "这一行被改过，或者它前面的一行被改过")


def test_a_table_program_reads_it_and_reckons_nothing(house: House, auditor: Caller):
    house.write(lambda tx: tx.note("=1+2", "tick", "@about", text='中文,"引号"\n换行'))
    answer = auditor.get("/api/audit/export", params={"form": "csv", "action": "tick"})
    assert answer.headers["content-disposition"].startswith('attachment; filename="audit-20261124-')
    head, row = list(csv.reader(io.StringIO(answer.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert head[:4] == ["n", "at", "actor", "action"]
    assert (row[2], row[5]) == ("'=1+2", "'@about")
    kept = [json.loads(line) for line in auditor.get("/api/audit/export", params={"form": "jsonl"}).text.splitlines()]
    assert [one["n"] for one in kept] == list(range(1, len(kept) + 1))


def test_a_message_is_as_rfc_5424_has_it(house: House):
    house.write(lambda tx: tx.note('a"]\\', "sign_in_failed", "address:10.0.0.9", times=3))
    row = lines(house)[-1]
    said = message(row, "松江 hall").decode()
    assert re.match(r"<108>1 2026-11-24T01:00:00\.\d+\+00:00 ___hall onedoor - sign_in_failed \[audit@32473 ", said)
    assert 'actor="a\\"\\]\\\\"' in said
    assert said.endswith(']\N{SPACE}\N{ZERO WIDTH NO-BREAK SPACE}{"times":3}')
    assert framed(b"abc") == b"3 abc"
    long = store.LineRow(1, row.at, "a", "b", "c", json.dumps({"x": "长" * 3000}), "m", "", True, "")
    assert len(message(long, "h")) <= 2048
    message(long, "h").decode()


class Receiver:
    """Another machine's syslog, by TCP: what it got, by the line's number."""

    def __init__(self, port: int = 0) -> None:
        self.door = socket.create_server(("127.0.0.1", port))
        self.port = self.door.getsockname()[1]
        self.got: dict[int, str] = {}
        self.wires: list[socket.socket] = []
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                wire, _ = self.door.accept()
            except OSError:
                return
            self.wires.append(wire)
            threading.Thread(target=self._read, args=(wire,), daemon=True).start()

    def _read(self, wire: socket.socket) -> None:
        with wire, wire.makefile("rb") as file:
            while True:
                size = b""
                while (byte := file.read(1)) not in (b" ", b""):
                    size += byte
                if not size:
                    return
                text = file.read(int(size)).decode()
                found = re.search(r' n="(\d+)"', text)
                assert found
                self.got[int(found[1])] = text

    def close(self) -> None:
        """Also a second time."""
        for one in (self.door, *self.wires):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # or who waits at it would keep it
        self.door.close()


@pytest.fixture
def receivers() -> Iterator[list[Receiver]]:
    made: list[Receiver] = []
    yield made
    for one in made:
        one.close()


def test_another_machine_gets_every_line_also_those_of_while_it_was_away(tmp_path: Path, receivers: list[Receiver]):
    first = Receiver()
    receivers.append(first)
    settings = {"ONEDOOR_HALL_SYSLOG": f"tcp://127.0.0.1:{first.port}"}
    with hall_running(tmp_path / "hall", "--sample", **settings) as hall:
        import requests

        def knock() -> None:
            body = {"login": "clerk1", "password": "wrong"}
            assert requests.post(f"{hall.url}/sign-in", data=body, timeout=5).status_code in (401, 429)

        knock()
        until("the line there", lambda: any("sign_in_failed" in text for text in first.got.values()))
        count = len(first.got)
        assert sorted(first.got) == list(range(1, count + 1))
        first.close()
        knock()
        second = Receiver(first.port)
        receivers.append(second)
        until("what came meanwhile", lambda: second.got and max(second.got) > count)
        assert set(range(1, max(second.got) + 1)) <= set(first.got) | set(second.got), "not one is missing"
        until("it is kept up to where", lambda: int((tmp_path / "hall" / FILE).read_text()) >= max(second.got))


def test_a_receiver_that_is_away_holds_up_nothing(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes the connection, and never reads
        settings = {"ONEDOOR_HALL_SYSLOG": f"tcp://127.0.0.1:{deaf.getsockname()[1]}"}
        with hall_running(tmp_path / "hall", "--sample", **settings) as hall:
            import requests

            assert requests.get(f"{hall.url}/healthz", timeout=5).ok
            assert hall.stop() < 5


def test_by_datagrams_too(tmp_path: Path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.settimeout(10)
        settings = {"ONEDOOR_HALL_SYSLOG": f"udp://127.0.0.1:{wire.getsockname()[1]}"}
        with hall_running(tmp_path / "hall", "--sample", **settings):
            assert b'n="1"' in wire.recv(4096)
            assert b'n="2"' in wire.recv(4096)
