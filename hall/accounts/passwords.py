"""Passwords: kept as argon2 alone, made up for a first sign-in, held to rules."""

import re
import secrets
from base64 import b64encode
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from hall.kit.errors import Problem

SHORTEST, LONGEST = 10, 128
DIFFERENT = 5
"""Different characters that are left at least."""

WORDS = frozenset(files("hall.accounts").joinpath("common.txt").read_text("utf-8").split())
"""What people choose first, and whoever guesses tries first: ours, and short, since what stands around a word counts
for itself."""
RUNS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn")
LEET = str.maketrans("@$!|", "asil")

_hasher = PasswordHasher()


def _nobodys() -> str:
    """A hash like a member's, of no password: salt and outcome are random, so that no start has to compute it."""
    salt, outcome = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${outcome}"


_NOBODY = _nobodys()
"""Checked when the login is unknown, so that an unknown login takes as long as a wrong password."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def first_password() -> str:
    """Three groups anybody can type, about 60 bits: ``kdmr-7htx-Wq3n``."""
    groups = [
        "".join(secrets.choice(_ALPHABET) for _ in range(4)),
        "".join(secrets.choice(_DIGITS + _ALPHABET) for _ in range(4)),
        secrets.choice(_ALPHABET).upper()
        + "".join(secrets.choice(_ALPHABET) for _ in range(2))
        + secrets.choice(_DIGITS),
    ]
    return "-".join(groups)


def check_password_rules(password: str, *names: str) -> None:
    """Long rather than of many classes, and not what everybody thinks of first (NIST SP 800-63B, 5.1.1.2; classes make
    passwords that are alike). ``names``: of the member himself. Raises :class:`Problem`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Problem(
            422,
            "weak_password",
            f"口令须至少 {SHORTEST} 位，越长越好，例如几个不相干的词连起来。",
            f"A password needs {SHORTEST} characters or more; a few unrelated words do well.",
        )
    if len(set(left_over(password, names))) < DIFFERENT:
        raise Problem(
            422,
            "common_password",
            "这个口令太常见：去掉常用词、连号、年份和账号名后所剩无几，请换一个。",
            "Too common: without usual words, runs, years and your own name hardly anything is left of it.",
        )


def left_over(password: str, names: tuple[str, ...] = ()) -> str:
    """Without what a guesser tries first."""
    left = password.lower().translate(LEET)
    for word in sorted({*WORDS, *(name.lower() for name in names if len(name) > 2)}, key=len, reverse=True):
        left = left.replace(word, "")
    left = re.sub(r"(19|20)\d\d((0?[1-9]|1[0-2])([0-2]?\d|3[01]))?", "", left)
    left = re.sub(r"(.)\1{2,}", r"\1", left)
    for size in range(11, 2, -1):
        for run in (*RUNS, *(each[::-1] for each in RUNS)):
            for at in range(len(run) - size + 1):
                left = left.replace(run[at : at + size], "")
    return left


def password_fits(stored: str | None, password: str) -> bool:
    """Slow on purpose (about 50 ms): call off the event loop."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    return _hasher.hash(password)
