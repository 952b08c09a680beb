"""The rack by plain HTTP: what each control does on the wire, and what nonsense is answered."""

import httpx
import pytest

from devices.bench.codes import PRESETS
from devices.bench.serve import served
from devices.documents.documents import Cancelled, DocumentPrinterHealth, Options
from devices.documents.documents import Reason as DocumentReason
from devices.gate.gate import ClosedAgain, ExitPressed, FireInput, Forced, GateTrouble
from devices.idcard.card import CardGone, CardTrouble, IdCard, Trouble
from devices.open import open_documents, open_gate, open_idcard, open_printer, open_scanner
from devices.printer.slip import QrCode, Slip, Text
from devices.printer.verdict import Printed, Reason
from devices.scanner.camera.driver import CameraScanner
from devices.scanner.camera.source import file_source
from devices.scanner.scan import Scan, ScannerTrouble
from tests.devices.documents.ippeve import await_progress, follow
from tests.devices.documents.pdf import pdf
from tests.support.wires import await_event, rack

SLIP = Slip((Text("取号凭证"), Text("A012", scale=4), QrCode("OD1.TEST.7FQ2")))


@pytest.fixture
def standing(tmp_path):
    with rack(tmp_path) as standing:
        yield standing


@pytest.fixture
def bench(standing):
    # No TLS here, and to load the authorities of the world would take longer than most of these tests.
    with served(standing) as base, httpx.Client(base_url=base, timeout=10, verify=False) as client:
        yield client


def test_cards_are_laid_and_taken_by_http(bench, standing):
    reader = open_idcard(standing.idcard.url)
    for person in bench.get("/people").json():
        assert bench.post("/idcard/lay", json={"person": person["id"]}).json()["person"] == person["id"]
        assert await_event(reader.poll, IdCard).number == person["number"]
        assert bench.post("/idcard/take").json()["person"] is None
        await_event(reader.poll, CardGone)
    reader.close()


def test_reader_troubles_are_made_by_http(bench, standing):
    reader = open_idcard(standing.idcard.url)
    bench.post("/idcard/unreadable", json={"status": "41"})
    bench.post("/idcard/lay", json={"person": "wang"})
    assert await_event(reader.poll, CardTrouble).trouble is Trouble.LAY_AGAIN
    bench.post("/idcard/unreadable", json={"status": None})
    await_event(reader.poll, IdCard)
    assert bench.post("/idcard/sam", json={"authorised": False}).json()["authorised"] is False
    assert await_event(reader.poll, CardTrouble).trouble is Trouble.NOT_AUTHORISED
    reader.close()


def test_a_slip_comes_out_as_picture_bytes_and_text_and_its_code_can_be_shown(bench, standing):
    printer, scanner = open_printer(standing.printer.url), open_scanner(standing.scanner.url)
    scanner.poll()
    assert isinstance(printer.print(SLIP, 1), Printed)
    (paper,) = bench.get("/printer/papers").json()
    assert paper["cut"]
    assert paper["text"][:2] == ["取号凭证", "A012"]
    picture = bench.get("/printer/papers/0.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    data = bench.get("/printer/papers/0.bin").content
    assert "取号凭证".encode("gb18030") in data
    assert data in bench.get("/printer/received.bin").content or len(data) == paper["bytes"]
    bench.post("/scanner/show", json={"preset": "last_slip"})
    assert await_event(scanner.poll, Scan).text == "OD1.TEST.7FQ2"
    printer.close()
    scanner.close()


@pytest.mark.parametrize(
    ("control", "on", "off", "reason"),
    [
        ("cover", {"open": True}, {"open": False}, Reason.COVER_OPEN),
        ("paper", {"out": True}, {"out": False}, Reason.PAPER_END),
        ("low", {"on": True}, {"on": False}, Reason.PAPER_LOW),
        ("heat", {"hot": True}, {"hot": False}, Reason.OVERHEATED),
        ("plug", {"in": False}, {"in": True}, Reason.UNPLUGGED),
        ("mute", {"on": True}, {"on": False}, Reason.SILENT),
    ],
)
def test_printer_troubles_are_made_and_mended_by_http(bench, standing, control, on, off, reason):
    printer = open_printer(standing.printer.url)
    assert printer.health().able
    bench.post(f"/printer/{control}", json=on).raise_for_status()
    assert reason in printer.health().reasons
    bench.post(f"/printer/{control}", json=off).raise_for_status()
    assert reason not in printer.health().reasons
    printer.close()


def test_a_door_is_pushed_forced_and_shut_by_http(bench, standing):
    gate = open_gate(standing.gate.url)
    while gate.inputs() is None:
        gate.poll()
    assert bench.post("/gate/push").json()["open"] is False
    assert bench.post("/gate/force").json()["open"] is True
    await_event(gate.poll, Forced)
    bench.post("/gate/shut")
    await_event(gate.poll, ClosedAgain)
    assert bench.post("/gate/exit").json()["exit"] is True
    await_event(gate.poll, ExitPressed)
    assert bench.post("/gate/push").json()["open"] is True
    assert bench.post("/gate/fire", json={"on": True}).json()["free"] is True
    await_event(gate.poll, FireInput)
    bench.post("/gate/failing", json={"exception": 4})
    await_event(gate.poll, GateTrouble)
    gate.close()


@pytest.mark.parametrize("device", ["scanner", "hidpos"])
def test_presets_are_shown_to_either_scanner(bench, standing, device):
    scanner = open_scanner(getattr(standing, device).url)
    scanner.poll()
    for preset in PRESETS:
        bench.post(f"/{device}/show", json={"preset": preset}).raise_for_status()
        assert await_event(scanner.poll, Scan).text == PRESETS[preset]
    bench.post(f"/{device}/show", json={"preset": "nonsense"}).raise_for_status()
    assert await_event(scanner.poll, ScannerTrouble).what == "nonsense"
    bench.post(f"/{device}/plug", json={"in": False}).raise_for_status()
    assert await_event(scanner.poll, ScannerTrouble).what == "unplugged"
    scanner.close()


def test_a_code_held_before_the_camera_is_told_by_its_driver_and_unplugged_it_is_said(bench, standing):
    camera = CameraScanner(file_source(standing.camera.url.partition(":")[2]), settle=0)
    bench.post("/camera/show", json={"text": "SJ2026", "kind": "pdf417", "on": "phone"}).raise_for_status()
    assert await_event(camera.poll, Scan, 10).text == "SJ2026"
    state = bench.post("/camera/two", json={"on": True}).json()
    assert {code["symbology"] for code in state["read"]} == {"pdf417", "code128"}
    assert state["shown"] == {"kind": "pdf417", "on": "phone"}
    assert await_event(camera.poll, Scan, 10).text == "SJ20260012"
    bench.post("/camera/plug", json={"in": False}).raise_for_status()
    assert await_event(camera.poll, ScannerTrouble, 10).what == "unplugged"
    camera.close()


@pytest.mark.parametrize("condition", ["turned", "dark", "glare", "blurred"])
def test_light_and_hands_change_what_the_camera_sees_and_never_what_a_code_says(bench, condition):
    bench.post("/camera/show", json={"text": "SJ2026", "kind": "datamatrix"}).raise_for_status()
    clear = bench.get("/camera/picture.jpg").content
    state = bench.post(f"/camera/{condition}", json={"on": True}).json()
    assert state[condition] is True
    assert [code["text"] for code in state["read"]] in ([], ["SJ2026"])
    assert bench.get("/camera/picture.jpg").content != clear
    assert bench.post("/camera/hide").json()["read"] == []


def test_an_a4_printers_troubles_are_made_and_mended_by_http(bench, standing):
    printer = open_documents(standing.documents.url)
    for control, on, off, reason in (
        ("tray", {"out": True}, {"out": False}, DocumentReason.TRAY_EMPTY),
        ("jam", {"on": True}, {"on": False}, DocumentReason.JAM),
        ("cover", {"open": True}, {"open": False}, DocumentReason.COVER_OPEN),
        ("toner", {"level": "low"}, {"level": "full"}, DocumentReason.TONER_LOW),
        ("toner", {"level": "out"}, {"level": "full"}, DocumentReason.TONER_OUT),
        ("pause", {"on": True}, {"on": False}, DocumentReason.PAUSED),
        ("plug", {"in": False}, {"in": True}, DocumentReason.UNPLUGGED),
    ):
        bench.post(f"/documents/{control}", json=on).raise_for_status()
        assert reason in {trouble.reason for trouble in printer.health().troubles}
        bench.post(f"/documents/{control}", json=off).raise_for_status()
        assert printer.health() == DocumentPrinterHealth(True)
    printer.close()


def test_a_documents_way_through_the_a4_printer_is_shown_held_and_cancelled(bench, standing):
    printer = open_documents(standing.documents.url)
    bench.post("/documents/tray", json={"out": True, "after_sheets": 1}).raise_for_status()
    printer.print(pdf(3), "k1-1", Options(pages=3, title="收件凭证"))
    waiting = await_progress(printer, "k1-1", lambda said: said.troubles and said.done == 1)
    assert waiting.troubles[0].reason is DocumentReason.TRAY_EMPTY
    (job,) = bench.get("/state").json()["documents"]["jobs"]
    assert (job["name"], job["state"], job["done"], job["of"]) == ("onedoor/k1-1 收件凭证", "stopped", 1, 3)
    (job,) = bench.post("/documents/hold", json={"job": job["job"], "on": True}).json()["jobs"]
    assert job["state"] == "held"
    assert await_progress(printer, "k1-1", lambda said: said.troubles).done == 1
    assert bench.post("/documents/cancel", json={"job": job["job"]}).json()["jobs"] == []
    assert isinstance(follow(printer, "k1-1")[1], Cancelled)
    (paper,) = bench.get("/state").json()["documents"]["printed"]
    assert (paper["state"], paper["done"]) == ("cancelled", 1)
    printer.close()


def test_another_printer_is_put_in_the_place_of_the_first_and_holds_its_slip(bench, standing):
    assert {"profile": "custom-kpm", "model": "Custom KPM (with presenter)"} in bench.get("/models").json()
    bench.post("/printer/model", json={"profile": "custom-kpm"}).raise_for_status()
    printer = open_printer(standing.printer.url)
    assert isinstance(printer.print(SLIP, 1), Printed)
    state = bench.get("/state").json()["printer"]
    assert (state["presenter"], state["waiting"], state["papers"][0]["fate"]) == (True, True, "waiting")
    state = bench.post("/printer/take").json()
    assert (state["waiting"], state["papers"][0]["fate"]) == (False, "taken")
    printer.close()


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/idcard/lay", b"{", "no JSON"),
        ("/idcard/lay", b"\xff", "no JSON"),
        ("/idcard/lay", b"[" * 60000, "no JSON"),
        ("/idcard/lay", b"[]", "must be a JSON object"),
        ("/idcard/lay", b"", "'person' must be a text"),
        ("/idcard/lay", b'{"person":"nobody"}', "no card of 'nobody'"),
        ("/idcard/lay", b'{"person":"li","now":1}', "'now' is not known here"),
        ("/idcard/unreadable", b'{"status":"99"}', "'status' must be null or one of"),
        ("/printer/cover", b'{"open":1}', "'open' must be true or false"),
        ("/printer/paper", b'{"out":true,"after_mm":-1}', "'after_mm' must be from 0 to 5000"),
        ("/printer/garble", b'{"share":NaN}', "'garble' must be from 0 to 1"),
        ("/printer/garble", b'{"share":true}', "'share' must be a whole number or a number"),
        ("/printer/delay", b'{"seconds":1e999}', "'delay' must be from 0 to 60"),
        ("/printer/cut_after", b'{"bytes":0}', "'cut_after' must be from 1"),
        ("/gate/fire", b'{"on":1}', "'on' must be true or false"),
        ("/gate/failing", b'{"exception":99}', "'exception' must be null or one of"),
        ("/door/present", b'{"number":0}', "A card's number is from 1 to 4294967294"),
        ("/door/type", b'{"keys":"abc"}', "'keys' must be 1 to 16 digits"),
        ("/board/push", b'{"door":5}', "'door' must be from 1 to 4"),
        ("/gate/push", b'{"hard":true}', "'hard' is not known here; known: nothing"),
        ("/printer/model", b'{"profile":"best"}', "no printer 'best'"),
        ("/documents/tray", b'{"out":true,"after_sheets":-1}', "'after_sheets' must be from 0 to 500"),
        ("/documents/toner", b'{"level":"half"}', "'level' must be one of full, low, out"),
        ("/documents/cancel", b'{"job":7}', "No job 7 waits"),
        ("/documents/put", b'{"pages":0}', "'pages' must be from 1 to 9"),
        ("/camera/show", b"{}", "Give one of"),
        ("/camera/show", b'{"text":"A","kind":"ean13"}', "cannot be drawn"),
        ("/camera/show", b'{"text":"A","kind":"maxi"}', "'kind' must be one of"),
        ("/camera/show", b'{"text":"A","on":"wall"}', "'on' must be paper or phone"),
        ("/hidpos/show", b'{"text":"A","hex":"41"}', "Give one of"),
        ("/scanner/show", b"{}", "Give one of"),
        ("/scanner/show", b'{"hex":"zz"}', "hexadecimal"),
        ("/scanner/show", b'{"text":""}', "from 1 to"),
        ("/scanner/show", b'{"text":"\\ud800"}', "half a character"),
        ("/scanner/show", b'{"preset":"last_slip"}', "No slip with a code"),
        ("/scanner/show", b'{"preset":"best"}', "no preset 'best'"),
    ],
)
def test_nonsense_is_answered_with_a_sentence_and_changes_nothing(bench, path, body, said):
    before = bench.get("/state").json()
    answer = bench.post(path, content=body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert bench.get("/state").json() == before


def test_what_is_not_there_is_said(bench):
    assert "no control printer/dance" in bench.post("/printer/dance").json()["error"]
    assert "There are 0 papers" in bench.get("/printer/papers/7.png").json()["error"]
    assert bench.get("/nowhere").status_code == 404
    assert bench.post("/idcard/lay", content=b" " * 70000).status_code == 413


def test_another_sites_page_cannot_reach_the_bench(bench):
    assert bench.get("/state", headers={"Host": "rebound.example"}).status_code == 400
    stranger = bench.post("/idcard/lay", json={"person": "li"}, headers={"Origin": "http://elsewhere.example"})
    assert stranger.status_code == 403
    assert bench.get("/state").json()["idcard"]["person"] is None
