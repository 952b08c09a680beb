"""Receipts: what is forged, foreign, void or not known yet, and the bytes of one that is true."""

import base64
from datetime import UTC, date, datetime, timedelta

import cbor2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from hall.contract import cose
from hall.contract.codes import read
from hall.contract.passes import PassKey
from hall.contract.receipts import KnownPart, Receipt, ReceiptLine, ReceiptsPart, known_part, proved, shown, signed

SEED = bytes(range(32))  # of the published vector (tests/hall/contract/test_passes.py)
PUBLIC = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
KID = "0123456789abcdef"
ISS = "onedoor-1a2b3c4d"
AT = datetime(2026, 11, 24, 1, 42, 7, tzinfo=UTC)
RECEIPT = Receipt(
    number="SJ20261124000007", origin="changed", reason="建设单位变更", matter="sgxk",
    matter_zh="建筑工程施工许可证核发",
    revision=3, project="九亭镇样例产业园一期", applicant="上海样例建设有限公司", department="区建设管理委",
    lines=(ReceiptLine(name="施工许可申请表"), ReceiptLine(name="中标通知书", form="copy", copies=2),
           ReceiptLine(name="保函", given=False, waived=True, by=date(2026, 12, 1))),
    window="3", clerk="王*", issued=AT, until=date(2026, 12, 1),
)  # fmt: skip
PART = ReceiptsPart(iss=ISS, keys=(PassKey(kid=KID, key=PUBLIC),))
KNOWN = known_part(AT + timedelta(hours=12), [(RECEIPT.number, RECEIPT.digest)])
TEXT = signed(RECEIPT, 0, ISS, KID, SEED)


def verdict(text: str, part: ReceiptsPart = PART, known: KnownPart = KNOWN) -> tuple[str, str]:
    proof = proved(text, part, known)
    return proof.verdict, proof.why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ("foreign", "unread")),
        ("https://example.org/", ("foreign", "unread")),
        ("SJ1:", ("forged", "unread")),
        ("SJ1:HELLO WORLD", ("forged", "unread")),
        (TEXT[:-1], ("forged", "unread")),
        (TEXT[:60] + ("A" if TEXT[60] != "A" else "B") + TEXT[61:], ("forged", "signature")),
        (signed(RECEIPT, 0, ISS, KID, bytes(32)), ("forged", "signature")),
        (signed(RECEIPT, 0, ISS, "ff" * 8, SEED), ("forged", "key")),
        (signed(RECEIPT, 0, "onedoor-ffffffff", "ff" * 8, bytes(32)), ("foreign", "")),
        (signed(RECEIPT, 0, "onedoor-ffffffff", KID, bytes(32)), ("foreign", "")),
        (signed(RECEIPT.model_copy(update={"number": "SJ20261124000008"}), 0, ISS, KID, SEED), ("forged", "unknown")),
    ],
)
def test_not_believed(text: str, said: tuple[str, str]):
    assert verdict(text) == said


def test_a_line_taken_out_is_another_receipt():
    """The number is right and the key too: the hall has no such receipt."""
    less = RECEIPT.model_copy(update={"lines": RECEIPT.lines[:2]})
    assert verdict(signed(Receipt.model_validate(less.model_dump()), 0, ISS, KID, SEED)) == ("forged", "unknown")


def test_void_and_revoked():
    assert verdict(TEXT, PART.model_copy(update={"void": (RECEIPT.number,)})) == ("void", "")
    assert verdict(TEXT, PART.model_copy(update={"revoked": (KID,)})) == ("forged", "revoked")


def test_a_key_that_was_rolled_over():
    """What it signed while it was ours stands; it signs nothing later."""
    ends = PART.keys[0].model_copy(update={"ends": AT + timedelta(seconds=1)})
    assert verdict(TEXT, PART.model_copy(update={"keys": (ends,)})) == ("true", "")
    ended = PART.keys[0].model_copy(update={"ends": AT})
    assert verdict(TEXT, PART.model_copy(update={"keys": (ended,)})) == ("forged", "key")


def test_a_hall_that_was_called_otherwise():
    """Its name in codes comes from a key that may be changed; receipts stand for years."""
    assert verdict(signed(RECEIPT, 0, "onedoor-00000000", KID, SEED)) == ("true", "")


def test_younger_than_last_night():
    assert verdict(TEXT, known=known_part(AT, [])) == ("unsynced", "")
    assert verdict(TEXT, known=KnownPart()) == ("unsynced", "")


def test_true_and_a_copy_of_it():
    assert verdict(TEXT) == ("true", "")
    copy = proved(signed(RECEIPT, 2, ISS, KID, SEED), PART, KNOWN)
    assert (copy.verdict, copy.shown and copy.shown.copy) == ("copy", 2)


def test_the_bytes():
    """Whoever checks a receipt elsewhere writes it so."""
    assert cbor2.loads(RECEIPT.canonical)[:4] == ["onedoor-receipt-1", "SJ20261124000007", "changed", "建设单位变更"]
    assert RECEIPT.digest.hex() == "5a63d7811f55963525f8d87ce346d44e"
    assert TEXT == (
        "SJ1:RRQ+D9P60CO0L60$Y88CK33A880-3E  C.3EOJE-A6SG6FM62S6WY0 NDGYT/E736087E/E7360C:E09E4H9846D%6*96+Q6646646U:"
        "69JB:ARB/3N:I0 4PGR.WSZ$QKVCS3DZNDV5027BO19ISHAV0PKP1I526V0895HGW+CDZJN77.IUWDR4TE-*1LBQD:O*XGIADDD6X BID9OY"
        "CUT3YAVGZ9R0R%28I:VC%MTQU/AA"
    )
    said = shown(TEXT)
    assert (said.number, said.matter, said.lines, said.to_follow, said.copy, said.issued) == (
        "SJ20261124000007", "sgxk", 3, 1, 0, AT.replace(microsecond=0))  # fmt: skip
    assert "样例" not in TEXT
    assert read(TEXT).kind == "receipt"


@given(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=40), st.integers(0, 9999), st.integers(1, 200))
def test_it_is_never_longer_than_version_9(matter: str, copy: int, lines: int):
    """262 letters at 9-M (ISO/IEC 18004, table 7): also of the longest name, in one of many copies."""
    many = RECEIPT.model_copy(update={"matter": matter, "lines": RECEIPT.lines[2:] * lines})
    assert len(signed(Receipt.model_validate(many.model_dump()), copy, ISS, KID, SEED)) <= 262


def test_it_is_read_at_version_9():
    """30 mm on a slip of 58 mm."""
    assert segno.make_qr("A" * 262, error="m", boost_error=False).version == 9
    assert segno.make_qr(TEXT, error="m", boost_error=False).version == 9


@given(st.binary(max_size=120))
def test_no_bytes_break_it(raw: bytes):
    import base45

    assert verdict(cose.PREFIX + base45.b45encode(raw).decode())[0] in ("forged", "foreign")


def test_ten_thousand_numbers_are_small():
    many = known_part(AT, ((f"SJ20261124{n:06d}", bytes(16)) for n in range(10_000)))
    assert len(base64.b64decode(many.known)) == 80_000
    assert many.has("SJ20261124009999", bytes(16))
    assert not many.has("SJ20261124010000", bytes(16))
