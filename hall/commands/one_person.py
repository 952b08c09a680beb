"""What the hall holds of one person, and how he is told: in sentences that can be handed to him."""

from datetime import timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from hall.access import CardKeys, erasing
from hall.audit import LineRow, lines_about
from hall.contract.queue import ticket_number
from hall.doors import Entries, entries_of
from hall.kit import Clock, keep_secret
from hall.queue import Kept, People, kept_of, marks_of
from hall.reception import CaseRow, cases_of
from hall.settings import Settings

Kind = Literal["id_number", "credit_code", "staff"]
KINDS: dict[Kind, str] = {"id_number": "身份证号", "credit_code": "统一社会信用代码", "staff": "工号"}
STATES = {
    "waiting": "在等",
    "called": "已叫号",
    "serving": "在办",
    "done": "已办结",
    "missed": "过号",
    "void": "作废",
}


DAYS = 400
"""So far back the trail is searched: longer than it has to be kept."""


class Known:
    """How people and cards are known here."""

    def __init__(self, settings: Settings) -> None:
        self.root = keep_secret(settings, "subject.key")
        self.people, self.cards = People(self.root), CardKeys(self.root)


class Held(NamedTuple):
    kept: Kept
    lines: list[LineRow]
    doors: erasing.Held | None
    entries: Entries
    cases: tuple[CaseRow, ...] = ()


def held_of(conn: Connection, settings: Settings, known: Known, kind: Kind, number: str) -> Held:
    doors = erasing.held(conn, known.cards, number)
    entries = entries_of(conn, doors.known_as) if doors else Entries(0, None, None)
    if kind == "staff":
        return Held(Kept([], 0), [], doors, entries)
    today = Clock(settings.timezone).day()
    marks = marks_of(known.people, kind, number, [today - timedelta(days=n) for n in range(DAYS)])
    lines, cases = lines_about(conn, list(marks)), tuple(cases_of(conn, known.root, kind, number))
    return Held(kept_of(conn, known.people, kind, number), lines, doors, entries, cases)


def tickets(kept: Kept, clock: Clock) -> list[str]:
    if not kept.tickets:
        return ["一、号票：没有存着这个号码的号票。"]
    head = "一、号票：存着的是证件号的不可逆摘要和末四位，没有姓名，没有完整号码；当天用，夜里清除。"
    rows = [
        f"    {row.day:%Y-%m-%d} {ticket_number(row.letter, row.n)}，{clock.local(row.issued_at):%H:%M} 在 "
        f"{row.station} 取，{STATES.get(row.state, row.state)}，末四位 {row.subject_last4}"
        for row in kept.tickets
    ]
    return [head, *rows]


def doors(held: Held, clock: Clock) -> list[str]:
    if held.doors is None:
        return ["    门禁：没有用这个号码开门的人或门卡。"]
    person, cards, letters = held.doors
    there = "已离岗" if person.left_at else "在岗"
    told = [f"    门禁：{person.name}，工号 {person.number}，{there}；审批授权委托书 {len(letters)} 份。"]
    for one in cards:
        until = f"，{clock.local(one.ended_at):%Y-%m-%d} 停用" if one.ended_at else ""
        told.append(f"        门卡末四位 {one.last4 or '（无）'}，{clock.local(one.given_at):%Y-%m-%d} 发{until}")
    if held.entries.times and held.entries.first and held.entries.last:
        between = f"{clock.local(held.entries.first):%Y-%m-%d} 至 {clock.local(held.entries.last):%Y-%m-%d}"
        told.append(f"        进出记录 {held.entries.times} 条（{between}）")
    return told


def received(held: Held, clock: Clock) -> list[str]:
    if not held.cases:
        return ["    收件：没有用这个号码收的件。"]
    told = ["    收件：存着的是遮去名字的申请人、证件号的不可逆摘要和末四位、事项、项目和材料。"]
    for one in held.cases:
        ends = "已办结" if one.over else "在办"
        paper = one.paper
        told.append(
            f"        {one.number}，{clock.local(one.at):%Y-%m-%d} {paper.matter_zh}，{paper.project}，"
            f"{paper.applicant}，末四位 {one.subject_last4}，{ends}"
        )
    return told


def kept_anyway(held: Held, settings: Settings) -> list[str]:
    """What is not erased, each with its reason."""
    told, lines = ["二、不能清除的，和原因："], held.lines
    if lines:
        told.append(
            f"    审计记录 {len(lines)} 行（{lines[0].at[:10]} 至 {lines[-1].at[:10]}）：写着核验过一个随申码，"
            "人只记当天的摘要前 16 位。网络日志至少留存六个月（网络安全法第二十一条第三项；2025 年修正后的条号"
            "待核对），审计记录不得删改（GB/T 22239-2019，8.1.4.3）。"
        )
    else:
        told.append("    审计记录：没有关于这个号码的行。")
    if held.kept.alike:
        told.append(f"    另有 {held.kept.alike} 张号票只留着相同的末四位，分不出是不是本人的；夜里一并清除。")
    told += _doors_kept(held, settings)
    if held.cases:
        told.append(
            f"    收件 {len(held.cases)} 件：收件凭证证明行政机关收到了什么、期限从哪天起算（行政许可法第三十二条），"
            "为履行法定职责所必需（个人信息保护法第十三条第一款第三项）；保存期大厅尚未定（见 docs/retention.md）。"
        )
    told.append("    备份：其中的内容按备份的保存期过期；备份还原后，号票当夜再清除一次，门禁人员要再办一次清除。")
    told.append("三、不按证件号存的：工作人员账号另查；自助机的报告里没有人。")
    return told


def _doors_kept(held: Held, settings: Settings) -> list[str]:
    if held.doors is None:
        return []
    person, _, letters = held.doors
    told: list[str] = []
    if person.left_at is None:
        told.append(
            "    门禁人员的姓名、工号、别的门卡：本人在岗，开门的权限出自这些"
            "（个人信息保护法第十三条第一款第二、三项）；离岗后可以清除。"
        )
    if letters:
        told.append(
            f"    审批授权委托书 {len(letters)} 份和扫描件：每次开门都要能追到凭据，"
            "大厅尚未定保存期（见 docs/retention.md）。"
        )
    if held.entries.times:
        told.append(
            f"    进出记录 {held.entries.times} 条：只记编号 {held.doors.known_as}，没有姓名；网络日志至少留存六个月"
            f"（网络安全法第二十一条第三项），本厅留 {settings.doors_days} 天，到期夜里删除。"
        )
    return told
