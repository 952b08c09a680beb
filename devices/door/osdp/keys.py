"""The secrets of readers: sixteen bytes each, one file a reader, made here and nowhere else."""

import os
import secrets
from pathlib import Path

DEFAULT = bytes(range(0x30, 0x40))
"""SCBK-D, which every reader knows (SIA OSDP 2.2, annex D). It keeps nothing secret and is refused."""


class BadKey(ValueError):
    """``str(error)`` is a sentence for whoever installs the reader."""


def make_key(path: Path) -> bytes:
    """A new key in a new file, for its owner's eyes. Raises ``OSError``, so when there is one already."""
    key = secrets.token_bytes(16)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key


def read_key(path: Path) -> bytes:
    """Raises :class:`BadKey`."""
    try:
        if path.stat().st_mode & 0o077:
            raise BadKey(f"{path} can be read by others; chmod 600 it, and give the reader a new key.")
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise BadKey(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, BadKey):
            raise
        raise BadKey(f"{path} is no key: write 32 hexadecimal digits.") from None
    if len(key) != 16:
        raise BadKey(f"{path} is no key: write 32 hexadecimal digits.")
    if key == DEFAULT or len(set(key)) < 4:
        raise BadKey(f"{path} holds a key that everybody knows; make one with python -m devices key.")
    return key
