"""From a symbol's bytes to its text, where the reading engine had to guess the encoding. No clock, no I/O.

A symbol without an ECI designator names no encoding, and engines guess among Shift JIS, Latin-1 and UTF-8: GB18030
``松江`` becomes ``ËÉ½\N{SOFT HYPHEN}``, ``沪A`` becomes ``ｻｦA``. Here is China: what is no UTF-8 is GB18030."""


def is_certain(text: str, data: bytes) -> bool:
    """Whether ``text`` is what ``data`` says under UTF-8 or GB18030, so that no guess was needed."""
    return data.isascii() or text.encode("utf-8", "replace") == data or _decoded(data, "gb18030") == text


def of_named(text: str, data: bytes) -> str | None:
    """The text of ``data`` for which an ECI stands. Writers say 29 (GB 2312) and mean GB18030; the engine then leaves
    U+FFFD for what GB 2312 lacks."""
    return text if "\ufffd" not in text else _decoded(data, "gb18030")


def of_unnamed(text: str, data: bytes) -> str | None:
    """The text of ``data``, for which no ECI stands; ``text`` is the engine's word. None for what is no text.

    In Kanji mode (ISO/IEC 18004, 7.4.6) a symbol holds double-byte Shift JIS alone, and the engine knows it: then its
    word stands. A GB 2312 text almost never looks like that: its common characters begin with B0h–D7h, in Shift JIS
    half-width katakana of one byte."""
    if _is_kanji_mode(text, data):
        return text
    return plain(data)


def plain(data: bytes) -> str | None:
    """UTF-8, else GB18030, else None."""
    return _decoded(data, "utf-8") or _decoded(data, "gb18030")


def _is_kanji_mode(text: str, data: bytes) -> bool:
    double = all(c.isascii() or len(c.encode("shift-jis", "ignore")) == 2 for c in text)
    return double and _decoded(data, "shift-jis") == text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
