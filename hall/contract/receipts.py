"""收件凭证: what was taken in, in bytes that are the same everywhere, and the code by which any kiosk proves it
while the hall is away. Pure.

The code holds the number and the digest of the whole receipt, and nothing of a person. It never ends; its key may be
revoked. Of the hall's numbers a kiosk has last night's, eight bytes each: who is younger is signed and not yet known.
"""

import base64
import bisect
import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from hall.contract import cose
from hall.contract.cose import EDDSA, Unsound
from hall.contract.passes import PassKey
from hall.contract.queue import Wire

Number = Annotated[str, StringConstraints(pattern=r"^SJ\d{8}\d{6}$")]
"""SJ, the business day, the serial number of that day: ``SJ20261124000123``."""
Form = Literal["original", "copy", "electronic"]
FORMS: dict[Form, str] = {"original": "原件", "copy": "复印件", "electronic": "电子"}
Origin = Literal["ordinary", "added", "changed", "cancelled"]
ORIGINS: dict[Origin, str] = {"ordinary": "统一入口", "added": "特殊收件·新增", "changed": "特殊收件·更改",
                              "cancelled": "特殊收件·取消"}  # fmt: skip
"""沪松府办〔2025〕32 号 三（二）: what does not come by the city's one entrance is taken in at the same window."""

KNOWN_BYTES = 8
MATTER_LETTERS = 12
"""So many letters of a matter's id stand in the code: it stays at QR version 9-M, and the digest says the id whole."""

_ISS, _IAT = 1, 6  # RFC 8392, 4
_KIND, _RECEIPT = -70001, -70007  # private use; 1 is the kind of receipts (``passes.KINDS``)
_KID = 4
"""Bytes of a key's id in a code: enough to tell the keys of one hall apart."""


class ReceiptLine(Wire):
    """One material. Not ``given``: it follows ``by`` a day; with ``waived`` (容缺) the case goes on meanwhile."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    form: Form = "original"
    copies: Annotated[int, Field(ge=1, le=99)] = 1
    given: bool = True
    waived: bool = False
    by: date | None = None


class Receipt(Wire):
    """``revision``: of the catalogue it was taken in under. ``applicant``: a firm, or a masked name. ``until``: the day
    by which it is answered, or taken as accepted (行政许可法第三十二条); None: that day is not known yet."""

    number: Number
    origin: Origin = "ordinary"
    reason: Annotated[str, StringConstraints(max_length=200)] = ""
    matter: Annotated[str, StringConstraints(max_length=64)]
    matter_zh: Annotated[str, StringConstraints(max_length=200)]
    revision: int = 0
    project: Annotated[str, StringConstraints(max_length=200)]
    project_code: Annotated[str, StringConstraints(max_length=32)] = ""
    applicant: Annotated[str, StringConstraints(max_length=120)]
    department: Annotated[str, StringConstraints(max_length=64)]
    lines: Annotated[tuple[ReceiptLine, ...], Field(min_length=1, max_length=200)]
    window: Annotated[str, StringConstraints(max_length=8)] = ""
    clerk: Annotated[str, StringConstraints(max_length=32)] = ""
    issued: AwareDatetime
    until: date | None = None

    @property
    def to_follow(self) -> tuple[ReceiptLine, ...]:
        return tuple(line for line in self.lines if not line.given)

    @cached_property
    def canonical(self) -> bytes:
        """A list in the order of the fields: one receipt has one text."""
        lines = [
            [one.name, one.form, one.copies, one.given, one.waived, one.by.isoformat() if one.by else ""]
            for one in self.lines
        ]
        of = [
            "onedoor-receipt-1", self.number, self.origin, self.reason, self.matter, self.matter_zh, self.revision,
            self.project, self.project_code, self.applicant, self.department, lines, self.window, self.clerk,
            int(self.issued.timestamp()), self.until.isoformat() if self.until else "",
        ]  # fmt: skip
        return cose.canonical(of)

    @cached_property
    def digest(self) -> bytes:
        """16 bytes of SHA-256: the same for every copy."""
        return hashlib.sha256(self.canonical).digest()[:16]


class Shown(NamedTuple):
    """What a code says. ``copy``: 0 the original, n: 补打第 n 次."""

    iss: str
    number: str
    digest: bytes
    matter: str
    lines: int
    to_follow: int
    copy: int
    issued: datetime


Verdict = Literal["true", "copy", "void", "unsynced", "forged", "foreign"]
VERDICTS: dict[Verdict, str] = {
    "true": "真",
    "copy": "真，补打第 {copy} 次",
    "void": "真，已作废",
    "unsynced": "签名有效，厅里尚未同步",
    "forged": "伪造或被改",
    "foreign": "不是我厅的码",
}
Why = Literal["", "unread", "signature", "key", "revoked", "unknown"]
"""Of what is forged. ``unknown``: signed by us, and the hall has no such number, which somebody has to look into."""


class Proof(NamedTuple):
    verdict: Verdict
    shown: Shown | None = None
    why: Why = ""


class ReceiptsPart(Wire):
    """``receipts``: keys that sign receipts (``revoked``: whatever they signed is doubtful), and the numbers that are
    void."""

    iss: str = ""
    keys: Annotated[tuple[PassKey, ...], Field(max_length=64)] = ()
    revoked: Annotated[tuple[str, ...], Field(max_length=64)] = ()
    void: tuple[str, ...] = ()


class KnownPart(Wire):
    """``receipts_known``: every number issued before ``upto``, as `known_as` says it, ascending, base64."""

    upto: AwareDatetime | None = None
    known: str = ""

    @cached_property
    def _marks(self) -> list[bytes]:
        raw = base64.b64decode(self.known)
        return [raw[at : at + KNOWN_BYTES] for at in range(0, len(raw), KNOWN_BYTES)]

    def has(self, number: str, digest: bytes) -> bool:
        marks, mark = self._marks, known_as(number, digest)
        at = bisect.bisect_left(marks, mark)
        return at < len(marks) and marks[at] == mark


def known_as(number: str, digest: bytes) -> bytes:
    return hashlib.sha256(number.encode() + digest).digest()[:KNOWN_BYTES]


def known_part(upto: datetime, of: Iterable[tuple[str, bytes]]) -> KnownPart:
    marks = b"".join(sorted(known_as(number, digest) for number, digest in of))
    return KnownPart(upto=upto, known=base64.b64encode(marks).decode())


def signed(receipt: Receipt, copy: int, iss: str, kid: str, key: bytes) -> str:
    """The text of its code. ``kid``: hex; ``key``: 32 bytes, of Ed25519."""
    of = [receipt.number, receipt.digest, receipt.matter[:MATTER_LETTERS], len(receipt.lines), len(receipt.to_follow),
          copy]  # fmt: skip
    payload = {_ISS: iss, _IAT: int(receipt.issued.timestamp()), _KIND: 1, _RECEIPT: of}
    return cose.seal(payload, bytes.fromhex(kid)[:_KID], key)


def shown(text: str) -> Shown:
    """What a code says, believed by nobody yet. Raises :class:`Unsound`."""
    said = cose.read(text).said()
    if set(said) != {_ISS, _IAT, _KIND, _RECEIPT} or said[_KIND] != 1 or type(said[_IAT]) is not int:
        raise Unsound
    of, iss = said[_RECEIPT], said[_ISS]
    if type(iss) is not str or type(of) is not list or [type(one) for one in of] != [str, bytes, str, int, int, int]:
        raise Unsound
    number, digest, matter, lines, to_follow, copy = of
    if len(digest) != 16 or not 0 <= to_follow <= lines or copy < 0:
        raise Unsound
    try:
        issued = datetime.fromtimestamp(said[_IAT], UTC)
    except (ValueError, OverflowError, OSError):
        raise Unsound from None
    return Shown(iss, number, digest, matter, lines, to_follow, copy, issued)


def proved(text: str, part: ReceiptsPart, known: KnownPart) -> Proof:
    """By what a kiosk has, without asking anybody. What our key signed is ours, whatever the hall was called then."""
    try:
        said = shown(text)
        alg, kid = cose.read(text).head()
    except Unsound:
        return Proof("forged" if _says_receipt(text, part.iss) else "foreign", None, "unread")
    held = next((one for one in part.keys if bytes.fromhex(one.kid)[:_KID] == kid), None)
    if held is None or held.alg != alg or alg != EDDSA or not cose.read(text).by(alg, held.key):
        if said.iss != part.iss:
            return Proof("foreign", said)
        return Proof("forged", said, "key" if held is None else "signature")
    if held.ends is not None and said.issued >= held.ends:
        return Proof("forged", said, "key")
    if held.kid in part.revoked:
        return Proof("forged", said, "revoked")
    if said.number in part.void:
        return Proof("void", said)
    if known.upto is None or said.issued >= known.upto:
        return Proof("unsynced", said)
    if not known.has(said.number, said.digest):
        return Proof("forged", said, "unknown")
    return Proof("copy" if said.copy else "true", said)


def _says_receipt(text: str, iss: str) -> bool:
    """A text that begins like ours and cannot be read is one of ours that was changed; a sound one of another hall's or
    of another kind is not."""
    try:
        return cose.read(text).said().get(_ISS) == iss
    except Unsound:
        return text.startswith(cose.PREFIX)
