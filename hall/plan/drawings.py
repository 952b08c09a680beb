"""Drawings laid under a floor: SVG or PNG. They are kept and shown as pictures, never opened as pages."""

import hashlib
import re
from xml.parsers import expat

from hall.kit.errors import Problem

LARGEST = 8 * 1024 * 1024
"""Bytes. A scanned floor at 200 dpi is two or three megabytes."""
MOST_PIXELS = 12_000
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""Even opened by its address, a drawing runs nothing and fetches nothing."""
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def examined(body: bytes) -> tuple[str, int, int]:
    """Name, width and height (pixels) of a drawing. Raises :class:`Problem` for anything else."""
    if len(body) > LARGEST:
        raise Problem(413, "too_large", "图纸超过 8 MB，请缩小后再上传。", "The drawing is over 8 MB; make it smaller.")
    if body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR" and len(body) > 33:
        kind, width, height = "png", int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")
    else:
        kind, (width, height) = "svg", _svg_size(body)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise Problem(
            422,
            "drawing",
            f"图纸的长宽要在 1 到 {MOST_PIXELS} 像素之间，这张是 {width}×{height}。",
            f"A drawing is 1 to {MOST_PIXELS} pixels each way; this one is {width}×{height}.",
        )
    return f"{hashlib.sha256(body).hexdigest()}.{kind}", width, height


def _svg_size(body: bytes) -> tuple[int, int]:
    """Of the root element; no entity is expanded and nothing is fetched."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if not found:
            found.update(attributes, name=name.rpartition(":")[2])

    def entity(*_: object) -> None:
        raise _not_a_drawing()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _not_a_drawing() from error
    if found.get("name") != "svg":
        raise _not_a_drawing()
    box = re.findall(r"-?[0-9.]+(?:e[-+]?[0-9]+)?", found.get("viewBox", ""))
    width, height = (re.match(r"[0-9.]+(?=px|$)", found.get(side, "")) for side in ("width", "height"))
    try:
        if width and height:
            return round(float(width[0])), round(float(height[0]))
        return round(float(box[2])), round(float(box[3]))
    except (IndexError, ValueError, OverflowError) as error:
        raise Problem(
            422,
            "drawing",
            "SVG 没有写明大小（width、height 或 viewBox）。",
            "The SVG does not say its size (width, height or viewBox).",
        ) from error


def _not_a_drawing() -> Problem:
    return Problem(
        422,
        "drawing",
        "只能用 SVG 或 PNG 图纸，这个文件读不懂。",
        "Only SVG and PNG drawings can be used; this file cannot be read.",
    )
