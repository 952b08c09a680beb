"""Several scanners at one station, as one: a code shown to two of them is one scan, and codes can be read as long as
one of them stands."""

import queue
import threading
import time
from collections.abc import Sequence

from devices.scanner.scan import Scan, ScanEvent, Scanner, ScannerTrouble

_WAIT = 0.25
_SAME = 2.0  # as within one scanner


class SeveralScanners:
    """Implements :class:`devices.scanner.scan.Scanner`; each of ``scanners`` is polled on a thread of its own."""

    def __init__(self, scanners: Sequence[Scanner]) -> None:
        self._scanners = scanners
        self._heard: queue.SimpleQueue[tuple[int, float, ScanEvent]] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._gone: set[int] = set()
        self._told: dict[str, float] = {}
        self._threads = [
            threading.Thread(target=self._watch, args=(n,), name=f"scanner-{n}", daemon=True)
            for n in range(len(scanners))
        ]
        self._started = False

    def poll(self) -> ScanEvent | None:
        if not self._started:
            self._started = True
            for thread in self._threads:
                thread.start()
        try:
            which, at, event = self._heard.get(timeout=_WAIT)
        except queue.Empty:
            return None
        return self._scan(event, at) if isinstance(event, Scan) else self._trouble(which, event)

    def works(self) -> bool | None:
        """As long as one of them does; not, only when none does."""
        said = [scanner.works() for scanner in self._scanners]
        return True if True in said else None if None in said else False

    def close(self) -> None:
        self._closing.set()
        for scanner in self._scanners:
            scanner.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=1)

    def _watch(self, which: int) -> None:
        while not self._closing.is_set():
            if (event := self._scanners[which].poll()) is not None:
                self._heard.put((which, time.monotonic(), event))

    def _scan(self, scan: Scan, at: float) -> Scan | None:
        """``at``: when it was heard, however late it is asked for."""
        lately = {text: told for text, told in self._told.items() if at - told < _SAME}
        self._told = lately | {scan.text: at}
        return None if scan.text in lately else scan

    def _trouble(self, which: int, trouble: ScannerTrouble) -> ScannerTrouble | None:
        """The station is told when the last one goes and when the first one comes."""
        if trouble.what == "nonsense":
            return trouble
        before = len(self._gone) == len(self._scanners)
        self._gone.add(which) if trouble.what == "unplugged" else self._gone.discard(which)
        after = len(self._gone) == len(self._scanners)
        return trouble if before != after else None
