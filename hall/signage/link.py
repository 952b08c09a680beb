"""One connected screen, as the hall sees it: what it was sent, what it has painted, whether it lives.

There is no queue: a link has one frame it *wants* on the glass, and a newer one takes its place until it is sent. What
is sent is a patch against the last frame the player confirmed, or the whole frame where there is none.

Behind the frame that is wanted and painted, the one that may come next can be laid out ahead; when it is published it
need not be sent any more.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import from_json, to_json

from hall.contract.frame import Frame
from hall.signage.patches import SAME, patch
from hall.signage.signing import Signer

State = Literal["waiting", "shown", "wrong", "frozen", "absent", "alarm"]
"""``alarm``: it shows the way out it keeps, since a station told it so."""
Send = Callable[[dict[str, Any]], Awaitable[None]]

STUCK = 1.0
"""Seconds for which a line may take nothing before the next one is served."""

AT_ONCE, WHEN_TOLD = 0, -1
"""When a frame flips: else hall time in milliseconds."""

FLYING = 4
"""Frames sent and not yet confirmed that are remembered; players keep as many."""


SINCE = 1_767_225_600
"""Numbers of a connection begin at the tenths of a second since 2026: what a player still says of a frame of the one
before is known for old."""


class Rendered:
    """A frame with its hash, made once and shared; the text as bytes, since a thousand are held."""

    __slots__ = ("hash", "mode", "revision", "screen", "text")

    def __init__(self, frame: Frame) -> None:
        self.text, self.hash = frame.canonical().encode(), frame.hash()
        self.screen, self.revision, self.mode = frame.screen, frame.revision, frame.mode

    def without_calls(self) -> tuple["Rendered", tuple[int, ...]]:
        """What replay keeps of it: the frame less its calls, and their ids."""
        if b'"calls":[]' in self.text:
            return self, ()
        frame = Frame.model_validate_json(self.text)
        return Rendered(frame.model_copy(update={"calls": ()})), tuple(call.id for call in frame.calls)


@dataclass(slots=True)
class Offer:
    """``at``: when it flips."""

    rendered: Rendered
    at: int


class Link:
    """``seq`` is the number of the last frame on this connection, ours to give; ``nonce`` is the player's for it.
    Both are signed, so that nothing older is ever taken.
    ``due`` is the number of what belongs on the glass, ``laid`` of what is laid out behind it. ``coming`` is what may
    be published next, ``ahead`` what waits of it behind the glass: until anything else is sent."""

    __slots__ = (
        "ahead",
        "busy",
        "coming",
        "counter",
        "counter_at",
        "due",
        "flying",
        "heard_at",
        "kept",
        "laid",
        "mismatch",
        "nonce",
        "offer",
        "painted",
        "painted_at",
        "player",
        "screen",
        "send",
        "sent",
        "sent_at",
        "seq",
        "signer",
        "skew",
        "state",
        "took",
        "word_at",
    )

    def __init__(self, player: str, screen: str, nonce: str, send: Send, signer: Signer) -> None:
        self.player, self.screen, self.nonce, self.send, self.signer = player, screen, nonce, send, signer
        self.seq = round((time.time() - SINCE) * 10)
        self.offer: Offer | None = None
        self.sent: Offer | None = None
        self.flying: dict[int, Rendered] = {}
        self.painted: Rendered | None = None
        self.kept: Rendered | None = None
        self.ahead: Rendered | None = None
        self.coming: Rendered | None = None
        self.due = self.laid = 0
        self.busy = self.mismatch = False
        self.state: State = "waiting"
        self.counter, self.skew, self.took = -1, 0, 0
        self.heard_at = self.counter_at = self.sent_at = time.monotonic()
        self.word_at = self.painted_at = 0.0

    def want(self, rendered: Rendered, at: int = AT_ONCE) -> None:
        """On the glass next, in place of whatever was not sent yet."""
        if self.offer is not None and self.offer.rendered is rendered and self.offer.at == at:
            return
        self.offer = Offer(rendered, at)
        if at == WHEN_TOLD and rendered is self.ahead:
            self._due(self.offer)
        self._stir()

    def lay_ahead(self, rendered: Rendered | None) -> None:
        """Behind the glass as soon as what belongs on it is there. None: nothing is coming."""
        self.coming = rendered
        self._stir()

    async def tell(self, texts: list[str]) -> None:
        """What is to be known beforehand; it moves nothing on the glass. Nobody waits for a line that is stuck."""
        try:
            async with asyncio.timeout(STUCK):
                for text in texts:
                    await self.send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError, TimeoutError):
            return  # it has gone, or is about to be found out; it is told when it is back

    def has(self, rendered: Rendered) -> None:
        """The player came with this on its glass."""
        self.offer = self.sent = Offer(rendered, AT_ONCE)
        self.painted, self.painted_at = rendered, time.time()
        self._stir()

    def again(self, whole: bool) -> None:
        """The player asks for what it should have: the whole of it, if it has lost its base."""
        if whole:
            self.painted = None
            self.flying.clear()
        self.sent = None
        self._stir()

    def refused(self, seq: int) -> None:
        """Number ``seq`` was not taken. What was only to come is left until it is published; a whole frame that was
        refused is sent again by the hub, in its time."""
        if seq != self.seq:
            return
        if self.ahead is not None:
            self.ahead = self.coming = None
        elif self.painted is not None:
            self.again(whole=True)

    def _stir(self) -> None:
        if not self.busy and self._more():
            self.busy = True
            asyncio.get_running_loop().create_task(self._flush())

    def _more(self) -> bool:
        return self.offer is not self.sent or self._may_lay_ahead()

    def _may_lay_ahead(self) -> bool:
        """Nothing is laid behind an alarm, nor before what belongs on the glass is there."""
        return (
            self.coming is not None
            and self.coming is not self.ahead
            and self.painted is not None
            and self.painted is self.wanted
            and self.painted.mode == "normal"
        )

    async def _flush(self) -> None:
        try:
            while self._more():
                await self.send({"type": "websocket.send", "text": self._next()})
        except (OSError, RuntimeError):
            return  # the connection has gone; whoever receives on it ends the link
        finally:
            self.busy = False

    def _next(self) -> str:
        """What belongs on the glass first."""
        self.seq += 1
        if self.offer is not None and self.offer is not self.sent:
            self.ahead = None  # behind the glass there is room for one
            self._due(self.offer)
            return self._message(self.offer)
        assert self.coming is not None
        self.ahead = self.coming
        return self._message(Offer(self.coming, WHEN_TOLD))

    def _due(self, offer: Offer) -> None:
        """The last number is, from now on, what belongs on the glass."""
        self.sent, self.due, self.sent_at, self.mismatch = offer, self.seq, time.monotonic(), False

    def _message(self, offer: Offer) -> str:
        rendered = offer.rendered
        self.flying[self.seq] = rendered
        while len(self.flying) > FLYING:
            del self.flying[next(iter(self.flying))]
        message: dict[str, Any] = {"q": self.seq}
        if offer.at:
            message["at"] = offer.at
        message["g"] = self.signer.frame(f"{self.player}|{self.nonce}", self.seq, offer.at, rendered.hash)
        base = self.painted
        if base is not None:
            change = patch(from_json(base.text), from_json(rendered.text))
            message |= {"b": base.hash[:8], "d": {} if change is SAME else change}
            text = _json(message)
            if len(text) < len(rendered.text):
                return text
            del message["b"], message["d"]
        return f'{_json(message)[:-1]},"f":{rendered.text.decode()}}}'

    async def turn(self, text: str) -> None:
        """What waits behind the glass comes before it; if it has to be sent (again), then to be shown at once."""
        waits = self.offer
        if waits is None or waits.at != WHEN_TOLD:
            return
        self.offer = Offer(waits.rendered, AT_ONCE)
        if self.sent is waits:
            self.sent = self.offer
            await self.tell([text])

    def ready(self, seq: int) -> bool:
        """Number ``seq`` is laid out behind the glass: is that what belongs on it?"""
        self.laid = seq
        return self.laid_out

    @property
    def laid_out(self) -> bool:
        """What belongs on the glass is laid out behind it."""
        return self.laid == self.due and self.offer is self.sent

    async def ask(self, what: str, number: str = "") -> None:
        """Picture, identify (flash ``number``), reload; or to forget what it was."""
        message = (
            {"t": "unpaired", "g": self.signer.unpaired(self.player)}
            if what == "unpaired"
            else {"t": "ask", "what": what, "number": number}
        )
        try:
            await self.send({"type": "websocket.send", "text": _json(message)})
            if what == "unpaired":
                await self.send({"type": "websocket.close", "code": 1008})
        except (OSError, RuntimeError):
            return  # it has gone; it learns of it when it comes back

    def told_painted(self, seq: int, digest: str, waited: float) -> Rendered | None:
        """What the player says is on its glass; returned if it is a frame that was sent."""
        rendered = self.flying.get(seq)
        if self.kept is not None and digest == self.kept.hash and (rendered is None or rendered.hash != digest):
            self.painted, self.painted_at = self.kept, time.time() - waited
            return self.kept
        if rendered is None and self.painted is not None and self.painted.hash == digest:
            self.mismatch = False  # what it had dropped is back
            return self.painted
        if rendered is None or rendered.hash != digest:
            return None
        for older in [one for one in self.flying if one <= seq]:
            del self.flying[older]
        self.painted, self.painted_at = rendered, time.time() - waited
        self.took = round((time.monotonic() - self.sent_at - waited) * 1000)
        self._stir()
        return rendered

    @property
    def wanted(self) -> Rendered | None:
        return self.offer.rendered if self.offer else None


def _json(value: Any) -> str:
    return to_json(value).decode()
