"""Check digits name the digit that is wrong; masks tell little; hashes are keyed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract import ids

TODAY = date(2026, 11, 24)
GOOD_IDS = [
    "11010519491231002X",  # GB 11643, the standard's own example
    "440524188001010014",  # GB 11643, the standard's own example
    "310117199001010013",
    "310117200002290016",  # a leap day
    "810000199001010019",
    "820000198506150022",
    "830000197811300039",
    "932682198501010017",  # foreigner's permanent residence card of 2023, official sample
    "911124198108030024",
]
GOOD_CODES = [
    "91350100M000100Y43",  # GB 32100-2015, the standard's own example
    "91440300708461136T",
    "91110108551385082Q",
    "91310117MA1J00014T",
    "11310117MB2F30012L",
    "92310117MA1JXY121E",
    "12310117425030010K",
    "52310117MJ493001XC",
    "91310117000000019J",
    "913101170987654308",
]


@pytest.mark.parametrize("number", GOOD_IDS)
def test_a_good_id_number_has_no_problem(number: str):
    assert ids.check_id_number(number, TODAY) is None


@pytest.mark.parametrize("code", GOOD_CODES)
def test_a_good_credit_code_has_no_problem(code: str):
    assert ids.check_credit_code(code) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("110105194912310021", ids.Problem("check")),
        ("310117198502290012", ids.Problem("date", 13, 14)),  # the check digit fits, the day does not exist
        ("11010519491231002", ids.Problem("length", missing=1)),
        ("", ids.Problem("length", missing=18)),
        ("3101171990010100134", ids.Problem("length", missing=-1)),
        ("310117199013010013", ids.Problem("date", 11, 12)),
        ("310117309001010013", ids.Problem("date", 7, 10)),
        ("310117202612010013", ids.Problem("date", 7, 14)),  # not born yet
        ("010117199001010013", ids.Problem("region", 1, 2)),
        ("31O117199001010013", ids.Problem("character", 3)),
        ("X10117199001010013", ids.Problem("character", 1)),
    ],
)
def test_the_wrong_digit_of_an_id_number_is_named(typed: str, problem: ids.Problem):
    assert ids.check_id_number(typed, TODAY) == problem


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("91350100M000100Y44", ids.Problem("check")),
        ("9135O100M000100Y43", ids.Problem("character", 5)),
        ("91350100I000100Y43", ids.Problem("character", 9)),
        ("91350100M000100Y4", ids.Problem("length", missing=1)),
        ("00350100M000100Y43", ids.Problem("region", 1, 2)),
    ],
)
def test_the_wrong_character_of_a_credit_code_is_named(typed: str, problem: ids.Problem):
    assert ids.check_credit_code(typed) == problem


@given(st.sampled_from(GOOD_IDS), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_never_passes(number: str, place: int, digit: str):
    """ISO 7064 MOD 11-2 finds every single substitution."""
    spoilt = number[:place] + digit + number[place + 1 :]
    assert (ids.check_id_number(spoilt, TODAY) is None) == (spoilt == number)


@given(st.text(max_size=40))
def test_nonsense_is_a_problem_not_a_crash(text: str):
    plain = ids.normalise(text)
    ids.check_id_number(plain, TODAY)
    ids.check_credit_code(plain)
    ids.mask_number(plain)
    ids.mask_name(text)


def test_full_width_and_spaces_are_understood():
    assert ids.normalise("１１０１０５　1949-1231 002ｘ") == "11010519491231002X"


def test_masks_tell_the_first_and_last_four():
    assert ids.mask_number("310117199001010013") == "3101**********0013"
    assert ids.mask_name("张样例") == "张*"


def test_a_subject_depends_on_the_key_and_shows_four_characters():
    one, other = (ids.subject_of("id_number", GOOD_IDS[2], key) for key in (b"a" * 32, b"b" * 32))
    assert one.hash != other.hash
    assert one.last4 == "0013"
    assert GOOD_IDS[2] not in repr(one)
