"""``python -m hall person find | give | erase``: what the hall holds of one person, told him, and erased.

个人信息保护法: he may know and decide (Art. 44), see and copy (45), have it put right (46), have it erased (47); he is
told why where it is refused (50). The number is typed by two people, the second without seeing the first, so that
nobody looks up whom he likes or erases the wrong one; it is kept nowhere, and the trail has who asked and not of whom.
"""

import argparse
import getpass
import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from hall.accounts.store import member_by_login
from hall.audit import LineRow, lines_about
from hall.commands.opened import COMMAND_LINE, opened
from hall.contract.ids import IdKind, check_credit_code, check_id_number, mask_number, normalise
from hall.contract.queue import ticket_number
from hall.kit import Clock, keep_secret
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import Kept, People, erase, kept_of, marks_of
from hall.settings import Settings

DAYS = 400
"""So far back the trail is searched: longer than it has to be kept."""
STATES = {
    "waiting": "在等",
    "called": "已叫号",
    "serving": "在办",
    "done": "已办结",
    "missed": "过号",
    "void": "作废",
}


def find(settings: Settings, arguments: argparse.Namespace) -> int:
    print(_document(settings, arguments, "person_found"))
    return 0


def give(settings: Settings, arguments: argparse.Namespace) -> int:
    """Into a new file that nobody else can read: to be handed to him, and not kept."""
    text = _document(settings, arguments, "person_given")
    with open(os.open(arguments.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(f"{arguments.to}：请当面交给本人，交后删除这个文件。")
    return 0


def erased(settings: Settings, arguments: argparse.Namespace) -> int:
    kind, number = _typed(settings, arguments)
    people = People(keep_secret(settings, "subject.key"))

    def work(tx: Tx) -> int:
        gone = erase(tx, people, kind, number)
        _note(tx, arguments, "person_erased", kind, tickets=gone)
        return gone

    with opened(settings) as db:
        gone = db.write_now(work)
        kept, lines = db.look(lambda conn: _held(conn, settings, people, kind, number))
    print(f"已清除：{gone} 张号票不再认得是谁（号码照旧有效，只是不能再用证件查到）。\n")
    print("\n".join(_kept_anyway(kept, lines)))
    return 0


def _document(settings: Settings, arguments: argparse.Namespace, action: str) -> str:
    kind, number = _typed(settings, arguments)
    people, clock = People(keep_secret(settings, "subject.key")), Clock(settings.timezone)
    with opened(settings) as db:
        kept, lines = db.look(lambda conn: _held(conn, settings, people, kind, number))
        db.write_now(lambda tx: _note(tx, arguments, action, kind, tickets=len(kept.tickets), lines=len(lines)))
    return "\n".join(
        [
            f"{settings.hall_name_zh}：所存的个人信息",
            f"{'身份证号' if kind == 'id_number' else '统一社会信用代码'} {mask_number(number)}，"
            f"{clock.local(clock.now()):%Y-%m-%d %H:%M} 由 {arguments.by}、{arguments.second} 两人核对查得",
            "",
            *_tickets(kept, clock),
            "",
            *_kept_anyway(kept, lines),
            "",
            *RIGHTS,
        ]
    )


def _tickets(kept: Kept, clock: Clock) -> list[str]:
    if not kept.tickets:
        return ["一、号票：没有存着这个号码的号票。"]
    head = "一、号票：存着的是证件号的不可逆摘要和末四位，没有姓名，没有完整号码；当天用，夜里清除。"
    rows = [
        f"    {row.day:%Y-%m-%d} {ticket_number(row.letter, row.n)}，{clock.local(row.issued_at):%H:%M} 在 "
        f"{row.station} 取，{STATES.get(row.state, row.state)}，末四位 {row.subject_last4}"
        for row in kept.tickets
    ]
    return [head, *rows]


def _kept_anyway(kept: Kept, lines: list[LineRow]) -> list[str]:
    """What is not erased, each with its reason."""
    told = ["二、不能清除的，和原因："]
    if lines:
        told.append(
            f"    审计记录 {len(lines)} 行（{lines[0].at[:10]} 至 {lines[-1].at[:10]}）：写着核验过一个随申码，"
            "人只记当天的摘要前 16 位。网络日志至少留存六个月（网络安全法第二十一条第三项；2025 年修正后的条号"
            "待核对），审计记录不得删改（GB/T 22239-2019，8.1.4.3）。"
        )
    else:
        told.append("    审计记录：没有关于这个号码的行。")
    if kept.alike:
        told.append(f"    另有 {kept.alike} 张号票只留着相同的末四位，分不出是不是本人的；夜里一并清除。")
    told.append("    备份：其中的号票按备份的保存期过期；备份还原后，当夜再清除一次。")
    told.append("三、不按证件号存的：工作人员账号、门禁人员与门卡按工号另查；自助机的报告里没有人。")
    return told


RIGHTS = (
    "您可以查阅、复制（个人信息保护法第四十五条），请求更正、补充（第四十六条）、删除（第四十七条）；",
    "不予办理的，我们说明理由，您可以依法提起诉讼（第五十条）。",
)


def _held(
    conn: Connection, settings: Settings, people: People, kind: IdKind, number: str
) -> tuple[Kept, list[LineRow]]:
    today = Clock(settings.timezone).day()
    marks = marks_of(people, kind, number, [today - timedelta(days=n) for n in range(DAYS)])
    return kept_of(conn, people, kind, number), lines_about(conn, list(marks))


def _note(tx: Tx, arguments: argparse.Namespace, action: str, kind: IdKind, **found: int) -> None:
    tx.note(COMMAND_LINE, action, "person", by=arguments.by, second=arguments.second, of=kind, **found)


def _typed(settings: Settings, arguments: argparse.Namespace) -> tuple[IdKind, str]:
    """Raises :class:`Problem` where the two are not two, not of ours, or have not typed the same number."""
    with opened(settings) as db:
        db.look(lambda conn: _two(conn, arguments.by, arguments.second))
    first = normalise(getpass.getpass(f"{arguments.by}，请输入证件号或统一社会信用代码（不显示）："))
    second = normalise(getpass.getpass(f"{arguments.second}，请再输入一遍（不显示）："))
    if first != second:
        raise Problem(422, "not_the_same", "两个人输入的不一样，什么也没有查。", "The two numbers differ.")
    if check_id_number(first) is None:
        return "id_number", first
    if check_credit_code(first) is None:
        return "credit_code", first
    raise Problem(
        422, "bad_number", "不是身份证号，也不是统一社会信用代码。", "Neither an ID number nor a credit code."
    )


def _two(conn: Connection, first: str, second: str) -> None:
    rows = [member_by_login(conn, login) for login in (first, second)]
    if first == second or any(row is None or not row.enabled for row in rows):
        raise Problem(
            422, "two_people", "要两个在册的人：--by 和 --second 各写一个账号。", "Name two members of staff."
        )
    if not any(row is not None and row.role == "manager" for row in rows):
        raise Problem(403, "no_manager", "其中一个要是大厅管理。", "One of the two has to be a hall manager.")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="what is held of one person: told, given, erased").add_subparsers(
        required=True
    )
    for name, run, words in (
        ("find", find, "show what the hall holds"),
        ("give", give, "write it into a file that is handed to the person"),
        ("erase", erased, "erase what no law keeps, and say why the rest is kept"),
    ):
        add = person.add_parser(name, help=words)
        add.add_argument("--by", required=True, help="login of who types the number")
        add.add_argument("--second", required=True, help="login of who types it again; one of the two is a manager")
        if name == "give":
            add.add_argument("--to", required=True, type=Path, help="a new file")
        add.set_defaults(run=run)
