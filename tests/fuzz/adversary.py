"""A printer that answers whatever the fuzzer likes, in simulated time, and what the driver may never do then.

The bytes are a script, one action for each time the driver listens: be silent, answer rightly, answer nonsense, pull
the cable. When the script is over, the printer is mute.
"""

import re
from collections import deque

from devices.errors import Unplugged
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.profiles import BT_T080, GENERIC_80, TM_T88VI
from devices.printer.slip import Slip, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed

SLIP = Slip((Text("松江"), Text("A012", scale=2), Text("窗口")))
PROMISED = 3.0 + 0.9
"""Seconds from the last thing heard to the verdict; docs/decisions/0010 (a slow model's missing word)."""
LONGEST = 60.0
"""Seconds; no script of the length we take can hold the driver longer."""

_ASKED = re.compile(
    rb"\x10\x04(.)|\x1d\(H\x06\x0000(.{4})|(\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08)|(\x1dr\x01)", re.DOTALL
)


class Adversary:
    """Clock, link and link factory in one."""

    def __init__(self, script: bytes) -> None:
        self.now = self.heard_at = 0.0
        self._script = deque(script[:400])
        self._due: deque[bytes] = deque()
        self.said = b""
        self.told = b""
        self.after_tail = False

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> "Adversary":
        if self._script and self._script[0] == 7:
            self._script.popleft()
            raise Unplugged("no such port")
        return self

    def write(self, data: bytes, deadline: float) -> None:
        self.now += len(data) * 10 / 115200
        self.told += data
        for status, identity, cleared, plain in _ASKED.findall(data):
            answer = b"\x12" if status else b"\x37\x22" + identity + b"\0" if identity else b"\x37\x25\0"
            self._due.append(b"\0" if plain else answer if status or identity or cleared else b"")

    def read(self, deadline: float) -> bytes:
        data = self._answer(deadline)
        self.said += data
        if data:
            self.heard_at = self.now
        return data

    def _answer(self, deadline: float) -> bytes:
        action = self._script.popleft() if self._script else 0
        if action == 6:
            self.heard_at = self.now
            raise Unplugged("pulled")
        if action == 0 or (action < 3 and not self._due):
            self.now = max(self.now, deadline)
            return b""
        self.now += 0.001
        if action == 1:
            return self._due.popleft()
        if action == 2:
            return b"".join(self._due.popleft() for _ in range(len(self._due)))
        return bytes(self._script.popleft() for _ in range(min(action - 3, len(self._script))))

    def close(self) -> None: ...


def print_against(data: bytes) -> None:
    """The driver never raises, always ends in time, says "printed" only after the printer's own word for this job's
    last line, and "not printed" only if that last line has not left or its printing was cleared away."""
    profile = (TM_T88VI, GENERIC_80, BT_T080)[data[0] % 3] if data else TM_T88VI
    printer = Adversary(data[1:])
    driver = EscposPrinter(printer, profile, clock=printer.clock, sleep=printer.sleep)
    for job in (1, 2):
        heard, told = len(printer.said), len(printer.told)
        verdict = driver.print(SLIP, job)
        assert isinstance(verdict, Printed | NotPrinted | Doubtful)
        assert printer.now - printer.heard_at <= PROMISED * job, "no verdict in time"
        assert printer.now < LONGEST
        said, sent = printer.said[heard:], printer.told[told:]
        last_line = "窗口".encode("gbk") in sent
        if isinstance(verdict, Printed):
            assert last_line
            assert verdict.proof != "process-id" or b"\x37\x22" in said
        if isinstance(verdict, NotPrinted):
            assert not last_line
    driver.close()
