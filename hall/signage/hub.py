"""Brings the latest frame to every screen connected to this process, and judges whether they live.

Evacuation goes before everything: while a screen has one, nothing else is sent to it, and what is wanted meanwhile is
kept for the all-clear.

A change of the plan is a :class:`Turn`: the frames wait behind the glass of every screen until all have laid them out,
and come before it together, since two signs of which one has changed already send people in a circle. What somebody is
about to publish is laid out ahead, so that then there is nothing left to wait for.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hall.kit.clock import Clock
from hall.signage.direct import Kept
from hall.signage.link import AT_ONCE, WHEN_TOLD, Link, Rendered, State
from hall.signage.records import Records
from hall.signage.signing import Signer

BEAT = 0.6
"""Seconds between a player's beats."""

FROZEN_AFTER = 2.0
"""Seconds without a painted animation frame in the beats. With a beat and a look that is under three seconds."""

ABSENT_AFTER = 2.2
WRONG_AFTER = 2.0
"""Seconds a screen may take to paint what it was sent before it counts as showing something else."""

MEND_AFTER = 5.0
"""Seconds after which a screen that shows something else is sent the whole frame again."""

LOOK = 0.2


TOGETHER = 1.0
"""Seconds for which screens wait for each other; one that takes longer turns alone, as soon as it can."""

AHEAD, AHEAD_OF_MANY, AHEAD_A_SCREEN = 20, 60, 0.05
"""Milliseconds from the word to turn until they do: time for it to reach the last of them and be believed there. One
screen alone waits for nobody; of many, some are slow."""

ANSWER_A_SCREEN, ANSWERS = 5, 500
"""Milliseconds over which screens that turned together spread their answers, so that the last of them draws before the
first is asked what it says, and a thousand answers do not come in one moment."""


@dataclass
class Turn:
    """``missing``: who lives and has not laid out yet. ``earliest``: hall time in milliseconds."""

    revision: int = 0
    earliest: int = 0
    screens: set[str] = field(default_factory=set)
    missing: set[Link] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def without(self, link: Link) -> None:
        self.missing.discard(link)
        if not self.missing:
            self.changed.set()


class Hub:
    def __init__(self, records: Records, signer: Signer, clock: Clock) -> None:
        self.records, self._signer, self._clock = records, signer, clock
        self.links: dict[str, Link] = {}
        """By player: a browser opened twice replaces itself."""
        self._hung: dict[str, tuple[Link, ...]] = {}
        """The same by screen."""
        self.rendered: dict[str, Rendered] = {}
        """By screen: what normal traffic wants."""
        self.flashed: dict[str, Rendered] = {}
        """By screen: what goes before it."""
        self.coming: Mapping[str, Rendered] = {}
        """By screen: what may be published next."""
        self.known: list[str] = []
        self.kept: Kept | None = None
        self._turn: Turn | None = None
        self._turning: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None

    def join(self, link: Link, digest: str = "") -> Link | None:
        """``digest``: what the player says it has on its glass. Returns the link this one replaces."""
        before = self.links.get(link.player)
        self.links[link.player] = link
        self._hung[link.screen] = (*(one for one in self._hung.get(link.screen, ()) if one is not before), link)
        link.kept = self.kept.of(link.screen) if self.kept else None
        link.coming = self.coming.get(link.screen)
        beforehand = [*([self.kept.text(link.screen)] if self.kept else ()), *self.known]
        asyncio.get_running_loop().create_task(link.tell(beforehand))
        if link.kept is not None and digest == link.kept.hash:
            link.painted = link.kept
        if (rendered := self.wanted(link.screen)) is not None:
            link.want(rendered, self._at(link.screen)) if rendered.hash != digest else link.has(rendered)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        self._told(link, _state(link, time.monotonic()), "back")
        return before

    def leave(self, link: Link) -> None:
        if self._turn is not None:
            self._turn.without(link)
        left = tuple(one for one in self._hung.get(link.screen, ()) if one is not link)
        self._hung[link.screen] = left
        if not left:
            del self._hung[link.screen]
        if self.links.get(link.player) is link:
            del self.links[link.player]
            self._told(link, "absent", "absent")

    def wanted(self, screen: str) -> Rendered | None:
        return self.flashed.get(screen) or self.rendered.get(screen)

    def _at(self, screen: str) -> int:
        """While screens wait for each other, nothing else comes before the glass of one of them."""
        return WHEN_TOLD if self._turn is not None and screen in self._turn.screens else AT_ONCE

    def offer(self, rendered: Mapping[str, Rendered]) -> None:
        """The latest frames of some screens."""
        self.rendered.update(rendered)
        for screen, one in rendered.items():
            if screen not in self.flashed:
                for link in self._hung.get(screen, ()):
                    link.coming = None  # made before this: it is made anew
                    link.want(one, self._at(screen))

    def turn(self, rendered: Mapping[str, Rendered], earliest: int = 0) -> None:
        """The latest frames of screens that are to change together, not before ``earliest`` (hall time, milliseconds).
        One that is published meanwhile joins the turn that is under way."""
        turn = self._turn
        if turn is None:
            turn = self._turn = Turn()
            task = asyncio.get_running_loop().create_task(self._finish(turn))
            self._turning.add(task)
            task.add_done_callback(self._turning.discard)
        turn.earliest, turn.screens = earliest, turn.screens | set(rendered)
        self.offer(rendered)
        turn.revision = max((one.revision for one in rendered.values()), default=turn.revision)
        for screen in set(rendered) - set(self.flashed):
            turn.missing |= {link for link in self._hung.get(screen, ()) if link.state == "shown" and not link.laid_out}

    async def _finish(self, turn: Turn) -> None:
        end = time.monotonic() + TOGETHER
        while turn.missing and (left := end - time.monotonic()) > 0:
            turn.changed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(turn.changed.wait(), left)
        self._turn = None
        links = [link for screen in turn.screens - set(self.flashed) for link in self._hung.get(screen, ())]
        ahead = (AHEAD if len(links) < 2 else AHEAD_OF_MANY) + round(AHEAD_A_SCREEN * len(links))
        at = max(turn.earliest, _ms(self._clock) + ahead)
        spread = min(ANSWERS, ANSWER_A_SCREEN * len(links))
        word = {"t": "turn", "r": turn.revision, "at": at, "s": spread, "g": self._signer.turn(turn.revision, at)}
        text = json.dumps(word, separators=(",", ":"))
        await asyncio.gather(*(link.turn(text) for link in links))

    def flash(self, rendered: Mapping[str, Rendered]) -> None:
        """At once and before everything: these screens show nothing else until :meth:`clear`."""
        self.flashed.update(rendered)
        for screen, one in rendered.items():
            for link in self._hung.get(screen, ()):
                link.want(one)

    def clear(self) -> None:
        """Back to what is normal by now."""
        ended, self.flashed = self.flashed, {}
        self.offer({screen: self.rendered[screen] for screen in ended if screen in self.rendered})

    async def lay_ahead(self, coming: Mapping[str, Rendered]) -> None:
        """Behind every glass what may be published next, one screen after another: an alarm need not wait for it."""
        self.coming = coming
        for link in list(self.links.values()):
            link.lay_ahead(coming.get(link.screen))
            await asyncio.sleep(0)

    async def tell(self, known: list[str]) -> None:
        """Told to every screen, one after another: nothing on a glass waits for it."""
        self.known = known
        for link in list(self.links.values()):
            await link.tell(known)

    async def keep(self, kept: Kept) -> None:
        """The same for the way out each of them keeps."""
        self.kept = kept
        for link in list(self.links.values()):
            link.kept = kept.of(link.screen)
            await link.tell([kept.text(link.screen)])

    # What players tell

    def beat(self, link: Link, counter: int, skew: int) -> None:
        link.heard_at = time.monotonic()
        if counter != link.counter:
            link.counter, link.counter_at = counter, link.heard_at
        if abs(skew - link.skew) > 2000:
            link.skew = skew
            self._told(link, link.state, "")
        self._judge(link)

    def prepared(self, link: Link, seq: int) -> None:
        """It has laid out what waits behind its glass."""
        if link.ready(seq) and self._turn is not None:
            self._turn.without(link)

    def painted(self, link: Link, seq: int, digest: str, waited: float = 0) -> None:
        """``waited``: seconds for which it has kept that to itself."""
        rendered = link.told_painted(seq, digest, waited)
        if rendered is None and seq < link.due:
            return  # about a frame that has been overtaken
        if rendered is None:
            if not link.mismatch:
                link.mismatch, link.state = True, "wrong"
                self.records.wrong(link, digest)
            return  # mended in its time: a screen that cannot paint right must not be sent the same in a circle
        self._told(link, _state(link, time.monotonic()), "shown")

    # Who lives

    async def _watch(self) -> None:
        while self.links:
            for link in list(self.links.values()):
                self._judge(link)
            await asyncio.sleep(LOOK)

    def _judge(self, link: Link) -> None:
        state = _state(link, time.monotonic())
        if state == "wrong" and time.monotonic() - link.sent_at > MEND_AFTER:
            link.again(whole=True)
        if state == "waiting" and link.state == "shown":
            return  # on its way; only worth a word if it does not arrive
        if state != link.state:
            self._told(link, state, {"shown": "back", "waiting": ""}.get(state, state))

    def _told(self, link: Link, state: State, kind: str) -> None:
        link.state = state
        if self._turn is not None and state != "shown":
            self._turn.without(link)  # it does not keep the others waiting
        self.records.glass(link, kind)

    def glass(self) -> Iterator[Link]:
        """Links of this process, for a console whose database is away."""
        return iter(self.links.values())


def _state(link: Link, now: float) -> State:
    if now - link.heard_at > ABSENT_AFTER:
        return "absent"
    if now - link.counter_at > FROZEN_AFTER:
        return "frozen"
    if link.mismatch:
        return "wrong"
    if link.painted is not None and link.painted is link.wanted:
        return "shown"
    if link.painted is not None and link.painted is link.kept:
        return "alarm"
    if link.wanted is None or now - link.sent_at < WRONG_AFTER or not link.flying:
        return "waiting"
    return "wrong"


def _ms(clock: Clock) -> int:
    return round(clock.now().timestamp() * 1000)
