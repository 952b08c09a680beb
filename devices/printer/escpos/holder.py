"""The mouth or presenter of a simulated printer: holds the last slip until a visitor takes it or it is pulled back."""

from typing import Literal, Protocol

Fate = Literal["out", "waiting", "taken", "retracted", "pushed out"]
"""``out``: nobody looks. ``pushed out``: the next slip came before anybody took it."""


class Held(Protocol):
    fate: Fate


class Holder:
    """``sees``: there is a sensor. ``retract`` seconds until it pulls a slip back (None or 0: never). ``taken_after``
    seconds until a visitor takes one (None: nobody does)."""

    def __init__(self, sees: bool, retract: float | None, taken_after: float | None) -> None:
        self._sees, self._retract = sees, retract or None
        self.taken_after = taken_after
        self._slip: Held | None = None
        self._leaves_at: float | None = None
        self._fate: Fate = "taken"

    @property
    def waiting(self) -> bool:
        return self._slip is not None

    def put(self, slip: Held, at: float, taken_after: float | Literal["usual"] | None = "usual") -> None:
        """A slip was cut at ``at``."""
        if not self._sees:
            return
        self._leave("pushed out")
        slip.fate, self._slip = "waiting", slip
        after = self.taken_after if taken_after == "usual" else taken_after
        ends: list[tuple[float, Fate]] = []
        if after is not None:
            ends.append((at + after, "taken"))
        if self._retract is not None:
            ends.append((at + self._retract, "retracted"))
        self._leaves_at, self._fate = min(ends, default=(None, "taken"))

    def take(self) -> None:
        self._leave("taken")

    def due_at(self) -> float | None:
        return self._leaves_at

    def advance(self, now: float) -> None:
        if self._leaves_at is not None and now >= self._leaves_at:
            self._leave(self._fate)

    def _leave(self, fate: Fate) -> None:
        if self._slip is not None:
            self._slip.fate = fate
        self._slip, self._leaves_at = None, None
