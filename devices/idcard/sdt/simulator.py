"""An ID card reader seen from its wire: an SAM module with, or without, a card on it."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, Status

LeftCard = Literal["found_again", "hidden", "refused"]
_PHOTO = bytes(1024)  # a real one is a compressed picture; ours show nobody

_SAM_NUMBER = bytes.fromhex("05000300 E5D63401 40E20100 D2029649")  # 05.03-20240101-0000123456-1234567890


@dataclass
class SdtSimulator:
    """``lay`` a card's 256 bytes of text on it, ``take_away``. The fields may be changed at any time:

    ``left_card``: a card that was read and stays is found again, or hidden until it leaves though it can be read, or
    hidden and refused (modules differ).
    ``sam``: the status every command gets instead of an answer (66 not authorised, 60 self-test failed), or None.
    ``unreadable``: the status the card makes SELECT (81) or READ (any other, as 41, 31) fail with, or None.
    ``work``: seconds until each answer; what real modules take stands in no document.
    A command it does not know is answered 21, as old modules (0501) answer the fingerprint.
    """

    left_card: LeftCard = "found_again"
    sam: int | None = None
    unreadable: int | None = None
    work: float = 0.0

    def __post_init__(self) -> None:
        self._frames = codec.FrameReader()
        self._card: bytes | None = None
        self._selected = self._was_read = False
        self._answers: list[tuple[float, Command | None, bytes]] = []
        self._pull_at_read = False
        self.heard: deque[bytes] = deque(maxlen=1000)  # CMD PARA of what was asked

    @property
    def card_laid(self) -> bool:
        return self._card is not None

    @property
    def will_be_pulled(self) -> bool:
        return self._pull_at_read

    def lay(self, text: bytes) -> None:
        self._card = text
        self._selected = self._was_read = False

    def take_away(self) -> None:
        self._card = None
        self._selected = self._was_read = False

    def pull_at_next_read(self, pull: bool = True) -> None:
        """The visitor is impatient: the next card leaves while it is being read."""
        self._pull_at_read = pull

    def power_cycle(self, now: float) -> None:
        self._frames.clear()
        self._answers.clear()
        self._selected = self._was_read = False

    def receive(self, data: bytes, now: float) -> None:
        for body in self._frames.feed(data):
            self.heard.append(bytes(body[:2]))
            command = next((known for known in Command if known.value == body), None)
            at = max([now, *(at for at, _, _ in self._answers)]) + self.work
            self._answers.append((at, command, bytes(body)))
        if self._frames.rejected:
            self._frames.rejected = 0
            self._answers.append((now, None, b""))

    def transmit(self, now: float) -> bytes:
        out = b""
        while self._answers and self._answers[0][0] <= now:
            _, command, body = self._answers.pop(0)
            out += self._answer(command) if body else codec.reply(Status.BAD_CHECKSUM)
        return out

    def wake_at(self) -> float | None:
        return self._answers[0][0] if self._answers else None

    def _answer(self, command: Command | None) -> bytes:
        if self.sam is not None:
            return codec.reply(self.sam)
        match command:
            case Command.RESET | Command.SAM_STATUS:
                return codec.reply(Status.OK)
            case Command.SAM_NUMBER:
                return codec.reply(Status.OK, _SAM_NUMBER)
            case Command.FIND:
                return self._find()
            case Command.SELECT:
                return self._select()
            case Command.READ:
                return self._read()
        return codec.reply(Status.BAD_COMMAND)

    def _find(self) -> bytes:
        self._selected = False
        if self._card is None or (self._was_read and self.left_card != "found_again"):
            return codec.reply(Status.NO_CARD)
        return codec.reply(Status.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._card is None or self.unreadable == Status.SELECT_FAILED:
            return codec.reply(Status.SELECT_FAILED)
        self._selected = True
        return codec.reply(Status.OK, bytes(8))

    def _read(self) -> bytes:
        if self._pull_at_read and self._card is not None:
            self._pull_at_read = False
            self.take_away()
        again = self._was_read and self.left_card != "refused"
        if self._card is None or not (self._selected or again):
            return codec.reply(Status.READ_FAILED)
        if self.unreadable is not None:
            return codec.reply(self.unreadable)
        self._was_read = True
        return codec.reply(Status.OK, b"\x01\x00\x04\x00" + self._card + _PHOTO)
