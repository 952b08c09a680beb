"""The gate's role over a Modbus relay board. Writes exactly one kind of command, a timed pulse, and only inside
``unlock``: neither connecting, nor losing the line, nor closing ever touches a relay."""

import threading
import time
from collections import deque
from dataclasses import replace

from devices.errors import DeviceError, Garbled, Refused, Silent, Unplugged
from devices.gate.gate import (
    Decision,
    GateBack,
    GateEvent,
    GateState,
    GateTrouble,
    Inputs,
    MaybeReleased,
    NotReleased,
    Release,
    Released,
    Trouble,
    Why,
)
from devices.gate.once import Once
from devices.gate.passage import Passage
from devices.gate.relay import codec
from devices.gate.relay.codec import Framing, Question
from devices.gate.relay.modules import Module
from devices.gate.wiring import Wiring
from devices.link import Link, LinkFactory

_INTERVAL = 0.08  # between two looks: contacts are seen within 0.1 s
_ANSWER = 0.25  # a board needs some 20 ms; a slow line is reckoned on top
_REOPEN = 0.5  # between two attempts to open a lost line
_MISSES = 2  # bad answers in a row until it is told: one is noise
_PATIENT = 6  # and until the line itself is opened anew: a TCP peer may be long gone
_NOT_DONE = frozenset({1, 2, 3, 6, 10})  # exceptions that say the write was not carried out (V1.1b3, 7)


class RelayGate:
    """Implements :class:`devices.gate.gate.Gate`. ``held``: seconds the door may stand open. ``baud`` is the serial
    rate, or a large number where the wire costs no time."""

    def __init__(
        self, open_link: LinkFactory, module: Module, wiring: Wiring, *, framing: Framing = "rtu", unit: int = 1,
        held: float = 20.0, baud: int = 9600,
    ) -> None:  # fmt: skip
        self._open_link, self._module, self._wiring = open_link, module, wiring
        self._framing: Framing = framing
        self._unit, self._second_per_byte = unit, 10 / baud
        self._passage = Passage(held)
        self._inputs: Inputs | None = None
        self._told: deque[GateEvent] = deque()
        self._once = Once()
        self._link: Link | None = None
        self._transaction = 0
        self._unsettled = False  # an answer may still be on its way
        self._misses = 0
        self._trouble: Trouble | None = None
        self._look_at = 0.0
        self._closing, self._woken = threading.Event(), threading.Event()

    def poll(self) -> GateEvent | None:
        if not self._told and not self._woken.wait(max(0.0, self._look_at - time.monotonic())):
            self._look()
        self._woken.clear()
        if self._closing.is_set():
            self._woken.set()
        return self._told.popleft() if self._told else None

    def wake(self) -> None:
        self._woken.set()

    def inputs(self) -> Inputs | None:
        return self._inputs if self._passage.watched(time.monotonic()) else None

    def state(self) -> GateState:
        return replace(self._passage.state(time.monotonic()), trouble=self._trouble)

    def unlock(self, seconds: float, decision: Decision) -> Release:
        if self._module.pulse is None:
            return NotReleased(decision, Why.NO_PULSE)
        question = codec.pulse(self._module, self._wiring.relay, round(seconds * 10))
        why_not = self._why_not(decision)
        if why_not is not None:
            return NotReleased(decision, why_not)
        try:
            self._settle(self._wire)
        except Unplugged:
            self._lose(Trouble.UNPLUGGED)
            return NotReleased(decision, Why.NO_WATCH)
        except Garbled:
            return NotReleased(decision, Why.NO_WATCH)
        if late := self._once.why_not(decision, time.monotonic()):  # the line took its time
            return NotReleased(decision, late)
        self._once.use(decision)
        return self._released(question, seconds, decision)

    def relay_drawn(self) -> bool | None:
        """Whether the board says that its relay is drawn, for a technician. None if it does not say."""
        try:
            self._settle(self._wire)
            pdu = self._ask(codec.read_bits(codec.READ_COILS, self._wiring.relay - 1, 1))
        except (DeviceError, codec.Failed):
            return None
        return codec.bits(pdu, 1)[0]

    def close(self) -> None:
        self._closing.set()
        self._woken.set()
        if self._link is not None:
            self._link.close()

    # -- unlocking -----------------------------------------------------------------------------------------------------

    def _why_not(self, decision: Decision) -> Why | None:
        now = time.monotonic()
        if why_not := self._once.why_not(decision, now):
            return why_not
        if self._passage.waiting:
            return Why.BUSY
        if self._link is None or self._misses or self._trouble or not self._passage.watched(now):
            return Why.NO_WATCH
        return None

    def _released(self, question: Question, seconds: float, decision: Decision) -> Release:
        """Asked once. What left us may have been carried out, whatever came back."""
        trouble = None
        try:
            self._ask(question)
        except codec.Failed as failure:
            if failure.code in _NOT_DONE:
                return NotReleased(decision, Why.REFUSED)
            trouble = Trouble.REFUSED
        except Silent:
            trouble = Trouble.SILENT
        except Garbled:
            trouble = Trouble.GARBLED
        except Unplugged:
            trouble = Trouble.UNPLUGGED
        self._passage.released(decision, seconds, time.monotonic())
        if trouble is None:
            return Released(decision)
        if trouble is Trouble.UNPLUGGED:
            self._lose(trouble)
        return MaybeReleased(decision, trouble)

    # -- looking -------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        began = time.monotonic()
        self._look_at = began + _INTERVAL
        try:
            self._connect()
            self._settle(self._wire)
            began = time.monotonic()  # the contacts are at least as new as the question
            self._read(began)
        except Unplugged:
            self._look_at = time.monotonic() + _REOPEN
            self._lose(Trouble.UNPLUGGED)
        except Silent:
            self._miss(Trouble.SILENT)
        except Garbled:
            self._miss(Trouble.GARBLED)
        except Refused:
            self._fail(Trouble.REFUSED)

    def _read(self, asked_at: float) -> None:
        count = self._wiring.count
        function = self._module.read if count else codec.READ_COILS
        try:
            pdu = self._ask(codec.read_bits(function, 0, count or 1))
        except codec.Failed as failure:
            raise Refused(str(failure), failure.code) from failure
        self._misses = 0
        if self._trouble is not None:
            self._trouble = None
            self._told.append(GateBack())
        self._inputs = self._wiring.inputs(codec.bits(pdu, count)) if count else Inputs(None)
        self._told += self._passage.read(self._inputs, asked_at)

    def _miss(self, trouble: Trouble) -> None:
        self._misses += 1
        if self._misses >= _MISSES:
            self._fail(trouble)
        if self._misses % _PATIENT == 0:
            self._drop()

    def _lose(self, trouble: Trouble) -> None:
        self._drop()
        self._fail(trouble)

    def _fail(self, trouble: Trouble) -> None:
        self._told += self._passage.lost()
        if trouble != self._trouble:
            self._trouble = trouble
            self._told.append(GateTrouble(trouble))

    # -- the wire ------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        if self._link is None:
            self._link, self._unsettled = self._open_link(), True
            if self._closing.is_set():  # it was closed while we opened
                self._link.close()

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None

    def _settle(self, link: Link) -> None:
        """Throw away what nobody waits for. RTU answers do not say what they answer: after one that did not come in
        time, the line must have been quiet for as long before it is asked again."""
        quiet = _ANSWER if self._unsettled else 0.0
        end = time.monotonic() + 2 * _ANSWER
        while link.read(min(end, time.monotonic() + quiet)):
            if time.monotonic() >= end:
                raise Garbled("the line does not fall quiet")
        self._unsettled = False

    def _ask(self, question: Question) -> bytes:
        """The answering PDU. Raises ``codec.Failed``, ``Garbled``, ``Silent``, ``Unplugged``."""
        self._transaction = self._transaction % 0xFFFF + 1
        asked = codec.frame(question, self._framing, self._unit, self._transaction)
        self._unsettled = True
        end = time.monotonic() + _ANSWER + (len(asked) + question.answer_size + 8) * self._second_per_byte
        self._wire.write(asked, end)
        heard = b""
        while data := self._wire.read(end):
            heard += data
            try:
                pdu = codec.answer(heard, question, self._framing, self._unit, self._transaction)
            except codec.NotAnAnswer as error:
                raise Garbled(str(error)) from None
            except codec.Failed:
                self._unsettled = False
                raise
            if pdu is not None:
                self._unsettled = False
                return pdu
        if heard:
            raise Garbled("an answer without an end")
        raise Silent("no answer")

    @property
    def _wire(self) -> Link:
        if self._link is None:
            raise Unplugged("not connected")
        return self._link
