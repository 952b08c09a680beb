"""The hall alone, stopped and started while everything else goes on: ``make stop-hall``, ``make start-hall``.

``python -m tools.keep FILE COMMAND …`` runs COMMAND as long as FILE is not there; once it is, COMMAND is ended, and
begun again when it has gone. A COMMAND that ends by itself ends this too, with its exit code.
"""

import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

LOOK_SECONDS = 0.2
TOLD_SECONDS = 5.0  # a signal to us mostly goes to the whole group: told twice, the hall would not end in order


def main(arguments: list[str]) -> int:
    stopped, command = Path(arguments[0]), arguments[1:]
    stopped.unlink(missing_ok=True)  # of an earlier day
    asked: list[int] = []

    def told(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)
    while not asked:
        if stopped.exists():
            time.sleep(LOOK_SECONDS)
            continue
        if (code := _run(command, stopped, asked)) is not None:
            return code
        print("The hall is stopped; make start-hall starts it again.", flush=True)
    return 0


def _run(command: list[str], stopped: Path, asked: list[int]) -> int | None:
    """Until it ends, by itself or with us: its exit code. None: FILE ended it."""
    with subprocess.Popen(command) as process:  # noqa: S603 our own program
        while process.poll() is None and not asked and not stopped.exists():
            time.sleep(LOOK_SECONDS)
        if asked:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(TOLD_SECONDS)
        by_file = process.poll() is None and not asked
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        code = process.wait()
        return None if by_file else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
