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


class Beforehand:
    """The messages of one moment, each signed once; ``at`` (hall time, milliseconds) lets nobody bring back older ones.
    ``kept``: by screen."""

    def __init__(self, signer: Signer, at: int, direct: Direct, kept: Mapping[str, Rendered], kept_at: int) -> None:
        self.kept, self._kept_at, self._signer = kept, kept_at, signer
        lines = to_json([line.model_dump() for line in direct.lines]).decode()
        digest = hashlib.sha256(lines.encode()).hexdigest()
        self._always: list[dict[str, Any]] = [{"t": "lines", "a": at, "l": lines, "g": signer.lines(at, digest)}]
        self._always += [{"t": "over", "s": one.station, "since": one.since, "g": signer.over(one.station, one.since)}
                         for one in direct.over]

    def for_screen(self, screen: str) -> list[str]:
        """Texts to send, in order."""
        texts = [to_json(one).decode() for one in self._always]
        kept = self.kept.get(screen)
        if kept is not None:
            head = to_json({"t": "keep", "a": self._kept_at, "g": self._signer.keep(self._kept_at, kept.hash)}).decode()
            texts.insert(0, f'{head[:-1]},"f":{kept.text.decode()}}}')
        return texts
