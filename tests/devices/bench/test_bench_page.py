"""The rack's page in a real browser, and the programs that start devices."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from devices.bench.serve import served
from devices.documents.documents import Options, Progress
from devices.door.door import CardRead, PinTyped, PresentAgain, Side, Sign
from devices.errors import Unplugged
from devices.gate.gate import ClosedAgain, Decision, ExitPressed, FireInput, Forced, GateTrouble, Passed, Released
from devices.idcard.card import IdCard
from devices.links.serial import open_serial
from devices.open import open_documents, open_gate, open_idcard, open_printer, open_scanner
from devices.open_doors import open_door
from devices.printer.verdict import Printed
from devices.scanner.scan import Scan
from tests.devices.bench.test_bench_http import SLIP
from tests.devices.documents.pdf import pdf
from tests.devices.door.doors import standing as standing_still
from tests.devices.door.doors import told
from tests.support.wires import await_event, rack


@pytest.fixture
def standing(tmp_path):
    with rack(tmp_path) as standing:
        yield standing


def test_the_page_lays_cards_shows_codes_and_slips_without_any_other_host(standing, browser):
    printer, scanner = open_printer(standing.printer.url), open_scanner(standing.scanner.url)
    scanner.poll()
    wrong, elsewhere = [], []
    with served(standing) as base:
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: elsewhere.append(request.url) if base not in request.url else None)
        page.goto(base)
        page.get_by_role("button", name="王䶮").click()
        expect(page.locator(".pad")).to_contain_text("尾号 0016")
        assert standing.idcard.person == "wang"
        page.get_by_role("button", name="取走").click()
        expect(page.locator(".pad")).to_contain_text("空的")

        cover = page.locator("#printer").get_by_role("button", name="机盖打开")
        cover.click()
        expect(page.locator("#printer .pill")).to_have_text("机盖开着")
        cover.click()
        expect(page.locator("#printer .pill")).to_have_text("正常")

        assert isinstance(printer.print(SLIP, 1), Printed)
        picture = page.locator("#slips img").first
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.getBoundingClientRect().width") == pytest.approx(80 / 25.4 * 96, abs=1)
        page.locator("#scanner").get_by_role("button", name="最近小票").click()
        assert await_event(scanner.poll, Scan).text == "OD1.TEST.7FQ2"
    assert wrong == []
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    printer.close()
    scanner.close()


def test_the_page_shows_a_door_that_opens_to_who_is_let_in_and_to_nobody_else(standing, browser):
    gate, wrong, told = open_gate(standing.gate.url), [], []
    with served(standing) as base:
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(base)
        door, push = (
            page.get_by_role("img", name="门关着，锁锁着", exact=True),
            page.locator("#gate").get_by_role("button", name="推门"),
        )
        expect(door).to_be_visible()
        push.click()
        expect(page.locator("#told")).to_have_text("门锁着，推不开")
        while gate.inputs() is None:  # who has not looked for a second may not open
            gate.poll()
        assert isinstance(gate.unlock(20.0, Decision("d1", "p", "r", time.monotonic())), Released)
        watching = threading.Thread(target=lambda: told.append(await_event(gate.poll, Passed, 20)))
        watching.start()
        expect(page.locator("#gate .pill")).to_have_text("门关着 · 系统放行中")
        push.click()
        expect(page.get_by_role("img", name="门开着，锁已放开", exact=True)).to_be_visible()
        watching.join()
        assert [type(event) for event in told] == [Passed]
        page.locator("#gate summary").click()
        page.locator("#gate").get_by_role("button", name="拔线").click()
        expect(page.locator("#gate .pill")).to_contain_text("线已拔")
        await_event(gate.poll, GateTrouble)
    assert wrong == []
    gate.close()


def test_the_page_presents_cards_types_pins_breaks_the_glass_and_cuts_the_line(standing, browser):
    door, board = open_door(standing.door.url), open_door(f"{standing.board.url}&since=0&delay=20")
    wrong = []
    standing_still(door)
    standing_still(board)
    with served(standing) as base:
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(base)
        reader, four = page.locator("#door"), page.locator("#board")
        reader.get_by_role("button", name="推门").click()
        expect(page.locator("#told")).to_have_text("门锁着，推不开")
        reader.get_by_label("密码").fill("2580")
        reader.get_by_role("button", name="输入密码").click()
        assert told(door, (PinTyped, PresentAgain))
        reader.get_by_role("button", name="刷卡").click()
        assert told(door, (CardRead, PresentAgain))
        door.tell(Side.IN, Sign.DENIED)
        expect(reader.locator(".shows")).to_contain_text("NO ENTRY")
        reader.get_by_role("button", name="打碎玻璃").click()
        assert told(door, FireInput).active
        expect(reader.locator(".pill")).to_contain_text("消防联动放开")

        four.get_by_role("button", name="刷卡").click()
        assert told(board, (CardRead, PresentAgain))  # nobody looked while the browser was busy
        expect(four.locator(".shows")).to_contain_text("记录 1 条")
        assert isinstance(board.unlock(20, Decision("d1", "p", "r", time.monotonic())), Released)
        four.get_by_role("button", name="推门").click()
        told(board, Passed)
        four.get_by_label("哪扇门").select_option("2")
        expect(page.get_by_role("img", name="2 号门关着，锁锁着")).to_be_visible()
        four.locator("summary").click()
        four.get_by_role("button", name="拔线").click()
        told(board, GateTrouble)
    assert wrong == []
    door.close()
    board.close()


def test_the_page_shows_what_the_camera_sees_and_what_comes_out_of_the_a4_printer(standing, browser):
    documents, wrong = open_documents(standing.documents.url), []
    with served(standing) as base:
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(base)
        camera, a4 = page.locator("#camera"), page.locator("#documents")
        camera.get_by_label("码制").select_option("datamatrix")
        expect(camera.locator(".read")).to_contain_text("沪松建(2026)第0012号")
        page.wait_for_function("document.querySelector('#camera img').naturalWidth === 1280")
        camera.get_by_role("button", name="两个码").click()
        expect(camera.locator("polygon")).to_have_count(2)
        camera.get_by_role("button", name="拿开").click()
        expect(camera.locator(".read")).to_have_text("镜头前没有东西")

        a4.get_by_role("button", name="卡纸").click()
        expect(a4.locator(".pill")).to_have_text("卡纸")
        assert documents.health().able is False
        a4.get_by_role("button", name="卡纸").click()
        expect(a4.locator(".pill")).to_have_text("空闲")
        documents.print(pdf(2), "k1-1", Options(pages=2, title="收件凭证"))
        while isinstance(documents.poll("k1-1"), Progress):
            pass
        page.get_by_role("tab", name="A4 1").click()
        expect(page.locator("#sheets .sides span")).to_have_text(["1", "2"])
        expect(page.locator("#sheets figure")).to_contain_text("收件凭证")
    assert wrong == []
    documents.close()


def test_a_slip_nobody_takes_waits_on_the_page_until_a_hand_comes(standing, browser):
    with served(standing) as base:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(base)
        page.locator("#printer summary").click()
        page.get_by_label("型号").select_option("custom-kpm")
        expect(page.locator("#printer code")).to_contain_text("profile=custom-kpm")
        printer = open_printer(standing.printer.url)
        assert isinstance(printer.print(SLIP, 1), Printed)
        expect(page.locator("#printer .mouth")).to_contain_text("没人取")
        expect(page.locator("#slips figcaption")).to_contain_text("还没取")
        page.locator("#printer").get_by_role("button", name="取走").click()
        expect(page.locator("#slips figcaption")).to_contain_text("已取")
        expect(page.locator("#printer .mouth")).to_be_hidden()
        printer.close()


@contextlib.contextmanager
def program(*arguments: str) -> Iterator[Any]:
    process = subprocess.Popen(
        [sys.executable, "-m", "devices", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_reader_alone_on_a_pty(tmp_path):
    path = tmp_path / "reader"
    with program("simulate", "sdt", "--pty", str(path)) as process:
        address = process.stdout.readline().strip()
        assert address == f"sdt+serial:{path}"
        reader = open_idcard(address)
        process.stdin.write("zhang\n")
        process.stdin.flush()
        assert await_event(reader.poll, IdCard).name == "张样例"
        reader.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert not path.is_symlink()


def test_a_printer_alone_on_a_port_writes_its_slips():
    with program("simulate", "escpos", "--listen", "127.0.0.1:0") as process:
        printer = open_printer(process.stdout.readline().strip())
        assert isinstance(printer.print(SLIP, 1), Printed)
        assert process.stdout.readline().strip() == "取号凭证"
        printer.close()


def test_a_scanner_alone_shows_what_is_typed():
    with program("simulate", "lines", "--pty") as process:
        scanner = open_scanner(process.stdout.readline().strip())
        scanner.poll()
        process.stdin.write("一个码\n")
        process.stdin.flush()
        assert await_event(scanner.poll, Scan).text == "一个码"
        scanner.close()


@pytest.mark.parametrize("where", [("--pty",), ("--listen", "127.0.0.1:0")], ids=["serial", "tcp"])
def test_a_door_alone_is_worked_by_typed_hands(where):
    with program("simulate", "relay", *where, "--module", "dam") as process:
        gate = open_gate(process.stdout.readline().strip())
        while gate.inputs() is None:
            gate.poll()
        for hand, told in (("force", Forced), ("shut", ClosedAgain), ("tap_exit", ExitPressed)):
            process.stdin.write(hand + "\n")
            process.stdin.flush()
            await_event(gate.poll, told)
        gate.close()


def test_a_printer_alone_lies_when_told_to():
    with program("simulate", "escpos", "--pty", "--fault", "no-identity", "--fault", "bit7") as process:
        address = process.stdout.readline().strip()
        done = subprocess.run(
            [sys.executable, "-m", "devices", "probe", address], capture_output=True, text=True, timeout=30
        )  # fmt: skip
    assert done.returncode == 1
    assert "bit 7 is set in every status" in done.stdout


def test_the_bench_ends_cleanly_and_leaves_no_port_behind(tmp_path):
    with program("bench", "--port", "0", "--dir", str(tmp_path / "rack")) as process:
        assert "http://127.0.0.1:" in process.stdout.readline()
        assert [process.stdout.readline().split()[0] for _ in range(9)] == [
            "printer",
            "documents",
            "idcard",
            "scanner",
            "hidpos",
            "camera",
            "gate",
            "door",
            "board",
        ]
        assert sorted(path.name for path in (tmp_path / "rack").iterdir()) == [
            "camera.png",
            "gate",
            "hidpos",
            "idcard",
            "printer",
            "reader",
            "reader.key",
            "scanner",
        ]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert list((tmp_path / "rack").iterdir()) == []


def test_a_killed_bench_leaves_no_path_to_somebody_elses_terminal(tmp_path):
    path = tmp_path / "reader"
    with program("simulate", "sdt", "--pty", str(path)) as process:
        process.stdout.readline()
        open_serial(str(path)).close()
        process.kill()
        process.wait(10)
    assert path.is_symlink()
    others = [os.openpty() for _ in range(8)]  # among them the number that has become free
    with pytest.raises(Unplugged):
        open_serial(str(path))
    for descriptor in itertools.chain(*others):
        os.close(descriptor)


def test_a_taken_port_is_said_in_a_sentence(tmp_path, standing):
    with served(standing) as base:
        port = base.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "devices", "bench", "--port", port, "--dir", str(tmp_path / "other")],
            capture_output=True, text=True, timeout=20,
        )  # fmt: skip
    assert done.returncode == 1
    assert "already in use" in done.stderr
    assert "Traceback" not in done.stderr
