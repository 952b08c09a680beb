"""The rack's page in a real browser, and the programs that start devices."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from devices.bench.serve import served
from devices.errors import Unplugged
from devices.gate.gate import ClosedAgain, Decision, ExitPressed, Forced, GateTrouble, Passed, Released
from devices.idcard.card import IdCard
from devices.links.serial import open_serial
from devices.open import open_gate, open_idcard, open_printer, open_scanner
from devices.printer.verdict import Printed
from devices.scanner.scan import Scan
from tests.devices.bench.test_bench_http import SLIP
from tests.support.wires import await_event, rack


@pytest.fixture
def standing(tmp_path):
    with rack(tmp_path) as standing:
        yield standing


def test_the_page_lays_cards_shows_codes_and_slips_without_any_other_host(standing):
    printer, scanner = open_printer(standing.printer.url), open_scanner(standing.scanner.url)
    scanner.poll()
    wrong, elsewhere = [], []
    with served(standing) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
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

        page.get_by_role("button", name="机盖打开").click()
        expect(page.locator("#printer .health")).to_have_text("机盖开着")
        page.get_by_role("button", name="机盖打开").click()
        expect(page.locator("#printer .health")).to_have_text("正常")

        assert isinstance(printer.print(SLIP, 1), Printed)
        picture = page.locator("#slips img").first
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.getBoundingClientRect().width") == pytest.approx(80 / 25.4 * 96, abs=1)
        page.get_by_role("button", name="最近一张小票的码").click()
        assert await_event(scanner.poll, Scan).text == "OD1.TEST.7FQ2"
        browser.close()
    assert wrong == []
    assert [url for url in elsewhere if not url.startswith("data:")] == []
    printer.close()
    scanner.close()


def test_the_page_shows_a_door_that_opens_to_who_is_let_in_and_to_nobody_else(standing):
    gate, wrong, told = open_gate(standing.gate.url), [], []
    with served(standing) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1100})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(base)
        door, push = page.get_by_role("img", name="门关着，锁锁着"), page.get_by_role("button", name="推门")
        expect(door).to_be_visible()
        push.click()
        expect(page.locator("#told")).to_have_text("门锁着，推不开")
        while gate.inputs() is None:  # who has not looked for a second may not open
            gate.poll()
        assert isinstance(gate.unlock(20.0, Decision("d1", "p", "r", time.monotonic())), Released)
        watching = threading.Thread(target=lambda: told.append(await_event(gate.poll, Passed, 20)))
        watching.start()
        expect(page.locator("#gate .health")).to_have_text("门关着 · 系统放行中")
        push.click()
        expect(page.get_by_role("img", name="门开着，锁已放开")).to_be_visible()
        watching.join()
        assert [type(event) for event in told] == [Passed]
        page.locator("#gate").get_by_role("button", name="拔线").click()
        expect(page.locator("#gate .health")).to_contain_text("线已拔")
        await_event(gate.poll, GateTrouble)
        browser.close()
    assert wrong == []
    gate.close()


@contextlib.contextmanager
def program(*arguments):
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
        assert [process.stdout.readline().split()[0] for _ in range(4)] == [
            "printer", "idcard", "scanner", "gate",
        ]
        assert sorted(path.name for path in (tmp_path / "rack").iterdir()) == [
            "gate", "idcard", "printer", "scanner",
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
