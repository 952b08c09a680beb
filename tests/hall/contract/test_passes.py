"""Signed codes: the bytes as published, another library as witness, and everything that is not believed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import base45
import cbor2
import pytest
import segno
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.codes import read
from hall.contract.cose import PREFIX
from hall.contract.passes import Claims, NotOpened, PassKey, kind_said, opened, signed

SEED = bytes(range(32))  # published with the vector
PUBLIC = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
KEY = PassKey(kid="01", key=PUBLIC)
PAYLOAD = (
    "a70166736a73707a78041a6a6be580061a697e978007480123456789abcdef3a00011170013a0001117170534a3230323630323031303030"
    "3132333a00011172480000000000000000"
)
COSE = (
    "d28446a20127044101a05849" + PAYLOAD + "5840b7f953537c83d987ee09594ef89b0cd71ee19470f71c86e2799d07715f08e7c2480419"
    "719d5d232c5876e9d8ee911a4f181175d855f787edeba38795e61a9e0e"
)
TEXT = (
    "SJ1:RRQ$-8P609O0B90B7B35L$.CQKD*9EY7FCF3 SDE8GBF370GF8GS49TK404DGWL.AU100992:60100A9209E4H9846C%6NF6$96646*96JL61"
    "00B92R49000000000/10788HNV.OA3UGD8H881B:92RJZ8RDNSTCECR3HSSE%J/EET51BPOEN0FGE%YBCR5L1F4JRLFI/:9E92VFR7DVM3UDUKY.I"
    "JG3E0"
)
RECEIPT = Claims(
    "sjspzx", "receipt", bytes.fromhex("0123456789abcdef"), datetime(2026, 2, 1, tzinfo=UTC),
    datetime(2026, 7, 31, tzinfo=UTC), number="SJ20260201000123", digest=bytes(8),
)  # fmt: skip
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PASS = Claims(
    "sjspzx", "pass", b"\x01" * 8, NOW, NOW + timedelta(hours=8), nbf=NOW, zones=("back_f1", "joint"), people=3
)


def open_(text: str, *, key: PassKey = KEY, now: datetime = NOW, kind=None, iss: str = "sjspzx") -> Claims:
    return opened(text, [key], iss, now, kind)


def why(text: str, **asked) -> str:
    with pytest.raises(NotOpened) as refused:
        open_(text, **asked)
    return refused.value.why


def sealed(protected: object, payload: object, *, unprotected: object = None, tag: int = 18, key: bytes = SEED) -> str:
    """Signed rightly, whatever stands in it. Bytes are taken as they are."""
    head, body = (
        part if isinstance(part, bytes) else cbor2.dumps(part, canonical=True) for part in (protected, payload)
    )
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(cbor2.dumps(["Signature1", head, b"", body]))
    whole = cbor2.CBORTag(tag, [head, unprotected or {}, body, signature])
    return PREFIX + base45.b45encode(cbor2.dumps(whole, canonical=True)).decode()


HEAD = {1: -8, 4: b"\x01"}
GOOD = cbor2.loads(bytes.fromhex(PAYLOAD))


def test_the_published_bytes():
    assert signed(RECEIPT, "01", SEED) == TEXT
    assert base45.b45decode(TEXT[4:]).hex() == COSE
    assert open_(TEXT) == RECEIPT
    assert sealed(HEAD, GOOD) == TEXT


def test_another_library_reads_ours_and_we_read_its():
    import cwt

    read_by = cwt.COSEKey.from_jwk(
        {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "\x01", "use": "sig", "key_ops": ["verify"],
         "x": base64url(bytes.fromhex(PUBLIC))}
    )  # fmt: skip
    cose = base45.b45decode(signed(PASS, "01", SEED)[4:])
    payload = cbor2.loads(cwt.COSE.new().decode(cose, read_by))
    assert payload[-70001] == 3
    assert payload[-70005] == ["back_f1", "joint"]
    written = cwt.COSE.new()
    writer = cwt.COSEKey.from_jwk(
        {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "\x01", "use": "sig", "key_ops": ["sign"],
         "x": base64url(bytes.fromhex(PUBLIC)), "d": base64url(SEED)}
    )  # fmt: skip
    theirs = written.encode_and_sign(bytes.fromhex(PAYLOAD), writer, protected=HEAD)
    assert isinstance(theirs, bytes)
    assert open_(PREFIX + base45.b45encode(theirs).decode()) == RECEIPT


def base64url(raw: bytes) -> str:
    import base64

    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_pass_fits_a_small_code():
    made = segno.make(signed(replace(PASS, zones=("back_f1",)), "01", SEED), error="m", micro=False)
    assert made.mode == "alphanumeric"
    assert int(made.version) <= 9


REFUSED: dict[str, Callable[[], str]] = {
    "no prefix": lambda: TEXT[4:],
    "another prefix": lambda: "SJ2:" + TEXT[4:],
    "cut": lambda: TEXT[:-3],
    "longer": lambda: TEXT + "000",
    "a letter of it": lambda: TEXT.replace("Z8RD", "Z8RE"),
    "small letters": lambda: TEXT.lower(),
    "too long": lambda: PREFIX + "0" * 2000,
    "no tag": lambda: sealed(HEAD, GOOD, tag=17),
    "another algorithm named": lambda: sealed({1: -7, 4: b"\x01"}, GOOD),
    "no algorithm": lambda: sealed({4: b"\x01"}, GOOD),
    "more in the head": lambda: sealed({**HEAD, 3: 60}, GOOD),
    "an unprotected head": lambda: sealed(HEAD, GOOD, unprotected={4: b"\x02"}),
    "an unknown key": lambda: sealed({1: -8, 4: b"\x09"}, GOOD),
    "another key": lambda: sealed(HEAD, GOOD, key=bytes(32)),
    "a claim nobody knows": lambda: sealed(HEAD, {**GOOD, -70099: 1}),
    "no random number": lambda: sealed(HEAD, {name: said for name, said in GOOD.items() if name != 7}),
    "a short random number": lambda: sealed(HEAD, {**GOOD, 7: b"1234567"}),
    "no end": lambda: sealed(HEAD, {name: said for name, said in GOOD.items() if name != 4}),
    "an end that is no number": lambda: sealed(HEAD, {**GOOD, 4: 1e12}),
    "an end beyond all calendars": lambda: sealed(HEAD, {**GOOD, 4: 2**62}),
    "a kind nobody knows": lambda: sealed(HEAD, {**GOOD, -70001: 9}),
    "true for one": lambda: sealed(HEAD, {**GOOD, -70001: True}),
    "a claim twice": lambda: sealed(HEAD, b"\xa8" + bytes.fromhex(PAYLOAD)[1:] + b"\x04\x1a\x7a\x6b\xe5\x80"),
    "unsorted": lambda: sealed(HEAD, cbor2.dumps(dict(reversed(GOOD.items())))),
    "a long integer": lambda: sealed(b"\xa2\x01\x38\x07\x04\x41\x01", GOOD),
    "no map": lambda: sealed(HEAD, [1, 2]),
    "no list": lambda: PREFIX + base45.b45encode(cbor2.dumps(cbor2.CBORTag(18, 7))).decode(),
    "deep": lambda: PREFIX + base45.b45encode(b"\x81" * 600).decode(),
    "a bomb": lambda: PREFIX + base45.b45encode(b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff").decode(),
    "a number of gigabytes": lambda: PREFIX + base45.b45encode(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff").decode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_forged(name: str):
    assert why(REFUSED[name]()) == "forged"


def test_a_code_of_another_hall():
    assert why(signed(replace(RECEIPT, iss="other"), "01", SEED)) == "other_hall"
    assert why(TEXT, iss="other") == "other_hall"


def test_a_receipt_opens_no_gate():
    assert why(TEXT, kind="pass") == "other_kind"
    assert open_(TEXT, kind="receipt") == RECEIPT


def test_a_key_that_ended():
    assert why(TEXT, key=KEY.model_copy(update={"ends": NOW})) == "forged"


@pytest.mark.parametrize(("seconds", "said"), [(120, None), (121, "ended")])
def test_two_clocks_at_the_end(seconds: int, said: str | None):
    text, now = signed(PASS, "01", SEED), PASS.exp + timedelta(seconds=seconds)
    assert (why(text, now=now) if said else open_(text, now=now)) == (said or PASS)


@pytest.mark.parametrize(("seconds", "said"), [(120, None), (121, "not_yet")])
def test_two_clocks_at_the_beginning(seconds: int, said: str | None):
    text, now = signed(PASS, "01", SEED), NOW - timedelta(seconds=seconds)
    assert (why(text, now=now) if said else open_(text, now=now)) == (said or PASS)


def test_a_key_on_p_256():
    private = ec.derive_private_key(7, ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    key = PassKey(kid="02", alg=-7, key=f"04{numbers.x:064x}{numbers.y:064x}")
    head, payload = cbor2.dumps({1: -7, 4: b"\x02"}), bytes.fromhex(PAYLOAD)
    r, s = decode_dss_signature(
        private.sign(cbor2.dumps(["Signature1", head, b"", payload]), ec.ECDSA(hashes.SHA256()))
    )
    whole = cbor2.CBORTag(18, [head, {}, payload, r.to_bytes(32) + s.to_bytes(32)])
    text = PREFIX + base45.b45encode(cbor2.dumps(whole, canonical=True)).decode()
    assert open_(text, key=key) == RECEIPT
    assert why(text, key=KEY.model_copy(update={"kid": "02"})) == "forged"


def test_each_is_of_its_kind():
    assert read(TEXT).kind == "receipt"
    assert read(signed(PASS, "01", SEED) + "\r\n").kind == "pass"
    assert read(signed(replace(PASS, kind="pickup"), "01", SEED)).kind == "signed"
    assert read(TEXT[:-3]).kind == "signed"
    assert kind_said("SJ1:") is None


@given(st.binary(max_size=80), st.integers(0, 1))
def test_no_bytes_break_it(raw: bytes, tagged: int):
    text = PREFIX + base45.b45encode(b"\xd2\x84" * tagged + raw).decode()
    assert why(text) == "forged"
    assert read(text).kind in ("signed", "unknown")


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_one_letter_changed_is_another_code(place: int, letter: str):
    if TEXT[place] != letter:
        assert why(TEXT[:place] + letter + TEXT[place + 1 :]) in ("forged", "other_hall")


@given(st.binary(min_size=8, max_size=8))
def test_the_end_of_a_code_is_never_a_space(cti: bytes):
    """Scanners and people strip what stands at the end."""
    text = signed(replace(PASS, cti=cti), "01", SEED)
    assert text == text.strip()
    assert open_(text, kind="pass").cti == cti
