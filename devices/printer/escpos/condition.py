"""How a simulated printer is, and the status bytes that say so (DLE EOT 1–4, ASB). Own tables, not the codec's."""


class Condition:
    """``jammed``: the next cut fails; ``cutter_error``: one has failed. ``low``: near end. ``hot`` recovers by itself,
    ``broken`` does not. ``hanging``: the last slip was not taken."""

    def __init__(self, tells_hanging: bool) -> None:
        self.cover_open = self.paper_end = self.low = self.jammed = self.hot = self.broken = self.hanging = False
        self.cutter_error = False
        self._tells_hanging = tells_hanging

    @property
    def stopped(self) -> bool:
        """Offline: it neither prints nor obeys what is buffered."""
        return self.cover_open or self.paper_end or self.cutter_error or self.hot or self.broken

    def status(self, n: int) -> bytes:
        """The reply to DLE EOT n; nothing for an n there is not."""
        cause = (0x04 if self.cover_open else 0) | (0x20 if self.paper_end else 0) | (0x40 if self._error else 0)
        error = (0x08 if self.cutter_error else 0) | (0x20 if self.broken else 0) | (0x40 if self.hot else 0)
        paper = (0x0C if self.low or self.paper_end else 0) | (0x60 if self.paper_end else 0)
        hanging = 0x80 if self.hanging and self._tells_hanging else 0
        bits = {1: (0x08 if self.stopped else 0) | hanging, 2: cause, 3: error, 4: paper}
        return bytes([0x12 | bits[n]]) if n in bits else b""

    @property
    def _error(self) -> bool:
        return self.cutter_error or self.broken or self.hot

    def full_status(self) -> bytes:
        """The reply to DLE EOT 20, six bytes."""
        paper = (0x01 if self.paper_end else 0) | (0x04 if self.low else 0) | (0x20 if self.hanging else 0)
        lasting = (0x01 if self.cutter_error else 0) | (0x04 if self.broken else 0)
        return bytes([0x10, 0x0F, paper, 0x02 if self.cover_open else 0, 0x01 if self.hot else 0, lasting])

    def automatic(self) -> bytes:
        """Automatic status (GS a), four bytes."""
        first = 0x10 | (0x08 if self.stopped else 0) | (0x20 if self.cover_open else 0)
        second = (0x08 if self.cutter_error else 0) | (0x20 if self.broken else 0) | (0x40 if self.hot else 0)
        third = (0x03 if self.low or self.paper_end else 0) | (0x0C if self.paper_end else 0)
        return bytes([first, second, third, 0x0F])
