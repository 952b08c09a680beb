"""Every character of GB 18030-2022 on a slip: how many go as text, how many are drawn, how many are refused by name.

``python -m tests.bench bench_gb18030``; ``rows()`` gives the table to a collector. The same survey is a test.
"""

from escpos.printer import Dummy

from tests.bench.table import markdown
from tests.devices.printer.test_gb18030 import counts, fates

NOTE = """\
Level 3: the 87,887 ideographs GB 18030-2022 demands of its highest level. All: every printable character of Unicode,
for GB 18030 has a code for each. Text: sent in the printer's charset and read back by the witness; drawn: in Noto Sans
Mono CJK SC, or in Hanazono Mincho B (Debian ``fonts-hanazono``); refused: both lack it, and the slip is not printed
with a gap but refused, naming the character.
The last row sends one character in a hundred, each alone, to python-escpos 3.1 ``text()``."""


def rows() -> list[dict[str, object]]:
    told = [_row(charset) for charset in ("gb18030", "gbk", "gb2312")]
    asked = [char for char in fates("gb18030") if char != "?"][::100]
    marks = sum(map(_is_a_question_mark, asked))
    return [*told, {"printer's font": "python-escpos 3.1", "of all": f"{len(asked):,}", "? or lost": f"{marks:,}"}]


def _row(charset: str) -> dict[str, object]:
    found = counts(charset)
    return {
        "printer's font": f"ours, {charset}",
        **{f"level 3, {fate}": f"{found[fate][0]:,}" for fate in found},
        **{f"all, {fate}": f"{found[fate][1]:,}" for fate in found},
        "of all": f"{sum(every for _, every in found.values()):,}",
        "? or lost": 0,
    }


def _is_a_question_mark(char: str) -> bool:
    peer = Dummy()
    peer.text(char)
    return peer.output.rstrip().endswith(b"?") or not peer.output


if __name__ == "__main__":
    print(markdown(rows()), end="")
