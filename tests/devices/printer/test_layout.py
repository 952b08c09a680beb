"""Columns in Chinese widths, breaking, pairs."""

from hypothesis import given
from hypothesis import strategies as st

from devices.printer.layout import NEVER_FIRST, NEVER_LAST, TextRow, clean, rows, width, wrap
from devices.printer.slip import Pair, Slip, Text


def test_chinese_is_two_columns_wide_and_so_is_what_only_the_chinese_font_has():
    assert [width(text) for text in ("A1", "窗口", "·", "é", "（")] == [2, 4, 2, 2, 2]


def test_a_pair_is_pushed_to_both_margins_in_columns():
    (row,) = rows(Slip((Pair("取号方式", "身份证 0013"),)), 32)
    assert isinstance(row, TextRow)
    assert width(row.text) == 32
    assert row.text.startswith("取号方式 ")
    assert row.text.endswith(" 身份证 0013")


def test_a_pair_too_long_for_one_line_takes_two():
    left, right = rows(Slip((Pair("自助机 ZZ-02 · 图 v812", "12345 投诉建议"),)), 32)
    assert (left, right) == (TextRow("自助机 ZZ-02 · 图 v812"), TextRow("12345 投诉建议", align="right"))


def test_no_line_begins_with_a_closing_mark_and_no_word_is_torn():
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrap("请看 example.test 网页", 14) == ["请看", "example.test", "网页"]


def test_scaled_text_has_fewer_columns():
    assert [row.text for row in rows(Slip((Text("一层三号窗口", scale=4),)), 32) if isinstance(row, TextRow)] == [
        "一层三号", "窗口"
    ]  # fmt: skip


def test_control_and_invisible_characters_never_reach_the_printer():
    assert clean("a\x1b@b\x10\x04\x01\u200b\ufeffc\t–") == "a@bc -"


@given(st.text(max_size=200), st.integers(4, 48))
def test_wrapping_fits_the_paper_and_loses_nothing_but_blanks(text, columns):
    text = clean(text)
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["一二", "三（四）", "五六，", "ab 12。"]), max_size=20).map("".join))
def test_closing_marks_never_begin_a_line_and_opening_ones_never_end_it(text):
    lines = wrap(text, 20)
    assert not any(line[:1] in NEVER_FIRST for line in lines[1:] if line)
    assert not any(line[-1:] in NEVER_LAST for line in lines[:-1])
