"""The high-water mark: a file beside the ledger that says how far it had come when it last gave a number.

A number of a block is on paper for ever. A ledger that was put back, or lost its write-ahead log, would give it again
as soon as the hall is away; its mark says that it knows less than it did.
"""

import os
from pathlib import Path


def mark_of(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.name}.mark")


def put_mark(ledger: Path, birth: str, seq: int) -> None:
    """On disk when it returns. Raises ``OSError``."""
    mark = mark_of(ledger)
    fresh = mark.with_name(f"{mark.name}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"{birth} {seq}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(mark)


def read_mark(ledger: Path) -> tuple[str, int] | None:
    """(birth id, report number); None where there is none, or none that can be read."""
    try:
        birth, seq = mark_of(ledger).read_text(encoding="ascii").split()
        return birth, int(seq)
    except (OSError, ValueError):
        return None
