"""HID POS: reports of the bar code scanner page (8Ch of the USB HID Point of Sale Usage Tables 1.02).

A Scanned Data Report as Honeywell, Zebra and Access-IS send it, 64 bytes:

=====  ==================================================================
0      report id, 02h
1      bytes of data in this report, 0 … 56
2–4    AIM symbology identifier, ``]Q1`` (usages FBh, FCh, FDh)
5–60   data (usage FEh), filled up with 00h
61–62  further identifiers, reserved
63     bit 0: the data continue in the next report (usage FFh)
=====  ==================================================================

The layout is the makers' common one [F, Access-IS LSR118 manual, appendix B]; a model that lays out its report
differently says so in its report descriptor, which is not read here: its reports come out as no code.
"""

from devices.scanner.lines.codec import LONGEST

SIZE = 64
REPORT_ID = 0x02
_DATA = slice(5, 61)
_MOST = 56
_CONTINUED = 63
_UNREADABLE = b"\x1a"  # SUBSTITUTE: makes a line no code


class ReportReader:
    """Reports in, lines' bytes out, each with its LF."""

    def __init__(self) -> None:
        self._rest = b""
        self._text = bytearray()

    def feed(self, data: bytes) -> bytes:
        data = self._rest + data
        whole = len(data) - len(data) % SIZE
        self._rest = data[whole:]
        return b"".join(self._told(data[at : at + SIZE]) for at in range(0, whole, SIZE))

    def _told(self, report: bytes) -> bytes:
        if report[0] != REPORT_ID:
            return b""  # attributes, settings, trigger: nobody asked
        length = report[1]
        self._text += report[_DATA][:length] if length <= _MOST else _UNREADABLE
        if report[_CONTINUED] & 1 and len(self._text) <= LONGEST:
            return b""
        text, self._text = bytes(self._text).strip(b"\r\n\0"), bytearray()
        # a line end inside a code would cut it in two, and either half pass for a code
        return text.replace(b"\r", _UNREADABLE).replace(b"\n", _UNREADABLE) + b"\n"


def encode(data: bytes, identifier: bytes = b"]Q1") -> bytes:
    """``data`` as a scanner reports it, in as many reports as it takes."""
    starts = range(0, max(1, len(data)), _MOST)
    return b"".join(_report(data[at : at + _MOST], identifier, at != starts[-1]) for at in starts)


def _report(piece: bytes, identifier: bytes, continued: bool) -> bytes:
    return bytes((REPORT_ID, len(piece))) + identifier + piece.ljust(_MOST, b"\0") + b"\0\0" + bytes((continued,))
