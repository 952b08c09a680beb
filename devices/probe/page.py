"""The commissioning page: what was found, on the printer's own paper, and samples to judge by eye in a minute.

Says the same characters twice: in each charset by the printer's own font, and drawn below. They are the ones that
fail: ``〇 ㎡ 䶮 ： ， 。 ¥``.
"""

import time
from dataclasses import dataclass, replace

from devices.printer.escpos import codec, commands
from devices.printer.escpos.status import Plain, ProcessId, RealTime
from devices.printer.profiles import Charset, Profile
from devices.printer.slip import Feed, Pair, QrCode, Rule, Slip, Text
from devices.probe.printer import Printer

DOTS_PER_MM = 8
SAMPLES: dict[Charset, str] = {"gb2312": "审批：，。¥", "gbk": "审批〇㎡", "gb18030": "审批䶮"}
AHEAD = 512
"""Bytes sent between two answered questions: the smallest buffers hold some 4 KB, and nothing else holds us back."""
HEAD_ID, PAGE_ID = commands.identity(2), commands.identity(3)
FASTEST = 600.0
"""mm of paper a second that no printer reaches; the quickest sold do 500 [K]."""
PATIENCE = 15.0


@dataclass(frozen=True)
class Page:
    """As commands; ``rest`` ends with the cut. ``head_mm`` is the paper the head takes."""

    head: tuple[bytes, ...]
    rest: tuple[bytes, ...]
    head_mm: float


def page(printer: Printer, address: str, now: str) -> Page:
    """``now``: date and time to print."""
    profile = printer.profile
    model = printer.identity.get(67) or "型号未知"
    head = Slip((
        Text("打印机检验", scale=2, bold=True, align="centre"),
        Text("OneDoor 一门", align="centre"), Rule(),
        Pair("时间", now), Pair("地址", address), Pair("型号", model), Pair("固件", printer.identity.get(65, "未知")),
        Pair("打印凭据 GS ( H", _WORDS[profile.process_id]), Pair("清除确认 DLE DC4", _WORDS[profile.clear]),
        Pair("自动状态 ASB", _WORDS[profile.asb]),
    ))  # fmt: skip
    code = QrCode(f"OneDoor {now}", module=5)
    sheet = codec.encode_steps(head, profile)
    rest = (
        *_section("一、汉字", "每行应与其下图样相同", profile),
        *(part for at, charset in enumerate(SAMPLES, start=1) for part in _sample(at, charset, profile)),
        *_section("二、宽度", "应为一行，右端到纸边", profile),
        _ruler(profile.columns),
        *_section("三、二维码", "都应能扫", profile),
        *_steps(Slip((Text("1 打印机自绘"),)), profile),
        *_steps(Slip((code,)), replace(profile, native_qr=True)),
        *_steps(Slip((Text("2 图形"), code)), replace(profile, native_qr=False)),
        *_section("四、裁切", "应切开，留在出口", profile),
        commands.cut(profile.partial_cut, codec.CUT_SPACE),
    )
    return Page((*sheet.head, *sheet.tail), rest, sheet.dots[1] / DOTS_PER_MM)


def print_page(printer: Printer, whole: Page) -> str | None:
    """Print it. The proof that it came out (``process-id`` or ``status``), or None if there was none. Raises
    ``Unplugged``; ``Silent`` when the wire takes no bytes."""
    ahead, ear = 0, printer.ear
    if printer.profile.process_id:
        _print_head(printer, whole)
    for part in whole.rest if printer.profile.process_id else (*whole.head, *whole.rest):
        ear.say(part)
        ahead += len(part)
        if ahead >= AHEAD:
            ahead = 0
            ear.ask(commands.ask_status(1), lambda heard: bool(heard.all(RealTime)))
    proof = commands.process_id(PAGE_ID) if printer.profile.process_id else commands.STATUS_TO_HOST
    kind = ProcessId if printer.profile.process_id else Plain
    end = time.monotonic() + PATIENCE
    heard = ear.ask(proof, lambda heard: bool(heard.all(kind)), end - time.monotonic())
    if not heard.all(kind):
        return None
    return "process-id" if printer.profile.process_id else "status"


def _print_head(printer: Printer, whole: Page) -> None:
    """A process id is worth something only if it comes when the paper has moved."""
    began = time.monotonic()
    told = commands.process_id(HEAD_ID)
    heard = printer.ear.ask(b"".join(whole.head) + told, lambda heard: bool(heard.all(ProcessId)), PATIENCE)
    seconds = printer.ear.heard_at - began
    if not heard.all(ProcessId):
        return
    honest = seconds >= whole.head_mm / FASTEST
    printer.report.found("process id comes", f"{seconds:.2f} s after {whole.head_mm:.0f} mm were sent", honest)
    if not honest:
        printer.report.against.append("it says printed before its paper can have moved: it lies")


def _steps(slip: Slip, profile: Profile) -> tuple[bytes, ...]:
    sheet = codec.encode_steps(slip, profile)
    return (*sheet.head, *sheet.tail)


def _section(name: str, should: str, profile: Profile) -> tuple[bytes, ...]:
    return _steps(Slip((Rule(dashed=True), Pair(name, should, bold=True), Feed(6))), profile)


def _sample(at: int, charset: Charset, profile: Profile) -> tuple[bytes, ...]:
    """One line by the printer's own font, whatever its profile says, and the same drawn."""
    text = codec.encode_text(f"{at} {charset:8s}{SAMPLES[charset]}", charset)
    assert text is not None
    own = commands.INITIALIZE + commands.CHINESE_ON + commands.line_spacing(30) + text + commands.LINE_FEED
    return own, *_steps(Slip((Text(f"  图样    {SAMPLES[charset]}"), Feed(6))), replace(profile, charset="ascii"))


def _ruler(columns: int) -> bytes:
    digits = "".join(str(at % 10) for at in range(1, columns)) + "|"
    return commands.INITIALIZE + digits.encode() + commands.LINE_FEED


_WORDS = {True: "有", False: "无", None: "未知"}
