"""Time that nobody sets: for what must not begin, end or last because a clock was wrong.

The machine counts seconds since it was started, sleep included, and no setting of its clock touches that count. Steady
time is the wall time of the first look after a start of the machine, and what was counted since. That first look is
written down beside the data, so that every process, and every later start of the hall, has the same. After the next
start of the machine it begins anew by the wall clock: an instant that was stored may then lie ahead, and whoever
compares says what that means (a wait begins again, a session is over).
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def since_boot() -> timedelta:
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))


class Steady:
    def __init__(
        self, kept: Path | None, now: Callable[[], datetime], counted: Callable[[], timedelta] = since_boot
    ) -> None:
        """``kept``: where the first look of this boot is written down; None: nowhere."""
        self._counted = counted
        self._began = now() - counted()
        if kept is not None:
            self._began = _first_look(kept, self._began)

    def __call__(self) -> datetime:
        return self._began + self._counted()


def _first_look(kept: Path, began: datetime) -> datetime:
    boot = BOOT.read_text("ascii").strip() if BOOT.exists() else "?"
    with suppress(OSError, ValueError):
        of, _, at = kept.read_text("ascii").partition(" ")
        if of == boot:
            return datetime.fromisoformat(at).astimezone(UTC)
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = kept.with_name(f".{kept.name}.{os.getpid()}")
    partial.write_text(f"{boot} {began.isoformat()}", "ascii")
    os.replace(partial, kept)
    return began
