"""SDT frames.

Request: ``AA AA AA 96 69 | length | CMD PARA data | check``.
Reply: ``AA AA AA 96 69 | length | SW1 SW2 SW3 data | check``.
``length`` is big-endian and counts everything after itself; ``check`` is the XOR of everything between the preamble
and itself. (Protocol sheet of the SAM makers, agreeing with eight independent public implementations.)
"""

from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
HEAD = len(PREAMBLE) + 2
LONGEST = 0x0508  # text and photo, the longest reply to any command here


class Command(Enum):
    """CMD PARA of every command we speak."""

    RESET = b"\x10\xff"
    SAM_STATUS = b"\x11\xff"
    SAM_NUMBER = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"  # text and photo; no module offers the text alone


class Status(IntEnum):
    """SW3. SW1 and SW2 are zero, or the card's own word with 31, 41, 47 and 81."""

    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_ALLOWED = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REJECTS_SAM = 0x31
    SAM_REJECTS_CARD = 0x32
    VERIFICATION_FAILED = 0x33
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    NO_RANDOM = 0x47
    SAM_SELF_TEST_FAILED = 0x60
    SAM_NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    NO_SUCH_ITEM = 0x91
    FOUND = 0x9F


class ModuleState(StrEnum):
    """What a module says of itself when asked for its status."""

    READY = "ready"
    SELF_TEST_FAILED = "self_test_failed"  # 60: it takes no commands
    NOT_AUTHORISED = "not_authorised"  # 66: it works and may not be used; only its maker can change that
    UNKNOWN = "unknown"  # any other status


def module_state(status: int) -> ModuleState:
    return _STATES.get(status, ModuleState.UNKNOWN)


_STATES: dict[int, ModuleState] = {
    Status.OK: ModuleState.READY,
    Status.SAM_SELF_TEST_FAILED: ModuleState.SELF_TEST_FAILED,
    Status.SAM_NOT_AUTHORISED: ModuleState.NOT_AUTHORISED,
}
BAUDS = {115200: 0, 57600: 1, 38400: 2, 19200: 3, 9600: 4}
"""Every speed a module may be set to, the usual one first, and its number in command 60."""


@dataclass
class Reply:
    """``status`` is SW3 (not every value has a name). ``data`` may be a person's, so ``repr`` hides it."""

    status: int
    data: bytearray = field(repr=False)
    card_status: int = 0


def request(command: Command) -> bytes:
    return frame(command.value)


def set_baud_request(baud: int) -> bytes:
    """Command 60. Raises ``KeyError`` for a speed the modules do not have."""
    return frame(bytes((0x60, BAUDS[baud])))


def reply(status: int, data: bytes = b"", card_status: int = 0) -> bytes:
    return frame(card_status.to_bytes(2, "big") + bytes((status,)) + data)


def frame(body: bytes) -> bytes:
    measured = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + measured + bytes((check(measured),))


def check(measured: bytes | bytearray) -> int:
    value = 0
    for byte in measured:
        value ^= byte
    return value


def parse_reply(body: bytearray) -> Reply:
    """``body`` as :class:`FrameReader` gives it. Raises ``ValueError`` when it is too short to be a reply."""
    if len(body) < 3:
        raise ValueError("a reply of fewer than three bytes")
    return Reply(body[2], body[3:], int.from_bytes(body[:2], "big"))


def take_text(data: bytearray) -> bytes | None:
    """The 256 bytes of text out of a READ reply's data (``01 00 04 00``, text, photo); None if it is not one.

    The photo is overwritten where it stands: nobody may see it later.
    """
    whole = len(data) == 4 + 256 + 1024 and data[:4] == b"\x01\x00\x04\x00"
    text = bytes(data[4:260]) if whole else None
    data[:] = bytes(len(data))
    return text


def sam_number(data: bytes | bytearray) -> str | None:
    """The module's number as printed on it: ``05.03-20240101-0000123456-1234567890``. Public code disagrees whether the
    last two parts have nine or ten digits; ten here."""
    if len(data) != 16:
        return None
    major, minor = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    day, serial, rest = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{major:02d}.{minor:02d}-{day}-{serial:010d}-{rest:010d}"


class FrameReader:
    """Cuts a stream of bytes into frame bodies (between length and check), sliding past junk byte by byte.

    ``rejected`` counts what began like a frame and was none: an impossible length, a wrong check.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self.rejected = 0

    @property
    def pending(self) -> bool:
        """Part of a frame has come, and its rest is missing."""
        return bool(self._bytes)

    def clear(self) -> None:
        self._forget(len(self._bytes))
        self.rejected = 0

    def feed(self, data: bytes) -> list[bytearray]:
        self._bytes += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        return bodies

    def _next(self) -> bytearray | None:
        while True:
            self._slide()
            if len(self._bytes) < HEAD:
                return None
            length = int.from_bytes(self._bytes[HEAD - 2 : HEAD], "big")
            if not 3 <= length <= LONGEST:
                self._reject()
                continue
            end = HEAD + length
            if len(self._bytes) < end:
                return None
            if check(self._bytes[HEAD - 2 : end]) != 0:  # the check byte cancels itself
                self._reject()
                continue
            body = self._bytes[HEAD : end - 1]
            self._forget(end)
            return body

    def _slide(self) -> None:
        """Until a preamble, or what may become one, stands at the front."""
        at = self._bytes.find(PREAMBLE)
        if at < 0:
            at = len(self._bytes)
            for kept in range(min(len(PREAMBLE) - 1, len(self._bytes)), 0, -1):
                if self._bytes.endswith(PREAMBLE[:kept]):
                    at -= kept
                    break
        self._forget(at)

    def _reject(self) -> None:
        self.rejected += 1
        self._forget(1)

    def _forget(self, count: int) -> None:
        self._bytes[:count] = bytes(count)  # a person's data does not linger in freed memory
        del self._bytes[:count]
