"""A rack of simulated devices on real ptys in a test's own folder, and waiting for what a device says.

with rack(tmp_path) as r:
    printer = open_printer(r.printer.url)
    r.idcard.lay("zhang"); r.scanner.show("…"); r.printer.do("open_cover"); r.printer.plug(False)
    r.printer.host.faults.mute = True
    r.printer.papers[-1].text()
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from devices.bench.rack import Rack
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80, Profile

Said = TypeVar("Said")


@contextlib.contextmanager
def rack(directory: Path, *, baud: int = 115200, profile: Profile = GENERIC_80, hasty: bool = True) -> Iterator[Rack]:
    """``hasty``: the printers' motors run ten times as fast as real ones'. ``baud`` 0: unpaced lines."""
    printer = EscposSimulator(profile, speed=1500, cut_time=0.02, boot=0.2) if hasty else EscposSimulator(profile)
    standing = Rack(directory, baud, printer, a4_pace=0.1 if hasty else 1.0)
    try:
        yield standing
    finally:
        standing.stop()


def await_event(poll: Callable[[], Any], kind: type[Said], seconds: float = 5.0) -> Said:
    """The first thing ``poll`` says, which must be a ``kind``. Fails after ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = poll()
        if said is not None:
            assert isinstance(said, kind), f"said {said!r}, not {kind.__name__}"
            return said
    raise AssertionError(f"no {kind.__name__} within {seconds} s")


def nothing_said(poll: Callable[[], Any], seconds: float) -> bool:
    """True if ``poll`` stays silent for ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if poll() is not None:
            return False
    return True
