"""What happened at a door, as a sentence. Of a decision it is the one that stood on the glass: the guard reads what the
visitor read."""

from collections.abc import Callable
from typing import Literal

from hall.contract.report import DoorTold, EntryTold, PassageTold

Tone = Literal["", "good", "amber", "bad"]

LEVELS: dict[str, str] = {"normal": "平常", "heightened": "加强管理", "lockdown": "封闭", "fire": "火警"}

DID: dict[str, tuple[str, Tone]] = {
    "forced": ("门被强行打开", "bad"),
    "held_open": ("门开着没有关", "amber"),
    "closed_again": ("门又关上了", ""),
    "opened": ("门开了", ""),
    "closed": ("门关好了", ""),
    "drift": ("控制板里的名单和下发的不一样，已改回", "bad"),
    "exit_pressed": ("有人按了出门按钮", ""),
    "fire": ("消防触点动作，门锁由消防联动释放", "bad"),
    "fire_over": ("消防触点恢复", ""),
    "tamper": ("设备被拆动", "bad"),
    "tamper_over": ("拆动恢复", ""),
    "battery_low": ("备用电池不足", "amber"),
    "lost": ("门的线路断了，从这时起状态不知道", "amber"),
    "watched": ("门又有回话了", ""),
}
BECAME: dict[str, tuple[str, Tone]] = {
    "released": ("已开锁", ""),
    "maybe_released": ("锁没有确认是否开了", "amber"),
    "not_released": ("锁没有开", "amber"),
    "passed": ("已通过", ""),
    "not_passed": ("没有通过", ""),
    "unseen": ("是否通过没有看见", "amber"),
}
SHOWN = {"card": "刷卡", "pass": "出示通行码", "hand": "值班开门"}

Names = Callable[[str], str]
"""Of a person's id: 张*（区水务局）; empty where he is not known any more."""


def of_entry(told: EntryTold, names: Names) -> tuple[str, str, Tone]:
    """Who, what, and how it is drawn. A person is named by a masked label alone."""
    if told.shown == "hand":
        who = f"{told.by}：{told.reason}" if told.reason else told.by
        return who, told.zh, "" if told.admitted else "bad"
    tone: Tone = "bad" if told.silent_alarm else "good" if told.admitted else "amber"
    forced = "【胁迫报警】" if told.silent_alarm else ""
    return names(told.person) or ("不认识的人" if not told.person else "已不在名单上的人"), f"{forced}{told.zh}", tone


def of_passage(told: PassageTold) -> tuple[str, Tone]:
    words, tone = BECAME[told.became]
    return words, tone


def of_door(told: DoorTold) -> tuple[str, Tone]:
    words, tone = DID[told.what]
    return (words if told.seen else f"断线恢复后发现：{words}"), tone
