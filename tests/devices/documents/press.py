"""The paper path of ippeveprinter: it runs this with each document. Prints copy by copy, side by side, at a set pace,
and stops where the test holds it. What it says on stderr becomes the printer's own attributes and state reasons.

The folder ``$PRESS`` is shared with the test: ``pace`` seconds a side; ``hold`` ``N keyword``: before side N the
printer says ``keyword`` and waits until the file is gone or names another side; ``mutter`` a keyword it says while it
prints all the same; ``paper`` what came out, a line a side.
"""

import os
import re
import sys
import time
from pathlib import Path

FOLDER = Path(os.environ["PRESS"])


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def wait_for_staff(side: int) -> None:
    number, keyword = held()
    if side != number:
        return
    say(f"STATE: +{keyword}")
    while held()[0] == side:
        time.sleep(0.02)
    say(f"STATE: -{keyword}")


def held() -> tuple[int, str]:
    try:
        number, keyword = (FOLDER / "hold").read_text().split()
    except FileNotFoundError:
        return 0, ""
    return int(number), keyword


def main() -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", Path(sys.argv[1]).read_bytes())) or 1
    copies = int(os.environ.get("IPP_COPIES", "1"))
    pace = float((FOLDER / "pace").read_text())
    mutter = FOLDER / "mutter"
    if mutter.exists():
        say(f"STATE: +{mutter.read_text()}")
    side = 0
    for copy in range(1, copies + 1):
        for page in range(1, pages + 1):
            side += 1
            wait_for_staff(side)
            time.sleep(pace)
            name, sides = os.environ.get("IPP_JOB_NAME", ""), os.environ.get("IPP_SIDES", "one-sided")
            with (FOLDER / "paper").open("a") as paper:
                paper.write(f"{name}|{copy}|{page}|{sides}|{os.environ.get('IPP_MEDIA', '')}\n")
            say(f"ATTR: job-impressions-completed={side}")


main()
