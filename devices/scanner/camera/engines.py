"""The reading engine, zxing-cpp: gray frames in, ``Reading``s out. Others were measured and left out
(docs/decisions/0030-codes.md)."""

import numpy as np
import zxingcpp

from devices.scanner.camera.kinds import Gray, Reading
from devices.scanner.camera.text import is_certain, of_named, of_unnamed

_FORMATS = {
    "qr": zxingcpp.BarcodeFormat.QRCodeModel2,
    "microqr": zxingcpp.BarcodeFormat.MicroQRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "aztec": zxingcpp.BarcodeFormat.AztecCode,  # not the runes: eight bits are soon seen in a pattern
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
}
_KIND_OF = {
    "QR Code": "qr",
    "QR Code Model 2": "qr",
    "Micro QR Code": "microqr",
    "Data Matrix": "datamatrix",
    "PDF417": "pdf417",
    "Aztec": "aztec",
    "Aztec Code": "aztec",
    "Code 128": "code128",
    "Code 39": "code39",
    "EAN-13": "ean13",
    "EAN-8": "ean8",
}


def zxing(
    gray: Gray,
    kinds: frozenset[str],
    *,
    invert: bool = True,
    rotate: bool = True,
    downscale: bool = False,
    one_threshold: bool = False,
) -> list[Reading]:
    """``invert``: light on dark too (matrix codes only); ``rotate``: bars that run across too; ``downscale``: also at a
    third; ``one_threshold``: one black point a line instead of a local one."""
    binarizer = zxingcpp.Binarizer.GlobalHistogram if one_threshold else zxingcpp.Binarizer.LocalAverage
    frame = np.ascontiguousarray(gray)
    formats = zxingcpp.BarcodeFormats([_FORMATS[kind] for kind in sorted(kinds)])

    def read(mode: zxingcpp.TextMode) -> list[zxingcpp.Barcode]:
        return zxingcpp.read_barcodes(
            frame,
            formats=formats,
            try_rotate=rotate,
            try_downscale=downscale,
            try_invert=invert,
            binarizer=binarizer,
            text_mode=mode,
        )

    codes = [code for code in read(zxingcpp.TextMode.Plain) if _KIND_OF.get(str(code.format)) in kinds]
    unnamed: set[bytes] = set()
    if not all(is_certain(code.text, code.bytes) for code in codes):  # rare, so worth a second look at the frame
        unnamed = {code.bytes for code in read(zxingcpp.TextMode.HexECI) if _names_no_encoding(code)}
    return [found for code in codes if (found := _reading(code, code.bytes in unnamed)) is not None]


def _names_no_encoding(code: zxingcpp.Barcode) -> bool:
    """As ISO/IEC 15424 transmits it: three bytes of identifier, then the content; where an ECI designator stands it is
    in there too, and every backslash doubled."""
    return bytes.fromhex(code.text)[3:] == code.bytes


def _reading(code: zxingcpp.Barcode, unnamed: bool) -> Reading | None:
    text = (of_unnamed if unnamed else of_named)(code.text, code.bytes)
    if text is None:
        return None
    p = code.position
    corners = [(q.x, q.y) for q in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)]
    extra = code.extra  # "UEC": unused error correction, 0 … 1
    margin = float(extra.get("UEC", 1.0)) if isinstance(extra, dict) else 1.0
    return Reading(_KIND_OF[str(code.format)], text, np.array(corners, np.float64), "zxing-cpp", margin)
