"""Drawings laid under a floor: SVG or PNG. They are kept and shown as pictures, never opened as pages."""

import hashlib

from hall.kit.errors import Problem
from hall.plan.svg import Unopened, size_of

LARGEST = 8 * 1024 * 1024
"""Bytes. A scanned floor at 200 dpi is two or three megabytes."""
MOST_PIXELS = 12_000
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""Even opened by its address, a drawing runs nothing and fetches nothing."""
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
OTHERS = {
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"AC10": "DWG",
    b"\x1f\x8b": "SVGZ",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
    b"PK": "ZIP",
}
"""What people upload instead, by its first bytes."""


def examined(body: bytes) -> tuple[str, int, int]:
    """Name, width and height (pixels) of a drawing. Raises :class:`Problem` for anything else, with the true reason."""
    if len(body) > LARGEST:
        raise Problem(413, "too_large", "图纸超过 8 MB，请缩小后再上传。", "The drawing is over 8 MB; make it smaller.")
    if body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR" and len(body) > 33:
        kind, width, height = "png", int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")
    else:
        kind, (width, height) = "svg", _svg_size(body)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise _refused(
            f"图纸的长宽要在 1 到 {MOST_PIXELS} 像素之间，这张是 {width}×{height}。",
            f"A drawing is 1 to {MOST_PIXELS} pixels each way; this one is {width}×{height}.",
        )
    return f"{hashlib.sha256(body).hexdigest()}.{kind}", width, height


def _svg_size(body: bytes) -> tuple[int, int]:
    if other := next((name for first, name in OTHERS.items() if body.startswith(first)), ""):
        raise _refused(
            f"这是 {other} 文件，图纸只用 SVG 或 PNG；请另存为其中一种。",
            f"This is a {other} file; drawings are SVG or PNG. Save it as one of them.",
        )
    try:
        return size_of(body)
    except Unopened as why:
        raise _refused(f"这张 SVG 不能用：{why.zh}。", f"This SVG cannot be used: {why.en}.") from why


def _refused(zh: str, en: str) -> Problem:
    return Problem(422, "drawing", zh, en)
