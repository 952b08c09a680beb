"""IPP bytes: golden ones with their clause, round trips, nonsense."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.documents.ipp import codec
from devices.documents.ipp.codec import Attribute, Group, Localized, Message, Range, Tag, Value, attribute
from tests.support.thorough import examples

PRINT_JOB = (
    bytes.fromhex(
        "0101 0002 00000001 01"
        "47 0012 617474726962757465732d63686172736574 0005 7574662d38"
        "48 001b 617474726962757465732d6e61747572616c2d6c616e6775616765 0005 656e2d7573"
        "45 000b 7072696e7465722d757269 002c"
        "6970703a2f2f7072696e7465722e6578616d706c652e636f6d2f6970702f7072696e742f70696e6574726565"
        "42 0008 6a6f622d6e616d65 0006 666f6f626172"
        "22 0016 6970702d6174747269627574652d666964656c697479 0001 01"
        "02"
        "21 0006 636f70696573 0004 00000014"
        "44 0005 7369646573 0013 74776f2d73696465642d6c6f6e672d65646765"
        "03"
    )
    + b"%!PDF..."
)
"""The example of RFC 8010 appendix A.1."""


def test_the_rfcs_own_print_job_request():
    message = Message(
        0x0002,
        1,
        (
            Group(
                Tag.OPERATION,
                (
                    attribute("attributes-charset", Tag.CHARSET, "utf-8"),
                    attribute("attributes-natural-language", Tag.LANGUAGE, "en-us"),
                    attribute("printer-uri", Tag.URI, "ipp://printer.example.com/ipp/print/pinetree"),
                    attribute("job-name", Tag.NAME, "foobar"),
                    attribute("ipp-attribute-fidelity", Tag.BOOLEAN, True),
                ),
            ),
            Group(
                Tag.JOB,
                (
                    attribute("copies", Tag.INTEGER, 20),
                    attribute("sides", Tag.KEYWORD, "two-sided-long-edge"),
                ),
            ),
        ),
        b"%!PDF...",
        (1, 1),
    )
    assert codec.encode(message) == PRINT_JOB
    assert codec.decode(PRINT_JOB) == message


@pytest.mark.parametrize(
    ("octets", "one"),
    [
        # RFC 8010 3.1.5: an additional value has a name of length zero
        ("44 0001 61 0001 78  44 0000 0001 79", attribute("a", Tag.KEYWORD, "x", "y")),
        # 3.9: octets of each syntax
        ("33 0001 61 0008 00000001 000003e7", attribute("a", Tag.RANGE, Range(1, 999))),
        ("21 0001 61 0004 ffffffff", attribute("a", Tag.INTEGER, -1)),
        ("23 0001 61 0004 00000009", attribute("a", Tag.ENUM, 9)),
        ("22 0001 61 0001 00", attribute("a", Tag.BOOLEAN, False)),
        ("32 0001 61 0009 00000258 00000258 03", attribute("a", Tag.RESOLUTION, bytes.fromhex("000002580000025803"))),
        (
            "36 0001 61 0008 0002 7a68 0002 6f6b",
            Attribute("a", (Value(Tag.NAME_WITH_LANGUAGE, Localized("zh", "ok")),)),
        ),
        # 3.5.2: out-of-band values have no octets
        ("13 0001 61 0000", Attribute("a", (Value(Tag.NO_VALUE, None),))),
        # 3.1.6 and 3.1.7: a = { s = { x = 6 } c = blue }
        (
            "34 0001 61 0000"
            "4a 0000 0001 73  34 0000 0000  4a 0000 0001 78  21 0000 0004 00000006  37 0000 0000"
            "4a 0000 0001 63  44 0000 0004 626c7565  37 0000 0000",
            attribute(
                "a",
                Tag.COLLECTION,
                (
                    attribute("s", Tag.COLLECTION, (attribute("x", Tag.INTEGER, 6),)),
                    attribute("c", Tag.KEYWORD, "blue"),
                ),
            ),
        ),
    ],
)
def test_each_kind_of_value_by_its_octets(octets, one):
    whole = bytes.fromhex("0200 0000 00000001 04" + octets + "03")
    message = Message(0, 1, (Group(Tag.PRINTER, (one,)),))
    assert codec.decode(whole) == message
    assert codec.encode(message) == whole


# --- round trips ------------------------------------------------------------------------------------------------------

names = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12)
words = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.integers(-(2**31), 2**31 - 1)
flat = st.one_of(
    st.builds(Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), numbers),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(Value, st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MIME_TYPE, 0x5F]), words),
    st.builds(Value, st.sampled_from([Tag.OCTETS, Tag.DATE_TIME, Tag.RESOLUTION, 0x7F]), st.binary(max_size=12)),
    st.builds(Value, st.just(Tag.RANGE), st.builds(Range, numbers, numbers)),
    st.builds(Value, st.just(Tag.NAME_WITH_LANGUAGE), st.builds(Localized, words, words)),
    st.builds(Value, st.sampled_from([Tag.UNSUPPORTED, Tag.UNKNOWN, Tag.NO_VALUE]), st.none()),
)


def attributes(values):
    return st.builds(Attribute, names, st.lists(values, min_size=1, max_size=3).map(tuple))


values = st.recursive(
    flat,
    lambda inner: st.builds(Value, st.just(Tag.COLLECTION), st.lists(attributes(inner), max_size=3).map(tuple)),
    max_leaves=6,
)
groups = st.builds(Group, st.sampled_from([1, 2, 4, 5, 9]), st.lists(attributes(values), max_size=4).map(tuple))
messages = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    numbers,
    st.lists(groups, max_size=4).map(tuple),
    st.binary(max_size=30),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
)


@given(messages)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_again(message):
    assert codec.decode(codec.encode(message)) == message


def _read(octets: bytes) -> None:
    """Either it is a message, and then it says the same again; or it is refused, and nothing else happens."""
    try:
        message = codec.decode(octets)
    except ValueError:
        return
    assert codec.decode(codec.encode(message)) == message


@given(st.binary(max_size=200))
@settings(max_examples=examples(500), deadline=None)
def test_noise_is_a_message_or_refused(noise):
    _read(b"\x01\x01\0\0\0\0\0\x01" + noise)


slips = st.lists(st.tuples(st.integers(0, len(PRINT_JOB) - 1), st.integers(0, 255)), min_size=1, max_size=4)


@given(slips, st.integers(0, len(PRINT_JOB)))
@settings(max_examples=examples(500), deadline=None)
def test_a_message_with_wrong_octets_is_a_message_or_refused(wrong, end):
    octets = bytearray(PRINT_JOB)
    for at, octet in wrong:
        octets[at] = octet
    _read(bytes(octets[:end]))


def test_half_a_message_is_refused_wherever_it_is_cut():
    for cut in range(len(PRINT_JOB) - len(b"%!PDF...")):
        with pytest.raises(ValueError, match=r"ends|shorter"):
            codec.decode(PRINT_JOB[:cut])


def test_collections_without_end_are_refused_before_the_stack_is():
    deep = b"\x34\0\1a\0\0" + (b"\x4a\0\0\0\1a" + b"\x34\0\0\0\0") * 5000
    with pytest.raises(ValueError, match="too deep"):
        codec.decode(b"\x01\x01\0\0\0\0\0\x01\x04" + deep)


@pytest.mark.parametrize("wrong", ["ff0001", "7fff", "8000"])
def test_lengths_that_lie_are_refused(wrong):
    with pytest.raises(ValueError, match="ends"):
        codec.decode(bytes.fromhex("0101 0000 00000001 01 44" + wrong) + b"a" * 40)


def test_text_in_a_charset_of_its_own_survives():
    gbk = "打印机".encode("gbk")
    octets = b"\x01\x01\0\0\0\0\0\x01\x04\x41\0\x01a" + struct.pack(">h", len(gbk)) + gbk + b"\x03"
    assert codec.encode(codec.decode(octets)) == octets


@pytest.mark.parametrize(
    "one",
    [
        Attribute("a", ()),
        Attribute("", (Value(Tag.INTEGER, 1),)),
        attribute("a", Tag.INTEGER, 2**31),
        attribute("a", Tag.TEXT, "x" * 40000),
    ],
)
def test_what_does_not_fit_is_not_written(one):
    with pytest.raises(ValueError, match=r"."):
        codec.encode(Message(0, 1, (Group(Tag.JOB, (one,)),)))
