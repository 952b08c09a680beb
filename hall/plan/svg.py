"""How large an SVG is, read as a browser would read it; nothing is fetched, and no entity grows beyond bounds.

Drawing programs declare entities of their own (Illustrator names its namespaces so) and write in the encodings of their
country. Both are opened. What is not, is named: whoever uploads can then mend the file instead of guessing.
"""

import re
from xml.parsers import expat

MOST_ENTITIES = 64
MOST_ELEMENTS, DEEPEST = 400_000, 256
"""A floor out of a drawing program has a hundred thousand, ten deep."""
HEAD = 400
"""Characters within which a file says its encoding."""
LONGEST_LENGTH = 400
LONGEST_GROWN = 1024 * 1024
"""Characters that all entities together may grow to."""

ENCODINGS = {
    "utf-8": "utf-8-sig", "utf8": "utf-8-sig", "us-ascii": "utf-8-sig", "ascii": "utf-8-sig",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "iso-8859-1": "cp1252", "iso-8859-15": "iso8859-15", "windows-1252": "cp1252", "windows-1251": "cp1251",
}  # fmt: skip
"""What a file says → how it is read, as browsers do (Encoding Standard, WHATWG)."""
PIXELS = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
"""Of each unit of length, CSS Values 4, 6.2."""

_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'][^>]*\?>""", re.ASCII)
_LENGTH = re.compile(r"\s*\+?([0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?", re.IGNORECASE | re.ASCII)


class Unopened(Exception):
    """Why, in words that end a sentence."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def size_of(body: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises :class:`Unopened`."""
    root = _root(_text(body))
    width, height = (_pixels(root.get(side, "")[:LONGEST_LENGTH]) for side in ("width", "height"))
    box = _NUMBER.findall(root.get("viewBox", "")[:LONGEST_LENGTH])
    try:
        if width is not None and height is not None:
            return round(width), round(height)
        return round(float(box[2])), round(float(box[3]))
    except (IndexError, ValueError, OverflowError) as error:
        raise Unopened(
            "没有写明大小（width、height 或 viewBox）", "it does not say its size (width, height or viewBox)"
        ) from error


def _text(body: bytes) -> str:
    """In the encoding of its first bytes, or the one it names, and without naming it any more."""
    codec, named = _codec(body)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        raise Unopened(
            f"文件说自己是 {named} 编码，第 {error.start + 1} 个字节却不是",
            f"it says that it is {named}, and byte {error.start + 1} is not",
        ) from error
    text = text.lstrip("\ufeff")
    return _DECLARED.sub("", text[:HEAD], count=1) + text[HEAD:]


def _codec(body: bytes) -> tuple[str, str]:
    for first, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(first):
            return codec, codec.removesuffix("-sig").upper()
    if body[:2] in (b"<\0", b"\0<"):
        return ("utf-16-le" if body[:1] == b"<" else "utf-16-be"), "UTF-16"
    said = _DECLARED.match(body[:HEAD].decode("latin-1"))
    named = said[1] if said else "UTF-8"
    codec = ENCODINGS.get(named.lower())
    if codec is None or codec.startswith("utf-16"):  # it is not: its first bytes would be
        raise Unopened(
            f"文件说自己是 {named} 编码，读不了；请另存为 UTF-8",
            f"its encoding {named} cannot be read; save it as UTF-8",
        )
    return codec, named


def _root(text: str) -> dict[str, str]:
    """Attributes of the root element."""
    found: dict[str, str] = {}
    grown = deep = elements = defaults = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal deep, elements
        if not found:
            found.update(attributes, name=name)
        deep, elements = deep + 1, elements + 1
        if deep > DEEPEST or elements > MOST_ELEMENTS:
            raise Unopened("元素太多或嵌套太深", "its elements are too many or lie too deep in each other")

    def end(_name: str) -> None:
        nonlocal deep
        deep -= 1

    def default(*_declared: object) -> None:
        nonlocal defaults
        defaults += 1
        if defaults > MOST_ENTITIES:
            raise Unopened("预设的属性太多", "it declares too many attributes")

    def entity(name: str, parameter: int, value: str | None, _base: object, system: str | None, *_: object) -> None:
        nonlocal grown
        if parameter or value is None:
            where = f"（{system[:80]}）" if system else ""
            raise Unopened(
                f"实体 {name[:40]} 要从文件外面取{where}", f"its entity {name[:40]} lies outside of the file"
            )
        if "&" in value:
            raise Unopened(f"实体 {name[:40]} 里又套着实体", f"its entity {name[:40]} is made of entities")
        grown += len(value) * max(1, text.count(f"&{name};"))
        entities.append(name)
        if len(entities) > MOST_ENTITIES or grown > LONGEST_GROWN:
            raise Unopened("实体太多或展开后太大", "its entities are too many or grow too large")

    entities: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.specified_attributes = True  # what a file declares for all its elements is not repeated at each of them
    parser.StartElementHandler, parser.EndElementHandler, parser.AttlistDeclHandler = start, end, default
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        raise Unopened(
            f"第 {error.lineno} 行第 {error.offset + 1} 列不合 XML 的写法（{what}）",
            f"line {error.lineno}, column {error.offset + 1} is not well-formed XML ({what})",
        ) from error
    if (name := found.get("name", "")).rpartition(":")[2] != "svg":
        raise Unopened(f"最外层是 <{name[:40]}>，不是 <svg>", f"its root is <{name[:40]}>, not <svg>")
    return found


def _pixels(length: str) -> float | None:
    """None: not said, or as a share of something else."""
    said = _LENGTH.fullmatch(length)
    per = PIXELS.get(said[2].lower()) if said else None
    return float(said[1]) * per if said and per is not None else None
