"""The commissioning page: what was found, on the printer's own paper, and samples to judge by eye in a minute.

Says the same characters twice: in each charset by the printer's own font, and drawn. They are the ones that fail:
``〇 ㎡ 䶮 ： ， 。 ¥``.
"""

import time
from dataclasses import replace

from devices.printer.escpos import codec, commands
from devices.printer.escpos.status import Plain, ProcessId, RealTime
from devices.printer.profiles import Charset, Profile
from devices.printer.slip import Feed, Pair, QrCode, Rule, Slip, Text
from devices.probe.printer import Printer

SAMPLES: dict[Charset, str] = {"gb2312": "审批：，。¥", "gbk": "审批〇㎡", "gb18030": "审批䶮"}
DRAWN = "审批：，。¥ 审批〇㎡ 审批䶮"
AHEAD = 512
"""Bytes sent between two answered questions: the smallest buffers hold some 4 KB, and nothing else holds us back."""
PAGE_ID = commands.identity(2)
PATIENCE = 15.0


def page(printer: Printer, address: str, now: str) -> tuple[bytes, ...]:
    """The whole page as commands, cut included. ``now``: date and time to print."""
    profile = printer.profile
    model = printer.identity.get(67) or "型号未知"
    head = Slip((
        Text("打印机检验", scale=2, bold=True, align="centre"),
        Text("OneDoor 一门", align="centre"), Rule(),
        Pair("时间", now), Pair("地址", address), Pair("型号", model), Pair("固件", printer.identity.get(65, "未知")),
        Pair("打印凭据 GS ( H", _WORDS[profile.process_id]), Pair("清除确认 DLE DC4", _WORDS[profile.clear]),
        Pair("自动状态 ASB", _WORDS[profile.asb]), Rule(dashed=True),
        Text("汉字：1 2 3 行应与下方图样相同"),
    ))  # fmt: skip
    tail = Slip((Text(DRAWN), Feed(8), Text("标尺：应为一行，右端到纸边")))
    return (
        *_steps(head, profile),
        *(_sample(at, charset) for at, charset in enumerate(SAMPLES, start=1)),
        *_steps(tail, _careful(profile)),
        _ruler(profile.columns),
        *_steps(Slip((Text("二维码一：打印机自绘"),)), profile),
        *_steps(Slip((QrCode(f"OneDoor {now}", module=5),)), _with_qr(profile, True)),
        *_steps(Slip((Text("二维码二：图形"), QrCode(f"OneDoor {now}", module=5))), _with_qr(profile, False)),
        commands.cut(profile.partial_cut, codec.CUT_SPACE),
    )


def print_page(printer: Printer, parts: tuple[bytes, ...]) -> str | None:
    """Print it. The proof that it came out (``process-id`` or ``status``), or None if there was none. Raises
    ``Unplugged``; ``Silent`` when the wire takes no bytes."""
    ahead, ear = 0, printer.ear
    for part in parts:
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


def _steps(slip: Slip, profile: Profile) -> tuple[bytes, ...]:
    sheet = codec.encode_steps(slip, profile)
    return (*sheet.head, *sheet.tail)


def _sample(at: int, charset: Charset) -> bytes:
    """One line by the printer's own font, whatever its profile says."""
    text = codec.encode_text(f"{at} {charset:8s}{SAMPLES[charset]}", charset)
    assert text is not None
    return commands.INITIALIZE + commands.CHINESE_ON + text + commands.LINE_FEED


def _ruler(columns: int) -> bytes:
    return ("".join(str(at % 10) for at in range(1, columns)) + "|").encode() + commands.LINE_FEED


def _careful(profile: Profile) -> Profile:
    """The smallest charset: whatever is not in it is drawn."""
    return replace(profile, charset="gb2312")


def _with_qr(profile: Profile, native: bool) -> Profile:
    return replace(profile, native_qr=native)


_WORDS = {True: "有", False: "无", None: "未知"}
