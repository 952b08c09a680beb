"""What screens are told beforehand, so that a fire contact reaches them with the hall away: the way out to keep, the
stations to listen to, and which alarms are over. Signed, and told whenever it changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import to_json

from hall.contract.alarm import AlarmLine, Instance
from hall.plan import Published
from hall.signage.frames import Mode, frame_off_the_plan
from hall.signage.link import Rendered
from hall.signage.signing import Signer


@dataclass(frozen=True)
class Direct:
    """``over``: alarms of stations that two roles have ended."""

    lines: tuple[AlarmLine, ...] = ()
    over: tuple[Instance, ...] = ()


def known(signer: Signer, at: int, direct: Direct) -> list[str]:
    """Texts for every screen, in order; ``at`` (hall time, milliseconds) lets nobody bring back older ones."""
    lines = to_json([line.model_dump() for line in direct.lines]).decode()
    digest = hashlib.sha256(lines.encode()).hexdigest()
    said: list[dict[str, Any]] = [{"t": "lines", "a": at, "l": lines, "g": signer.lines(at, digest)}]
    said += [
        {"t": "over", "s": one.station, "since": one.since, "g": signer.over(one.station, one.since)}
        for one in direct.over
    ]
    return [to_json(one).decode() for one in said]


@lru_cache(maxsize=256)
def off_the_plan(screen: str, revision: int, mode: Mode) -> Rendered:
    """What a glass shows whose screen the plan has no more: one object for each, as with those on the plan."""
    return Rendered(frame_off_the_plan(screen, revision, mode))


class Kept:
    """The way out each screen keeps of a published plan."""

    def __init__(self, signer: Signer, published: Published, frames: Mapping[str, Rendered]) -> None:
        self._signer, self._published, self._frames = signer, published, frames

    def of(self, screen: str) -> Rendered:
        """A screen that the plan has no more keeps none of the ways that were."""
        return self._frames.get(screen) or off_the_plan(screen, self._published.revision, "evacuation")

    def text(self, screen: str) -> str:
        """What that screen is to be told. The moment of the publishing lets nobody bring back an older way."""
        frame, at = self.of(screen), round(self._published.at.timestamp() * 1000)
        head = to_json({"t": "keep", "a": at, "g": self._signer.keep(at, frame.hash)}).decode()
        return f'{head[:-1]},"f":{frame.text.decode()}}}'
