"""What screens are told beforehand, so that a fire contact reaches them with the hall away: the way out to keep, the
stations to listen to, and which alarms are over. Signed, and told whenever it changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from hall.contract.alarm import AlarmLine, Instance
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
    said += [{"t": "over", "s": one.station, "since": one.since, "g": signer.over(one.station, one.since)}
             for one in direct.over]
    return [to_json(one).decode() for one in said]


class Kept:
    """The way out each screen keeps, by screen; ``at``: when its plan was published, in hall time, milliseconds."""

    def __init__(self, signer: Signer, at: int, frames: Mapping[str, Rendered]) -> None:
        self.frames, self._at, self._signer = frames, at, signer

    def texts(self, screen: str) -> list[str]:
        """What that screen is to be told: one text, or none."""
        frame = self.frames.get(screen)
        if frame is None:
            return []
        head = to_json({"t": "keep", "a": self._at, "g": self._signer.keep(self._at, frame.hash)}).decode()
        return [f'{head[:-1]},"f":{frame.text.decode()}}}']
