"""The ESC/POS commands we say, as bytes. Names and clauses are those of Epson's command reference; constants are
python-escpos's where it has them."""

from escpos import constants as known

LINE_FEED = known.CTL_LF
INITIALIZE = known.HW_INIT
"""ESC @: settings back to default; the line being composed is dropped."""
CHINESE_ON = known.FS + b"&"
"""FS &: some models power up with it on, some off; so it is said after every ESC @."""
MOTION_UNITS = known.GS + b"P\xcb\xcb"
"""GS P 203 203: one motion unit is one dot."""
RECOVER_AND_CLEAR = known.DLE + known.ENQ + b"\x02"
"""DLE ENQ 2: recover from an error, clearing receive and print buffer. Never answered."""
CLEAR = known.DLE + known.DC4 + b"\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 fn 8: clear receive and print buffer, also offline or in error; answered by ``37 25 00``."""
STATUS_TO_HOST = known.GS + b"r\x01"
"""GS r 1: one byte back, when the command's turn comes in the buffer."""
ASB_ON = known.GS + b"a\x0e"
"""GS a: automatic status for online, error and paper changes (not the drawer)."""

REAL_TIME = tuple(known.DLE + next_byte for next_byte in (known.EOT, known.ENQ, known.DC4))
"""What a printer executes wherever it stands, even inside a picture."""


def ask_status(n: int) -> bytes:
    """DLE EOT n, 1–4: printer, offline cause, error cause, paper."""
    return known.DLE + known.EOT + bytes([n])


FULL_STATUS = known.DLE + known.EOT + b"\x14"
"""DLE EOT 20 (Custom): six bytes, ``10 0F``, paper, user, recoverable, unrecoverable errors."""


def ask_name(n: int) -> bytes:
    """GS I n: 65 firmware, 66 maker, 67 model, 69 Chinese font; answered ``5F … 00`` when its turn comes."""
    return known.GS + b"I" + bytes([n])


def size(scale: int) -> bytes:
    """GS ! n: width and height times ``scale``, 1–8."""
    return known.GS + b"!" + bytes([(scale - 1) * 0x11])


def bold(on: bool) -> bytes:
    """ESC E n."""
    return known.ESC + b"E" + bytes([on])


def align(where: str) -> bytes:
    """ESC a n."""
    return known.ESC + b"a" + bytes([("left", "centre", "right").index(where)])


def line_spacing(dots: int) -> bytes:
    """ESC 3 n, 0–255 dots."""
    return known.ESC + b"3" + bytes([min(255, dots)])


def feed(dots: int) -> bytes:
    """ESC J n as often as needed; nothing for 0."""
    full, rest = divmod(dots, 255)
    return (known.ESC + b"J\xff") * full + (known.ESC + b"J" + bytes([rest]) if rest else b"")


def cut(partial: bool, dots: int) -> bytes:
    """GS V 65|66 n: feed to the cutter and ``dots`` further, then cut. Only at the start of a line."""
    return known.GS + b"V" + bytes([66 if partial else 65, dots])


def process_id(identity: bytes) -> bytes:
    """GS ( H fn 48: when printing completes up to here, answer ``37 22 d1 d2 d3 d4 00``. Each d is 20h–7Eh."""
    return known.GS + b"(H\x06\x0000" + identity


ID_DIGITS = 0x7F - 0x20


def identity(number: int) -> bytes:
    """``number`` as four process id bytes, base 95, most significant first, so that ids ascend with it. Wraps after
    95⁴ (81 million)."""
    digits = []
    for _ in range(4):
        number, digit = divmod(number, ID_DIGITS)
        digits.append(0x20 + digit)
    return bytes(reversed(digits))


def qr_code(data: bytes, module: int, level: str) -> bytes:
    """GS ( k fn 165, 167, 169, 180, 181: model 2, module size, level, store, print."""
    code = known.GS + b"(k"
    levels = {"L": known.QR_ECLEVEL_L, "M": known.QR_ECLEVEL_M, "Q": known.QR_ECLEVEL_Q, "H": known.QR_ECLEVEL_H}
    return b"".join((
        code + b"\x04\x001A2\x00",
        code + b"\x03\x001C" + bytes([module]),
        code + b"\x03\x001E" + bytes([0x30 + levels[level]]),
        code + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data,
        code + b"\x03\x001Q0",
    ))  # fmt: skip


def raster(data: bytes, width_bytes: int, doubled: bool = False) -> bytes:
    """GS v 0 m xL xH yL yH: rows of ``width_bytes`` bytes, most significant bit leftmost, 1 is black. ``doubled``
    (m = 3) prints every dot as two by two."""
    head = known.S_RASTER_Q if doubled else known.S_RASTER_N
    return head + width_bytes.to_bytes(2, "little") + (len(data) // width_bytes).to_bytes(2, "little") + data
