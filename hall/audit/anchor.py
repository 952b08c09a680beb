"""What is kept elsewhere of the chain, on paper or with somebody else: without it a chain whose end was cut off is
whole (GB/T 22239-2019, 8.1.4.3 c: audit records are protected, regularly backed up, and not deleted unforeseen)."""

import re
from dataclasses import dataclass

from hall.kit.errors import Problem

_TEXT = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Anchor:
    """The last line there was, and its MAC: ``1234:9f86d0…``."""

    number: int
    mac: str

    def __str__(self) -> str:
        return f"{self.number}:{self.mac}"


def read(text: str) -> Anchor:
    """Raises :class:`Problem`."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise Problem(
            422,
            "bad_anchor",
            "锚点读不懂：应为“行号:64 位十六进制”，由 audit anchor 打印。",
            "An anchor is a line's number, a colon and 64 hex digits, as audit anchor prints it.",
        )
    return Anchor(int(found[1]), found[2])
