"""One direction of a serial line, in numbers alone: what went in when, and what has come out by now."""

from collections import deque

_BITS_A_BYTE = 10  # 8N1: a start bit and a stop bit around eight
_TICK = 0.002  # a wake for less than this much line time is not worth it, unless it ends the burst


class Lane:
    """Bytes go in at once and come out at the line's speed. Times are ``time.monotonic()`` seconds, handed in.

    ``baud`` 0 means no pacing: everything comes out as soon as it may.
    """

    def __init__(self, baud: int) -> None:
        self._byte_time = _BITS_A_BYTE / baud if baud else 0.0
        self._bursts: deque[tuple[float, bytearray]] = deque()
        self._clock = 0.0  # when the line finished the last byte it carried
        self.waiting = 0

    def put(self, data: bytes, at: float) -> None:
        """``data`` enters the line at ``at``, which may lie ahead (a delay)."""
        if data:
            self._bursts.append((at, bytearray(data)))
            self.waiting += len(data)

    def take(self, now: float) -> bytes:
        """What has come out of the line by ``now``."""
        out = bytearray()
        while self._bursts and self._bursts[0][0] <= now:
            start, burst = self._bursts[0]
            self._clock = max(self._clock, start)
            due = len(burst)
            if self._byte_time:  # the microsecond forgives rounding: a wake at the due time finds its byte
                due = min(due, int((now - self._clock + 1e-6) / self._byte_time))
            out += burst[:due]
            del burst[:due]
            self._clock += due * self._byte_time
            if burst:
                break
            self._bursts.popleft()
        self.waiting -= len(out)
        return bytes(out)

    def due_at(self) -> float | None:
        """When it is worth asking again; None when the line is empty."""
        if not self._bursts:
            return None
        start, burst = self._bursts[0]
        return max(self._clock, start) + min(len(burst) * self._byte_time, max(_TICK, self._byte_time))

    def clear(self) -> None:
        self._bursts.clear()
        self.waiting = 0
