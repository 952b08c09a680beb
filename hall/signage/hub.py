"""Brings the latest frame to every screen connected to this process, and judges whether they live.

Evacuation goes before everything: while a screen has one, nothing else is sent to it, and what is wanted meanwhile is
kept for the all-clear.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hall.signage.direct import Beforehand
from hall.signage.link import AT_ONCE, WHEN_TOLD, Link, Rendered, State
from hall.signage.records import Records

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


@dataclass
class RollOut:
    """Who has the new frames ready behind the glass and who has not; ``flip`` shows them where they are ready."""

    prepared: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    flip: Callable[[int], Awaitable[None]] = lambda at: asyncio.sleep(0)


class Hub:
    def __init__(self, records: Records) -> None:
        self.records = records
        self.links: dict[str, Link] = {}
        """By player: a browser opened twice replaces itself."""
        self._hung: dict[str, tuple[Link, ...]] = {}
        """The same by screen."""
        self.rendered: dict[str, Rendered] = {}
        """By screen: what normal traffic wants."""
        self.flashed: dict[str, Rendered] = {}
        """By screen: what goes before it."""
        self.beforehand: Beforehand | None = None
        self._watching: asyncio.Task[None] | None = None

    def join(self, link: Link, digest: str = "") -> Link | None:
        """``digest``: what the player says it has on its glass. Returns the link this one replaces."""
        before = self.links.get(link.player)
        self.links[link.player] = link
        self._hung[link.screen] = (*(one for one in self._hung.get(link.screen, ()) if one is not before), link)
        if self.beforehand is not None:
            link.kept = self.beforehand.kept.get(link.screen)
            asyncio.get_running_loop().create_task(link.tell(self.beforehand.for_screen(link.screen)))
        if link.kept is not None and digest == link.kept.hash:
            link.painted = link.kept
        if (rendered := self.wanted(link.screen)) is not None:
            link.want(rendered) if rendered.hash != digest else link.has(rendered)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        self._told(link, _state(link, time.monotonic()), "back")
        return before

    def leave(self, link: Link) -> None:
        left = tuple(one for one in self._hung.get(link.screen, ()) if one is not link)
        self._hung[link.screen] = left
        if not left:
            del self._hung[link.screen]
        if self.links.get(link.player) is link:
            del self.links[link.player]
            self._told(link, "absent", "absent")

    def wanted(self, screen: str) -> Rendered | None:
        return self.flashed.get(screen) or self.rendered.get(screen)

    def offer(self, rendered: Mapping[str, Rendered], at: int = AT_ONCE) -> None:
        """The latest frames of some screens, to flip at hall time ``at`` (milliseconds)."""
        self.rendered.update(rendered)
        for screen, one in rendered.items():
            if screen not in self.flashed:
                for link in self._hung.get(screen, ()):
                    link.want(one, at)

    def flash(self, rendered: Mapping[str, Rendered]) -> None:
        """At once and before everything: these screens show nothing else until :meth:`clear`."""
        self.flashed.update(rendered)
        for screen, one in rendered.items():
            for link in self._hung.get(screen, ()):
                link.want(one)

    def clear(self) -> None:
        """Back to what is normal by now."""
        ended, self.flashed = self.flashed, {}
        for screen in ended:
            if (rendered := self.rendered.get(screen)) is not None:
                for link in self._hung.get(screen, ()):
                    link.want(rendered)

    async def tell(self, beforehand: Beforehand) -> None:
        """Told to every screen, one after another: nothing on a glass waits for it."""
        self.beforehand = beforehand
        for link in list(self.links.values()):
            link.kept = beforehand.kept.get(link.screen)
            await link.tell(beforehand.for_screen(link.screen))

    async def roll_out(self, rendered: Mapping[str, Rendered], within: float = 1.0) -> RollOut:
        """Send frames to wait behind the glass; who has verified and laid them out within ``within`` seconds is
        prepared. Nothing changes on any glass until ``flip(at)`` (hall time, milliseconds); screens that are not
        connected here are missing."""
        links = {link.screen: link for link in self.links.values()
                 if link.screen in rendered and link.screen not in self.flashed}
        for screen, link in links.items():
            link.want(rendered[screen], WHEN_TOLD)
        end = time.monotonic() + within

        def ready() -> set[str]:
            return {screen for screen, link in links.items() if link.prepared and link.prepared == link.seq
                    and link.wanted is rendered[screen]}

        while ready() != set(links) and time.monotonic() < end:
            await asyncio.sleep(0.005)
        prepared = ready()

        async def flip(at: int) -> None:
            self.rendered.update({screen: rendered[screen] for screen in prepared})
            await asyncio.gather(*(_quietly(links[screen], at) for screen in prepared))

        return RollOut(prepared, set(rendered) - prepared, flip)

    # What players tell

    def beat(self, link: Link, counter: int, skew: int) -> None:
        link.heard_at = time.monotonic()
        if counter != link.counter:
            link.counter, link.counter_at = counter, link.heard_at
        if abs(skew - link.skew) > 2000:
            link.skew = skew
            self._told(link, link.state, "")
        self._judge(link)

    def painted(self, link: Link, seq: int, digest: str) -> None:
        rendered = link.told_painted(seq, digest)
        if rendered is None and seq != link.seq:
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


async def _quietly(link: Link, at: int) -> None:
    try:
        await link.flip(at)
    except (OSError, RuntimeError):
        return  # gone meanwhile; it gets the frame when it is back
