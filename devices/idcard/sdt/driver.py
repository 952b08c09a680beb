"""The ID card reader's role over SDT: finds, selects, reads a card once, and notices when it leaves."""

import threading
import time
from enum import Enum, auto

from devices.errors import Garbled, Refused, Silent, Unplugged
from devices.idcard.card import CardEvent, CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, Status
from devices.idcard.sdt.text import read_card
from devices.link import Link, LinkFactory

_TIMEOUTS = {Command.FIND: 0.5, Command.SELECT: 0.5, Command.READ: 2.0}  # what public hosts wait, at their widest
_TIMEOUT = 0.5
_LOOK = 3.0          # one look never takes longer, whatever trickles in
_GAP = 0.25          # a frame that stops for this long has lost its end
_QUIET = 0.05        # before asking again: let what is still coming come
_AWAY = 2            # looks without a card until it is believed gone: a hand moves
_CHECK_LEFT = 1.0    # seconds between two re-readings of a card that only a reading can see

_RESEND = frozenset({Status.BAD_CHECKSUM, Status.BAD_LENGTH, Status.BAD_COMMAND})
_TROUBLES: dict[int, Trouble] = {
    Status.CARD_REJECTS_SAM: Trouble.LAY_AGAIN,
    Status.SAM_REJECTS_CARD: Trouble.LAY_AGAIN,
    Status.VERIFICATION_FAILED: Trouble.LAY_AGAIN,
    Status.READ_FAILED: Trouble.LAY_AGAIN,
    Status.NO_RANDOM: Trouble.LAY_AGAIN,
    Status.NO_CARD: Trouble.LAY_AGAIN,  # to a select or a read: it was there a moment ago
    Status.SELECT_FAILED: Trouble.LAY_AGAIN,
    Status.UNKNOWN_CARD: Trouble.UNKNOWN_CARD,
    Status.SAM_NOT_AUTHORISED: Trouble.NOT_AUTHORISED,
}  # anything else is the reader's own fault
_CARD_TROUBLES = frozenset({Trouble.LAY_AGAIN, Trouble.UNKNOWN_CARD})


class _State(Enum):
    IDLE = auto()     # nothing on the reader
    REFUSED = auto()  # a card lies there that could not be read, and that has been told
    READ = auto()     # a card lies there and has been told


class SdtReader:
    """Implements :class:`devices.idcard.card.IdCardReader`. Looks every ``interval`` seconds; reconnects by itself.

    Modules differ in what they say of a card that was read and stays: some find it again, some answer "no card" until
    it leaves. So "no card" is believed only when a direct reading fails too [one public implementation relies on it;
    a module that refuses that reading is told gone too early, and nothing worse].
    """

    def __init__(self, open_link: LinkFactory, *, interval: float = 0.3) -> None:
        self._open_link = open_link
        self._interval = interval
        self._link: Link | None = None
        self._frames = codec.FrameReader()
        self._greeted = False
        self._state = _State.IDLE
        self._missed = 0
        self._check_at = 0.0
        self._reader_trouble: Trouble | None = None
        self._silences = 0
        self._look_at = self._look_end = 0.0
        self._later: CardEvent | None = None
        self._closing = threading.Event()

    def poll(self) -> CardEvent | None:
        if self._later is not None:
            event, self._later = self._later, None
            return event
        if self._closing.wait(max(0.0, self._look_at - time.monotonic())):
            return None
        self._look_at = time.monotonic() + self._interval
        try:
            self._connect()
            return self._reader_answers(self._look())
        except Silent:
            self._silences += 1
            return self._reader_fails(Trouble.SILENT) if self._silences > 1 else None
        except Unplugged:
            self._drop_link()
            return self._reader_fails(Trouble.UNPLUGGED)
        except Garbled:
            return self._reader_fails(Trouble.GARBLED)
        except Refused as refusal:
            return self._refused(refusal.code)

    def sam_number(self) -> str | None:
        """The module's own number, for the staff; None when it does not tell. Raises ``DeviceError``."""
        self._connect()
        return codec.sam_number(self._ask(Command.SAM_NUMBER).data)

    def close(self) -> None:
        self._closing.set()
        if self._link is not None:
            self._link.close()

    # -- one look ----------------------------------------------------------------------------------------------------

    def _look(self) -> CardEvent | None:
        found = self._ask(Command.FIND, Status.FOUND, Status.NO_CARD)
        if found.status == Status.NO_CARD:
            return self._nothing_found()
        self._missed = 0
        return None if self._state is _State.READ else self._take()

    def _take(self) -> IdCard | CardTrouble | None:
        """A card lies there that has not been read. A hand still moving is given a second try at once."""
        try:
            card = self._read()
        except Silent:
            return self._card_fails(Trouble.LAY_AGAIN)
        except (Refused, Garbled):
            card = None
        if card is None:
            self._ask(Command.FIND, Status.FOUND)
            card = self._read()
        if card is None:
            return self._card_fails(Trouble.UNKNOWN_CARD)
        self._state = _State.READ
        return card

    def _read(self) -> IdCard | None:
        self._ask(Command.SELECT)
        text = codec.take_text(self._ask(Command.READ).data)
        if text is None:
            raise Garbled("a reading of the wrong shape")
        return read_card(text)

    def _nothing_found(self) -> CardGone | None:
        if self._state is _State.IDLE:
            return None
        self._missed += 1
        if self._missed < _AWAY or (self._state is _State.READ and self._hides()):
            return None
        was, self._state = self._state, _State.IDLE
        self._missed = 0
        return CardGone() if was is _State.READ else None

    def _hides(self) -> bool:
        """Whether the card that was read still lies there, unseen by FIND."""
        now = time.monotonic()
        if now < self._check_at:
            return True
        try:
            codec.take_text(self._ask(Command.READ).data)
        except (Refused, Silent, Garbled):
            self._check_at = 0.0
            return False
        self._check_at = now + _CHECK_LEFT
        return True

    # -- what is told, once ------------------------------------------------------------------------------------------

    def _refused(self, code: int) -> CardEvent | None:
        trouble = _TROUBLES.get(code, Trouble.READER_FAULT)
        if trouble in _CARD_TROUBLES:
            return self._reader_answers(self._card_fails(trouble))
        return self._reader_fails(trouble)

    def _card_fails(self, trouble: Trouble) -> CardTrouble | None:
        told, self._state = self._state is _State.REFUSED, _State.REFUSED
        return None if told else CardTrouble(trouble)

    def _reader_fails(self, trouble: Trouble) -> CardTrouble | None:
        self._state, self._greeted = _State.IDLE, False
        if trouble == self._reader_trouble:
            return None
        self._reader_trouble = trouble
        return CardTrouble(trouble)

    def _reader_answers(self, event: CardEvent | None) -> CardEvent | None:
        self._silences = 0
        if self._reader_trouble is None:
            return event
        self._reader_trouble, self._later = None, event
        return ReaderBack()

    # -- the wire ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._look_end = time.monotonic() + _LOOK
        if self._link is None:
            self._link, self._greeted = self._open_link(), False
            if self._closing.is_set():  # it was closed while we opened
                self._link.close()
        if not self._greeted:
            self._ask(Command.SAM_STATUS)
            self._greeted = True

    def _drop_link(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None

    def _ask(self, command: Command, *accepted: Status) -> codec.Reply:
        """The reply, if its status is one of ``accepted`` (OK by default). What went wrong on the way is asked once
        more. Raises ``Refused`` for any other status, ``Garbled`` or ``Silent`` for none, ``Unplugged``."""
        for last in (False, True):
            try:
                reply = self._exchange(command)
                if reply.status in (accepted or (Status.OK,)):
                    return reply
                if reply.status in (Status.OK, Status.FOUND):
                    raise Garbled("an answer to some other question")
                if last or reply.status not in _RESEND:
                    raise Refused(f"{command.name} was answered {reply.status:02X}", reply.status)
            except Garbled:
                if last:
                    raise
            self._drain(_QUIET)
        raise AssertionError("unreachable")

    def _exchange(self, command: Command) -> codec.Reply:
        self._drain(0.0)
        end = min(time.monotonic() + _TIMEOUTS.get(command, _TIMEOUT), self._look_end)
        self._wire.write(codec.request(command), end)
        while True:
            until = min(end, time.monotonic() + _GAP) if self._frames.pending else end
            data = self._wire.read(until)
            if not data:
                if self._frames.pending or self._frames.rejected:
                    raise Garbled(f"the answer to {command.name} has no end")
                raise Silent(f"no answer to {command.name}")
            bodies = self._frames.feed(data)
            if bodies:
                return self._parsed(bodies[0])
            if self._frames.rejected:
                raise Garbled(f"the answer to {command.name} has a wrong check")

    def _parsed(self, body: bytearray) -> codec.Reply:
        try:
            return codec.parse_reply(body)
        except ValueError as error:
            raise Garbled(str(error)) from None
        finally:
            body[:] = bytes(len(body))

    def _drain(self, quiet: float) -> None:
        """Throw away what nobody asked for, until the line has been ``quiet`` for that long; at most half a second."""
        end = time.monotonic() + 0.5
        while self._wire.read(min(end, time.monotonic() + quiet)) and time.monotonic() < end:
            pass
        self._frames.clear()

    @property
    def _wire(self) -> Link:
        if self._link is None:
            raise Unplugged("not connected")
        return self._link
