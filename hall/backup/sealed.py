"""The envelope of a backup: read and written as a stream, whole or not at all.

A line that says what it is; a head (JSON: how the key is made, nothing of the content); then pieces of a mebibyte, each
AES-256-GCM under a key of this file alone (a random salt), with its number and whether it is the last in the nonce, as
in STREAM (Hoang et al., 2015): pieces cannot be left out, doubled, put in another order or cut off unseen. The head is
bound to every piece.
"""

import hashlib
import hmac
import io
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from hall.kit.errors import Problem

FIRST_LINE = b"OneDoor backup 1\n"
PIECE = 1024 * 1024
TAG = 16
LARGEST_HEAD = 65536
SCRYPT = {"n": 2**15, "r": 8, "p": 1}
"""32 MB and about a tenth of a second (RFC 7914): a passphrase is not guessed by the million."""
SHORTEST = 12
"""Characters of a passphrase."""


@dataclass(frozen=True)
class Lock:
    """``kind``: how the secret becomes a key, told in the head so that the right one is asked for."""

    kind: str
    secret: bytes

    def key(self, salt: bytes) -> bytes:
        if self.kind == "passphrase":
            return Scrypt(salt=salt, length=32, **SCRYPT).derive(self.secret)
        return hmac.new(self.secret, b"onedoor-backup-1|" + salt, hashlib.sha256).digest()


def passphrase(text: str) -> Lock:
    if len(text) < SHORTEST:
        raise Problem(422, "weak", f"口令至少 {SHORTEST} 个字符。", f"A passphrase has {SHORTEST} characters or more.")
    return Lock("passphrase", text.encode())


def key_file(path: Path, *, make: bool) -> Lock:
    """32 random bytes as hexadecimal. ``make``: where there is none yet."""
    if make and not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    try:
        secret = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise Problem(
            422, "no_key", f"钥匙文件 {path} 读不出来。", f"The key file {path} cannot be read: {error}"
        ) from error
    if len(secret) != 32:
        raise Problem(422, "no_key", f"{path} 不是备份的钥匙。", f"{path} is not the key of a backup.")
    return Lock("key file", secret)


class Sealing(io.RawIOBase):
    """Write to it as to a file; nothing is sealed before :meth:`finish`."""

    def __init__(self, file: BinaryIO, lock: Lock) -> None:
        self._file, salt = file, secrets.token_bytes(16)
        key = lock.key(salt)
        head = {"lock": lock.kind, "salt": salt.hex(), "check": _check(key)}
        self._head = json.dumps(head, sort_keys=True).encode()
        self._cipher, self._number, self._held = AESGCM(key), 0, bytearray()
        file.write(FIRST_LINE + len(self._head).to_bytes(4, "big") + self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._held += data
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._piece(bytes(self._held), last=True)
        self._held.clear()

    def _piece(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), plain, self._head))
        self._number += 1


class Opening(io.RawIOBase):
    """Read from it as from a file. Raises :class:`Problem` at the first piece that is not as it was sealed."""

    def __init__(self, file: BinaryIO, lock_for: Callable[[str], Lock]) -> None:
        """``lock_for`` gets the kind of lock that the head names."""
        self._file = file
        if file.read(len(FIRST_LINE)) != FIRST_LINE:
            raise Problem(422, "no_backup", "这不是一门的备份文件。", "This is not a backup of OneDoor.")
        size = int.from_bytes(file.read(4), "big")
        self._head = file.read(size) if size <= LARGEST_HEAD else b""
        try:
            head = json.loads(self._head)
            kind, salt, check = str(head["lock"]), bytes.fromhex(head["salt"]), str(head["check"])
        except (ValueError, KeyError, TypeError) as error:
            raise torn() from error
        lock = lock_for(kind)
        if lock.kind != kind:
            raise Problem(
                422, "wrong_key", f"这份备份要用{_KINDS.get(kind, kind)}打开。", f"This backup is locked by a {kind}."
            )
        key = lock.key(salt)
        if not hmac.compare_digest(_check(key), check):
            raise Problem(
                422,
                "wrong_key",
                "钥匙不对，打不开这份备份。什么也没有改。",
                "This is not the key of this backup. Nothing was changed.",
            )
        self._cipher, self._number = AESGCM(key), 0
        self._next = file.read(PIECE + TAG)
        self._left, self._over = b"", False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, wanted = [], size
        while wanted:
            if not self._left and not self._more():
                break
            part = self._left if wanted < 0 else self._left[:wanted]
            self._left = self._left[len(part) :]
            parts.append(part)
            wanted -= len(part) if wanted > 0 else 0
        return b"".join(parts)

    def finish(self) -> None:
        """Everything was read: the last piece is there and nothing behind it."""
        while self._more():
            pass

    def _more(self) -> bool:
        if self._over:
            return False
        piece, self._next = self._next, self._file.read(PIECE + TAG)
        self._over = not self._next
        try:
            self._left = self._cipher.decrypt(_nonce(self._number, self._over), piece, self._head)
        except (InvalidTag, ValueError) as error:
            raise torn() from error
        self._number += 1
        return True


_KINDS = {"passphrase": "口令", "key file": "钥匙文件"}


def torn() -> Problem:
    return Problem(
        422,
        "torn",
        "备份文件不完整或被改过，不能用来还原。什么也没有改。",
        "The backup is torn or was changed, and cannot be restored from. Nothing was changed.",
    )


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _check(key: bytes) -> str:
    return hmac.new(key, b"onedoor-backup-check", hashlib.sha256).hexdigest()[:16]
