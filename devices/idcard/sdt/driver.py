"""The ID card reader's role over SDT: finds, selects, reads a card once, and notices when it leaves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from devices.errors import Garbled, Refused, Silent, Unplugged
from devices.idcard.card import CardEvent, CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, Status
from devices.idcard.sdt.conversation import Conversation
from devices.idcard.sdt.text import read_card
from devices.link import LinkFactory

_LOOK = 3.0  # one look never takes longer, whatever trickles in
_AWAY = 2  # looks without a card until it is believed gone: a hand moves
_PATIENT = 4  # looks without an answer until the link is opened anew
_CHECK_LEFT = 1.0  # seconds between two re-readings of a card that only a reading can see

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


@dataclass(frozen=True)
class Module:
    """``number`` as printed on it; None when it does not tell."""

    state: codec.ModuleState
    number: str | None


class _State(Enum):
    IDLE = auto()  # nothing on the reader
    REFUSED = auto()  # a card lies there that could not be read, and that has been told
    READ = auto()  # a card lies there and has been told


class SdtReader:
    """Implements :class:`devices.idcard.card.IdCardReader`. Looks every ``interval`` seconds; reconnects by itself.

    Modules differ in what they say of a card that was read and stays: some find it again, some answer "no card" until
    it leaves. So "no card" is believed only when a direct reading fails too [one public implementation relies on it;
    a module that refuses that reading is told gone too early, and nothing worse].
    """

    def __init__(self, open_link: LinkFactory, *, interval: float = 0.3) -> None:
        self._open_link = open_link
        self._interval = interval
        self._talk: Conversation | None = None
        self._greeted = False
        self._state = _State.IDLE
        self._missed = 0
        self._check_at = 0.0
        self._reader_trouble: Trouble | None = None
        self._works: bool | None = None
        self._misses = 0
        self._look_at = 0.0
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
            self._not_understood()
            return self._reader_fails(Trouble.SILENT) if self._misses > 1 else None
        except Unplugged:
            self._drop_link()
            return self._reader_fails(Trouble.UNPLUGGED)
        except Garbled:
            self._not_understood()
            return self._reader_fails(Trouble.GARBLED)
        except Refused as refusal:
            return self._refused(refusal.code)

    def module(self) -> Module:
        """What the module says of itself, for the staff. Raises ``DeviceError`` when it says nothing."""
        self._link_up()
        state = codec.module_state(self._ask(Command.SAM_STATUS, *Status).status)
        if state is not codec.ModuleState.READY:
            return Module(state, None)
        number = self._ask(Command.SAM_NUMBER, *Status)
        return Module(state, codec.sam_number(number.data) if number.status == Status.OK else None)

    def works(self) -> bool | None:
        return self._works

    def close(self) -> None:
        self._closing.set()
        if self._talk is not None:
            self._talk.close()

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
        self._state, self._greeted, self._works = _State.IDLE, False, False
        if trouble == self._reader_trouble:
            return None
        self._reader_trouble = trouble
        return CardTrouble(trouble)

    def _reader_answers(self, event: CardEvent | None) -> CardEvent | None:
        self._misses, self._works = 0, True
        if self._reader_trouble is None:
            return event
        self._reader_trouble, self._later = None, event
        return ReaderBack()

    # -- the wire ----------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._link_up()
        if not self._greeted:
            self._ask(Command.SAM_STATUS)
            self._greeted = True

    def _link_up(self) -> None:
        end = time.monotonic() + _LOOK
        if self._talk is None:
            self._talk, self._greeted = Conversation(self._open_link()), False
            if self._closing.is_set():  # it was closed while we opened
                self._talk.close()
        self._talk.end = end

    def _not_understood(self) -> None:
        """Again and again: the link is opened anew. A module may be set to another speed, a TCP peer long gone."""
        self._misses += 1
        if self._misses % _PATIENT == 0:
            self._drop_link()

    def _drop_link(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None

    @property
    def _ask(self) -> Callable[..., codec.Reply]:
        if self._talk is None:
            raise Unplugged("not connected")
        return self._talk.ask
