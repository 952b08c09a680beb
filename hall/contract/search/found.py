"""What a search comes back with, and the sentence that goes with it."""

from datetime import date
from typing import Literal, NamedTuple

from hall.contract.matters import Doubt

Intent = Literal["", "materials", "time", "where", "how", "fee", "law", "result"]
"""What of the matter was asked for; empty: nobody knows."""


Kind = Literal["matter", "service", "elsewhere", "policy", "answer"]


class Hit(NamedTuple):
    """``line``: the very line that answers, of this matter or text; empty where the whole matter is the answer.
    ``doubt``, ``source``, ``clause``, ``dated``, ``until``: of that line. ``score``: comparable within one answer."""

    kind: Kind
    id: str
    title_zh: str
    title_en: str = ""
    line: str = ""
    line_en: str = ""
    intent: Intent = ""
    score: float = 0.0
    doubt: Doubt = ""
    source: str = ""
    clause: str = ""
    dated: date | None = None
    until: date | None = None


class Found(NamedTuple):
    """``sure``: ``hits[0]`` is it, the others are shown small. ``choose``: ``hits``, two or three, are offered.
    ``elsewhere``: ``hits[0]`` is done in another hall. ``unknown``: we do not know, and a person is offered; ``why``
    then says what is wrong with the question itself. ``read``: policies and answers beside it."""

    kind: Literal["sure", "choose", "elsewhere", "unknown"]
    hits: tuple[Hit, ...] = ()
    read: tuple[Hit, ...] = ()
    intent: Intent = ""
    why: Literal["", "empty", "long", "number"] = ""


_UNKNOWN = {
    "": (
        "这个问题这里答不上来。请到咨询帮办窗口问工作人员，或换个说法再试。",
        "We do not know. Please ask at the advice desk, or try other words.",
    ),
    "empty": ("请说要办什么事，例如“装修要什么材料”。", "Say what you want to do, for example “fit out an office”."),
    "long": (
        "问题太长了，请用一句话说要办什么事。",
        "Too long. Please say in one sentence what you want to do.",
    ),
    "number": (
        "查怎么办事不用输入证件号、电话等号码，请说要办什么事。",
        "No ID or telephone number is needed here. Say what you want to do.",
    ),
}


def said(found: Found) -> tuple[str, str]:
    """The sentence above it, Chinese and English; empty where the hit speaks for itself."""
    match found.kind:
        case "sure":
            return "", ""
        case "choose":
            return "您要办的是哪一件？", "Which of these do you mean?"
        case "elsewhere":
            return "这件事不在本厅办理，请到：", "This is not done in this hall. Please go to:"
        case "unknown" if found.read:
            return (
                "没有找到这样的事项；下面的政策和解答也许说到了。仍不清楚，请到咨询帮办窗口问工作人员。",
                "There is no such matter here; a rule below may speak of it. Else please ask at the advice desk.",
            )
        case "unknown":
            return _UNKNOWN[found.why]
