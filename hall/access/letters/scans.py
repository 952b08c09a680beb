"""The scanned paper: PDF, PNG or JPEG, kept by its hash, shown as a file that runs nothing."""

import hashlib

from hall.kit.errors import Problem

LARGEST = 4 * 1024 * 1024
"""Bytes. Two A4 pages at 200 dpi in grey are one or two megabytes."""
KINDS = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
POLICY = "default-src 'none'; sandbox"
"""Even opened by its address, a scan runs nothing and fetches nothing."""


def examined(body: bytes) -> str:
    """Its name. Raises :class:`Problem` for anything else, with the true reason."""
    if len(body) > LARGEST:
        raise Problem(413, "too_large", "扫描件超过 4 MB，请用 200 dpi 灰度重扫。", "The scan is over 4 MB.")
    if not (kind := _kind(body)):
        raise Problem(
            422,
            "scan",
            "扫描件要是 PDF、PNG 或 JPEG 文件；这个不是，或已损坏。",
            "A scan is a PDF, PNG or JPEG file; this is none, or it is damaged.",
        )
    return f"{hashlib.sha256(body).hexdigest()}.{kind}"


def _kind(body: bytes) -> str:
    """By beginning and end, so that half a file is none."""
    tail = body[-1024:]
    if body.startswith(b"%PDF-1.") and b"%%EOF" in tail:
        return "pdf"
    if body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR" and b"IEND" in tail:
        return "png"
    return "jpg" if body.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail else ""
