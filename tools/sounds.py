"""``python -m tools.sounds``: write assets/search/sounds.yaml, which characters are read how, from pypinyin.

Once, by hand: a lookup at run time would cost a question fifty milliseconds and the kiosk a library.
"""

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

FILE = Path(__file__).resolve().parents[1] / "assets/search/sounds.yaml"
READ = {"重": "chong", "行": "xing", "率": "lv", "调": "tiao", "降": "jiang", "长": "chang"}
"""Of those with two readings, the one that our words have."""


def main() -> int:
    table: dict[str, str] = defaultdict(str)
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            char = bytes((row, column)).decode("gb2312", "ignore")
            if char:
                table[READ.get(char) or lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)[0]] += char
    lines = ["# 由 python -m tools.sounds 写出。音节（不带声调）：读这个音的字。", "sounds:"]
    lines += [f"  {syllable!r}: {table[syllable]}".replace("'", '"') for syllable in sorted(table)]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
