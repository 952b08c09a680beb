"""The kiosk killed (SIGKILL) at each step of a ticket and started again: what it makes of the slip, what lies there.

Ours alone: the peers of the truth table have no memory. ``python -m tests.bench bench_kills``.
"""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from devices.bench.pty import PtyHost
from devices.printer.escpos import codec
from devices.printer.escpos.picture import text_of
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import TM_T88VI
from tests.bench.peers import killed
from tests.bench.table import markdown

ROOT = Path(__file__).resolve().parents[2]
NOTE = """\
Killed when: *ordered*, the hall asked for a number; *planned*, the number is in the station's ledger; *sent*, the
ledger says that bytes will go out; after so many bytes on the wire; *judged*, the driver has its verdict; *written*,
so has the ledger. Became: the state found after the restart → what was made of it. *doubtful, in hand*: the visitor
is asked and has the slip; *doubtful, copy*: has not, and gets one marked as a copy. Right: one number, one slip,
never two originals."""


def rows() -> list[dict[str, object]]:
    length = len(codec.encode(killed.slip(), TM_T88VI))
    steps = ("ordered", "planned", "sent", *(str(length * tenth // 10) for tenth in (1, 3, 5, 7, 9, 10)),
             "judged", "written")  # fmt: skip
    with TemporaryDirectory() as folder, ThreadPoolExecutor(4) as pool:
        under_way = [(step, pool.submit(_killed_at, Path(folder), step)) for step in steps]
        return [
            {"killed": f"after {step} of {length} bytes" if step.isdigit() else f"when {step}", **one.result()}
            for step, one in under_way
        ]


def _killed_at(folder: Path, step: str) -> dict[str, object]:
    folder = folder / step
    folder.mkdir()
    host = PtyHost(EscposSimulator(TM_T88VI), folder / "printer")
    whole = [text_of(codec.encode(killed.slip(copy_no), TM_T88VI)) for copy_no in (0, 1)]

    def papers(copy_no: int) -> int:
        with host.device() as simulator:
            return sum(paper.text() == whole[copy_no] for paper in simulator.papers)

    try:
        command = [sys.executable, "-m", "tests.bench.peers.killed", str(folder), host.address, step]
        died = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode
        time.sleep(1.5)  # what it still holds comes out
        became = killed.again(folder, host.address, lambda: papers(0))
        originals, copies = papers(0), papers(1)
        right = died == -signal.SIGKILL and originals + copies == 1
        return {"became": became, "originals": originals, "copies": copies, "right": "✓" if right else "✗"}
    finally:
        host.stop()


if __name__ == "__main__":
    print(markdown(rows()), end="")
