"""What a scanned text is: one kind, and the right one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.codes import Code, kinds, new_token, read, slip_code
from hall.contract.ids import check_credit_code, credit_check_character, id_check_character

TODAY = date(2026, 11, 24)
ID, CREDIT = "310117199001010013", "91310117MA1J00014T"
LIST = "7.zx_xk.use-office~aged-.AbCd._-."
SUISHENMA = "https://s.sh.gov.cn/" + "ab" * 14 + "06" + "1764000000000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OD1:" + "T" * 16, Code("slip", "T" * 16)),
        (" OD1:" + "T" * 16 + "\t", Code("slip", "T" * 16)),
        ("SJ1:" + "6BF+70 $%*./:-9", Code("signed", "SJ1:" + "6BF+70 $%*./:-9")),
        ("OD4:" + "B" * 20, Code("booking", "B" * 20)),
        ("OD5:" + "S" * 20, Code("staff", "S" * 20)),
        ("412 087", Code("pickup", "412087")),
        ("４１２０８７", Code("pickup", "412087")),
        (ID, Code("id_number", ID)),
        ("310117-19900101-0013", Code("id_number", ID)),
        (f"名称：样例公司;统一社会信用代码:{CREDIT};", Code("credit_code", CREDIT)),
        (SUISHENMA, Code("suishenma", SUISHENMA)),
        ("https://example.cn/x", Code("unknown", "https://example.cn/x")),
        ("OD1:short", Code("unknown", "OD1:short")),
        ("OD9:" + "T" * 16, Code("unknown", "OD9:" + "T" * 16)),
        (f"OD6:{LIST}", Code("list", LIST)),
        (f"https://hall.example.cn:8443/list/{LIST}", Code("list", LIST)),
        (f"http://[::1]:8000/list/{LIST}\n", Code("list", LIST)),
        (f"https://hall.example.cn/list/{LIST}?x", Code("unknown", f"https://hall.example.cn/list/{LIST}?x")),
        (f"https://hall.example.cn/list/{LIST}/{CREDIT}", Code("credit_code", CREDIT)),
        (f"OD6:7.zx_xk..{CREDIT}..", Code("list", f"7.zx_xk..{CREDIT}..")),
        (f"SJ1:{CREDIT}", Code("signed", f"SJ1:{CREDIT}")),
        ("", Code("unknown", "")),
    ],
)
def test_a_text_is_what_it_is(text: str, code: Code):
    assert read(text, TODAY) == code


def test_what_could_be_both_an_id_number_and_a_credit_code_is_an_id_number():
    both = [
        number
        for n in range(1000)
        for first17 in [f"33110019900101{n:03d}"]
        for number in [first17 + id_check_character(first17)]
        if "X" not in number and check_credit_code(number) is None
    ]
    assert both, "there are some"
    assert {read(number, TODAY).kind for number in both} == {"id_number"}


def test_who_is_not_born_yet_has_no_number():
    first17 = "31011720990101001"
    assert read(first17 + id_check_character(first17), TODAY).kind != "id_number"


_CREDIT_TAIL = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9)
_PARTS = st.one_of(
    st.text(max_size=30),
    st.just(ID),
    st.just(SUISHENMA),
    st.builds(slip_code, st.builds(new_token)),
    st.from_regex(r"SJ1:[0-9A-Z $%*+\-./:]{10,40}", fullmatch=True),
    st.from_regex(r"OD[1-9]:[0-9A-Z $%*+\-./:]{10,40}", fullmatch=True),
    st.from_regex(
        r"(OD6:|https://a\.cn/list/)7\.zx\.[a-z~-]{0,9}\.[A-Za-z0-9_-]{0,40}\.[0-9A-Z]{18}\.", fullmatch=True
    ),
    st.from_regex(r"[0-9]{5,7}", fullmatch=True),
    st.from_regex(r"[1-5][1-6]\d{4}(19|20)\d\d(0[1-9]|1[0-2])[0-2]\d\d{3}[0-9X]", fullmatch=True),
    _CREDIT_TAIL.map(lambda tail: "91310117" + tail).map(lambda first: first + credit_check_character(first)),
)


@given(st.lists(_PARTS, max_size=3).map("".join), st.sampled_from(["", " ", "\n", "?code="]))
def test_no_text_has_two_kinds(text: str, before: str):
    assert len(kinds(before + text, TODAY)) <= 1


def test_a_code_does_not_say_what_it_carries():
    assert ID not in repr(read(ID, TODAY))
