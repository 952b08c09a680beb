"""A slip as ESC/POS text beside the same slip as one picture, which is how python-escpos prints Chinese reliably.

``python -m tests.bench.bench_slip`` prints the table; ``rows()`` gives it to a collector.
"""

import timeit
from collections.abc import Callable

from escpos.printer import Dummy

from devices.printer.escpos import codec
from devices.printer.escpos.picture import SIDE, picture_of
from devices.printer.profiles import TM_T88VI
from devices.printer.slip import Slip
from tests.bench.table import markdown
from tests.devices.printer.slips import FORTY_LINES, QUEUE_SLIP

SECONDS_PER_BYTE = 10 / 115200
REPEATS = 5


def rows() -> list[dict[str, str | int | float]]:
    """One row a slip: bytes, best build time, seconds on the wire at 115200 baud. The raster is drawn and encoded."""
    return [_row("queue slip", QUEUE_SLIP), _row("40-line receipt", FORTY_LINES)]


def _row(what: str, slip: Slip) -> dict[str, str | int | float]:
    ours, peer = codec.encode(slip, TM_T88VI), _as_picture(slip)
    return {
        "slip": what,
        "ours, bytes": len(ours),
        "raster, bytes": len(peer),
        "ours : raster": f"1 : {len(peer) / len(ours):.0f}",
        "ours, ms": _best(lambda: codec.encode(slip, TM_T88VI), 50),
        "raster, ms": _best(lambda: _as_picture(slip), 1),
        "ours on the wire, s": round(len(ours) * SECONDS_PER_BYTE, 2),
        "raster on the wire, s": round(len(peer) * SECONDS_PER_BYTE, 2),
    }


def _as_picture(slip: Slip) -> bytes:
    drawn = picture_of(codec.encode(slip, TM_T88VI))
    peer = Dummy(profile="TM-T20II")
    peer.image(drawn.crop((SIDE, 0, drawn.width - SIDE, drawn.height)), impl="bitImageRaster")
    peer.cut("PART")
    return peer.output


def _best(build: Callable[[], bytes], number: int) -> float:
    return round(min(timeit.repeat(build, number=number, repeat=REPEATS)) / number * 1000, 3)


if __name__ == "__main__":
    print(markdown(rows()), end="")
