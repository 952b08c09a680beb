"""The 256 bytes of text, all four layouts, built here by hand from the published tables of offsets and lengths."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.bench.people import PEOPLE
from devices.idcard.sdt.text import LAYOUTS, read_card, write_card
from tests.devices.idcard.test_sdt_codec import SAMPLE_TEXT
from tests.support.thorough import examples


def area(*fields, pad=" "):
    """(offset, length, value) as the tables give them."""
    text = bytearray(pad.encode("utf-16-le") * 128)
    for offset, length, value in fields:
        coded = value.encode("utf-16-le")
        assert len(coded) <= length
        text[offset : offset + len(coded)] = coded
    return bytes(text)


RESIDENT = [(0, 30, "李老样"), (30, 2, "1"), (32, 4, "01"), (52, 70, "某路1号"), (122, 36, "11010519491231002X"),
            (188, 16, "20100101"), (204, 16, "20300101")]  # fmt: skip
PERMIT = [(0, 30, "黄港样"), (122, 36, "810000199001010019"), (204, 16, "20270531"), (220, 18, "H12345678"),
          (238, 4, "01"), (248, 2, "J")]  # fmt: skip
GREEN_2017 = [(0, 120, "SAMPLE, JOHN"), (122, 30, "GBR310088010100"), (152, 6, "GBR"), (158, 30, "约翰"),
              (188, 16, "20190301"), (204, 16, "20290228"), (248, 2, "I")]  # fmt: skip
GREEN_2023 = [(52, 70, "SAMPLE, MARIA DEL CARMEN GUADALUPE "), (220, 22, "FERNANDEZ"), (32, 4, "01"),
              (122, 36, "932682198501010017"), (204, 16, "20331231"), (242, 6, "SAU"), (248, 2, "Y")]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "kind", "name", "number", "expires"),
    [
        (RESIDENT, "resident", "李老样", "11010519491231002X", date(2030, 1, 1)),
        (PERMIT, "hk_mo_tw", "黄港样", "810000199001010019", date(2027, 5, 31)),
        (GREEN_2017, "foreigner_2017", "约翰", "GBR310088010100", date(2029, 2, 28)),
        (GREEN_2023, "foreigner_2023", "SAMPLE, MARIA DEL CARMEN GUADALUPE FERNANDEZ", "932682198501010017",
         date(2033, 12, 31)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("pad", [" ", "\0"])
def test_each_layout_reads(fields, kind, name, number, expires, pad):
    card = read_card(area(*fields, pad=pad))
    assert card is not None
    assert (card.kind, card.name, card.number, card.expires) == (kind, name, number, expires)


def test_a_card_without_end_is_known_to_have_none():
    card = read_card(SAMPLE_TEXT)
    assert card is not None
    assert (card.name, card.number, card.expires, card.expiry_known) == ("张样例", "310117199001010013", None, True)


@pytest.mark.parametrize("until", ["", "20230230", "2023010", "２０２３０１０１", "长久"])
def test_an_expiry_that_is_no_date_is_not_known(until):
    card = read_card(area(*RESIDENT[:-1], (204, 16, until)))
    assert card is not None
    assert (card.expires, card.expiry_known) == (None, False)


@pytest.mark.parametrize("name", ["王䶮", "\ue863某", "𠮷田", "阿卜杜拉·买买提", "欧阳 样"])
def test_rare_names_are_kept_to_the_code_point(name):
    card = read_card(area((0, 30, name), *RESIDENT[1:]))
    assert card is not None
    assert card.name == name


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        SAMPLE_TEXT[:-1],
        bytes(256),
        area(*RESIDENT[:4], (122, 36, "110105194912310021")),  # GB 11643: the check digit is X
        area(*RESIDENT[:4], (122, 36, "11010519491231002")),
        area(*RESIDENT[:4], (122, 36, "１１０１０５１９４９１２３１００２X")),
        area((122, 36, "11010519491231002X")),  # nobody's
        area(*PERMIT[:1], (122, 36, "310117199001010013"), (248, 2, "J")),  # a permit of no place
    ],
)
def test_what_is_no_card_is_none(broken):
    assert read_card(broken) is None


def test_a_card_shows_nothing_of_itself():
    assert "样" not in repr(read_card(SAMPLE_TEXT))
    assert "3101" not in repr(read_card(SAMPLE_TEXT))


def test_everybody_beside_the_rack_has_a_readable_card():
    for person in PEOPLE.values():
        card = read_card(person.text)
        assert card is not None, person.name
        assert (card.number, card.kind) == (person.number, person.kind)


def test_layouts_do_not_overlap():
    for kind, layout in LAYOUTS.items():
        taken = sorted([*layout.values(), (248, 2)])
        for (offset, length), (following, _) in itertools.pairwise(taken):
            assert offset + length <= following, (kind, offset)


def test_a_field_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="name takes 32 bytes of 30"):
        write_card("resident", name="一" * 16)
    with pytest.raises(ValueError, match="has no pass"):
        write_card("resident", **{"pass": "H1"})


@settings(max_examples=examples(1000), deadline=None)
@given(
    st.binary(min_size=256, max_size=256),
    st.sampled_from(["", "I", "J", "Y"]),
    st.sampled_from(["310117199001010013", "932682198501010017", "GBR310088010100", "810000199001010019"]),
)
def test_whatever_a_card_holds_nothing_breaks(text, mark, number):
    text = bytearray(text)
    text[122 : 122 + 36] = number.ljust(18).encode("utf-16-le")
    text[248:250] = (mark or " ").encode("utf-16-le")
    card = read_card(bytes(text))
    if card is not None:
        assert card.name.encode("utf-8")
        assert card.number == number
