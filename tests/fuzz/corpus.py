"""The inputs kept of each target, one a line, base64: ``corpus/NAME.txt``, and in ``corpus/NAME.found.txt`` those that
once broke something, which are never thinned out."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "corpus"
ROOM = 64_000
"""Characters of one target's file."""


def read(name: str) -> list[bytes]:
    files = [file for file in (FOLDER / f"{name}.txt", FOLDER / f"{name}.found.txt") if file.exists()]
    return [b64decode(line) for file in files for line in file.read_text("ascii").splitlines()]


def write(name: str, inputs: Iterable[bytes]) -> None:
    """Smallest first, as far as there is room; nothing is changed if there are none."""
    lines, room = [], ROOM
    for data in sorted(set(inputs), key=lambda data: (len(data), data)):
        line = b64encode(data).decode() + "\n"
        room -= len(line)
        if data and room >= 0:
            lines.append(line)
    if lines:
        (FOLDER / f"{name}.txt").write_text("".join(lines), "ascii")
