"""What may be wrong with a catalogue."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from hall.contract.matters import Question

FaultKind = Literal["unknown", "idle", "nowhere", "contradiction", "source", "expired", "unasked", "double", "too_many"]
KINDS: Mapping[FaultKind, str] = {
    "unknown": "指向不存在的东西",
    "idle": "问了也没有用的问题",
    "nowhere": "答了也没有着落",
    "contradiction": "规则互相矛盾",
    "source": "没有依据",
    "expired": "过了有效期",
    "unasked": "该要的材料没有要",
    "double": "同一份材料要了两次",
    "too_many": "组合太多，没有人能复核",
}
Way = Mapping[str, tuple[str, ...]]


class Finding(NamedTuple):
    """``matter`` and ``at`` (a material, turn, note or question) where it is; ``way`` the answers that lead there."""

    kind: FaultKind
    matter: str
    at: str
    zh: str
    way: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def sentence(self, questions: Mapping[str, Question]) -> str:
        where = " ".join(one for one in (self.matter, f"“{self.at}”" if self.at else "") if one)
        answers = "，".join(
            f"{questions[question].name}＝{'、'.join(map(questions[question].label, options))}"
            for question, options in self.way
            if question in questions
        )
        return f"{KINDS[self.kind]}：{where}：{self.zh}" + (f"（回答：{answers}）" if answers else "")


def led(way: Way) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(way.items())
