"""A plan as text: what somebody uploads, and what the page saves. Counted before it is understood, since every value
that is wrong becomes an object of its own: eight megabytes of them held four gigabytes and a core for a minute."""

import codecs

from pydantic import ValidationError

from hall.contract.plan import Plan
from hall.kit.errors import Problem

MOST_THINGS = 20_000
"""Things in a plan; the hall of Songjiang has four hundred."""
MOST_KEYS, MOST_VALUES = 100_000, 400_000

KINDS = {
    "floors": "楼层",
    "nodes": "路口",
    "ways": "通道",
    "places": "地方",
    "doors": "门",
    "screens": "屏",
    "fire_signs": "消防标志",
}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""How a text begins that says its encoding: Windows writes so."""


def counted(text: bytes) -> bytes:
    """``text``, if there is no more in it than in a plan. Raises :class:`Problem`."""
    if (
        text.count(b"{") > MOST_THINGS
        or text.count(b":") > MOST_KEYS
        or text.count(b",") + text.count(b"[") > MOST_VALUES
    ):
        raise _refused("这个文件里的内容太多，不像大厅图", "There is too much in this file for a plan")
    return text


def read_plan(body: bytes) -> Plan:
    """Raises :class:`Problem` with the true reason."""
    try:
        return Plan.model_validate_json(counted(_utf8(body)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise _refused("这个文件读不懂：不是 JSON，或者不完整", "This file is no JSON, or not whole") from error
        place = ".".join(map(str, first["loc"])) or "file"
        raise _refused(
            f"这个文件不是大厅图：{_named(first['loc'])}不合规定", f"This file is no plan: {place}: {first['msg']}"
        ) from error


def _utf8(body: bytes) -> bytes:
    """As UTF-8 without a mark before it. Raises :class:`Problem`."""
    codec = next((codec for mark, codec in MARKS if body.startswith(mark)), "utf-8")
    try:
        return body if codec == "utf-8" and body.isascii() else body.decode(codec).encode()
    except UnicodeError as error:
        raise _refused(
            "这个文件的文字不是 UTF-8 编码，请另存为 UTF-8 再导入",
            "The text of this file is not UTF-8; save it as UTF-8",
        ) from error


def _named(loc: tuple[int | str, ...]) -> str:
    """("places", 0, "x") → 第 1 个地方的 x."""
    kind, nth, rest = KINDS.get(str(loc[0]) if loc else ""), loc[1] if len(loc) > 1 else None, loc[2:]
    if kind is None or not isinstance(nth, int):
        return f" {'.'.join(map(str, loc))} " if loc else "内容"
    return f"第 {nth + 1} 个{kind}" + (f"的 {'.'.join(map(str, rest))} " if rest else "")


def _refused(zh: str, en: str) -> Problem:
    return Problem(422, "not_a_plan", f"{zh}。草稿没有变。", f"{en}. The draft is unchanged.")
