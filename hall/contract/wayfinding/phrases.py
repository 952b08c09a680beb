"""Walks in words, spoken and printed. Chinese as somebody at the information desk says it, English beside."""

from typing import Literal

from hall.contract.frame import Direction
from hall.contract.wayfinding.arrivals import LEFT, RIGHT
from hall.contract.wayfinding.walks import Step, Walk

Language = Literal["zh", "en"]

TURNS: dict[Direction, tuple[str, str]] = {
    "ahead": ("", ""),
    "right_ahead": ("右前方走", "bear right"),
    "right": ("右转", "turn right"),
    "right_behind": ("向右后方转", "turn sharp right"),
    "behind": ("转身", "turn around"),
    "left_behind": ("向左后方转", "turn sharp left"),
    "left": ("左转", "turn left"),
    "left_ahead": ("左前方走", "bear left"),
}
LEGS = 3
"""In one spoken sentence, at most."""
BY = {
    "lift": ("乘电梯", "take the lift"),
    "stairs": ("走楼梯", "take the stairs"),
    "escalator": ("乘扶梯", "take the escalator"),
    "ramp": ("走坡道", "take the ramp"),
    "walk": ("走", "walk"),
}
OUT_OF = {
    "lift": ("出电梯", "leaving the lift, "),
    "escalator": ("下扶梯后", "off the escalator, "),
    "stairs": ("出楼梯口", "from the stairs, "),
}
COUNTERS = {"window": "个", "kiosk": "台", "room": "间"}
DIGITS = "零一二三四五六七八九十"
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
FEW = 2.0
"""Metres below which no number is said."""


def said(metres: float) -> int:
    """Metres as people say them: whole up to 20, then by fives to 50, then by tens."""
    step = 1 if metres < 20 else 5 if metres < 50 else 10
    return max(1, int(metres / step + 0.5) * step)


def words(walk: Walk, language: Language = "zh") -> tuple[str, ...]:
    """Whole sentences, in order: one a floor and one for each change of floor, the last says where to find it."""
    return _sentences(walk, language, False)


def brief(walk: Walk, language: Language = "zh") -> tuple[str, ...]:
    """At most three short lines for a slip: 直行 12 米，右转，左手第三个."""
    lines = _sentences(walk, language, True)
    if len(lines) <= 3:
        return lines
    glue = "；" if language == "zh" else "; "
    third = -(-len(lines) // 3)
    return tuple(glue.join(lines[i : i + third]) for i in range(0, len(lines), third))


def _sentences(walk: Walk, language: Language, short: bool) -> tuple[str, ...]:
    zh = language == "zh"
    found: list[list[str]] = []
    out_of = ""
    for i, step in enumerate(walk.steps):
        if step.kind != "walk" or step.rise:
            found += [[_climb(step, zh)], []]
            out_of = OUT_OF.get(step.kind, ("", ""))[0 if zh else 1]
            continue
        last = i == len(walk.steps) - 1
        part = _leg(step, zh, first=not i, bare=short and last and walk.arrival.ordinal > 0)
        if not found:
            found.append([])
        if part:
            if len(found[-1]) == LEGS and not last:
                found.append([])
            found[-1].append(out_of + part)
            out_of = ""
    if not found:
        found.append([])
    if end := _arrival(walk, zh, short):
        found[-1].append(out_of + end if zh or not out_of else end)
    glue = "，" if zh else ", "
    return tuple(_closed(glue.join(parts), zh, short) for parts in found if parts)


def _closed(text: str, zh: bool, short: bool) -> str:
    if zh:
        return text if short else text + "。"
    text = text[:1].upper() + text[1:]
    return text if short else text + "."


def _leg(step: Step, zh: bool, first: bool, bare: bool) -> str:
    """右转，直行 12 米. ``bare``: the turn alone, for what comes is counted and needs no metres."""
    few = bare or step.metres < FEW
    turn = step.turn or "ahead"
    if zh:
        return _leg_zh(turn, said(step.metres), few, first and step.turn is not None)
    word = TURNS[turn][1]
    if few:
        return word or ("" if bare else "go straight")
    metres = f"{said(step.metres)} metre{'' if said(step.metres) == 1 else 's'}"
    return f"{word}, go {metres}" if word else f"go straight {metres}"


def _leg_zh(turn: Direction, metres: int, few: bool, setting_out: bool) -> str:
    word = TURNS[turn][0]
    if setting_out and turn not in ("ahead", "behind"):
        word = "向" + word.removeprefix("向").replace("转", "").removesuffix("走") + "走"  # 向右走, before any walking
    if few:
        return word
    if word.endswith("走"):
        return f"{word} {metres} 米"
    return f"{word}，直行 {metres} 米" if word else f"直行 {metres} 米"


def _climb(step: Step, zh: bool) -> str:
    by = BY[step.kind]
    if zh:
        to = "到" if step.kind != "stairs" else "上到" if step.rise > 0 else "下到"
        return f"{by[0]}{to}{step.floor_zh}"
    upward = "" if step.kind != "stairs" else "up " if step.rise > 0 else "down "
    return f"{by[1]} {upward}to {_floor_en(step)}"


def _floor_en(step: Step) -> str:
    name = step.floor_en or step.floor_zh
    return name[:1].lower() + name[1:] if name.startswith("Floor") else name


def _arrival(walk: Walk, zh: bool, short: bool) -> str:
    """左手第三个就是 3 号窗口. Short: 左手第三个."""
    if not walk.goal:
        return ""
    where = _where_zh(walk, short) if zh else _where_en(walk)
    name = _name(walk, zh)
    if zh:
        if short:
            return where or f"到{name}"
        return f"{where}就是{name}" if where else f"就到{name}"
    if short:
        return where or f"to {name}"
    return f"{where}: {name}" if where else f"and you are at {name}"


def _where_zh(walk: Walk, short: bool) -> str:
    there, side = walk.arrival, walk.arrival.side
    if side is None:
        return ""
    hand = "左手" if side in LEFT else "右手" if side in RIGHT else "身后" if side == "behind" else "正前方"
    if there.ordinal:
        return f"{hand}第{_number_zh(there.ordinal)}{COUNTERS.get(walk.goal_kind or '', '个')}"
    return f"{hand}边" if hand.endswith("手") else hand


def _where_en(walk: Walk) -> str:
    there, side = walk.arrival, walk.arrival.side
    if side is None:
        return ""
    if side not in LEFT and side not in RIGHT:
        return "behind you" if side == "behind" else "straight ahead"
    hand = "left" if side in LEFT else "right"
    if there.ordinal:
        nth = ORDINALS[there.ordinal] if there.ordinal < len(ORDINALS) else f"{there.ordinal}th"
        return f"the {nth} on your {hand}"
    return f"on your {hand}"


def _number_zh(n: int) -> str:
    """一 … 九十九; above that in figures."""
    if n <= 10:
        return DIGITS[n]
    if n > 99:
        return str(n)
    tens, ones = divmod(n, 10)
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


def _name(walk: Walk, zh: bool) -> str:
    if walk.goal_kind == "window" and walk.goal_number:
        return f" {walk.goal_number} 号窗口" if zh else f"window {walk.goal_number}"
    return walk.goal_zh or walk.goal_en if zh else walk.goal_en or walk.goal_zh
