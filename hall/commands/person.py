"""``python -m hall person find | give | erase``: what the hall holds of one person, told him, and erased.

个人信息保护法: he may know and decide (Art. 44), see and copy (45), have it put right (46), have it erased (47); he is
told why where it is refused (50). The number is typed by two people, the second without seeing the first, so that
nobody looks up whom he likes or erases the wrong one; it is kept nowhere, and the trail has who asked and not of whom.
"""

import argparse
import getpass
import os
from pathlib import Path

from sqlalchemy import Connection

from hall.access import erasing
from hall.accounts.store import member_by_login
from hall.commands.one_person import KINDS, Kind, Known, doors, held_of, kept_anyway, received, tickets
from hall.commands.opened import COMMAND_LINE, opened
from hall.contract.ids import check_credit_code, check_id_number, mask_number, normalise
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.queue import erase
from hall.settings import Settings


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
    known = Known(settings)

    def work(tx: Tx) -> tuple[int, erasing.Gone]:
        numbers = erase(tx, known.people, kind, number) if kind != "staff" else 0
        gone = erasing.erase(tx, known.cards, number)
        _note(tx, arguments, "person_erased", kind, tickets=numbers, cards=gone.cards, name=gone.name)
        return numbers, gone

    with opened(settings) as db:
        before = db.look(lambda conn: held_of(conn, settings, known, kind, number))
        numbers, gone = db.write_now(work)
        kept = db.look(lambda conn: held_of(conn, settings, known, kind, number))
    print(f"已清除：{numbers} 张号票不再认得是谁（号码照旧有效，只是不能再用证件查到）。")
    if gone.cards:
        print(f"已清除：{gone.cards} 张门卡（卡号的不可逆摘要、末四位），不能再开门。")
    if gone.name:
        print("已清除：门禁人员的姓名、工号、账号名、密码摘要。")
    print("\n" + "\n".join(kept_anyway(kept._replace(doors=before.doors, entries=before.entries), settings)))
    return 0


def _document(settings: Settings, arguments: argparse.Namespace, action: str) -> str:
    kind, number = _typed(settings, arguments)
    known, clock = Known(settings), Clock(settings.timezone)
    with opened(settings) as db:
        held = db.look(lambda conn: held_of(conn, settings, known, kind, number))
        found = {
            "tickets": len(held.kept.tickets),
            "lines": len(held.lines),
            "doors": int(held.doors is not None),
            "cases": len(held.cases),
        }
        db.write_now(lambda tx: _note(tx, arguments, action, kind, **found))
    return "\n".join(
        [
            f"{settings.hall_name_zh}：所存的个人信息",
            f"{KINDS[kind]} {number if kind == 'staff' else mask_number(number)}，"
            f"{clock.local(clock.now()):%Y-%m-%d %H:%M} 由 {arguments.by}、{arguments.second} 两人核对查得",
            "",
            *tickets(held.kept, clock),
            *doors(held, clock),
            *received(held, clock),
            "",
            *kept_anyway(held, settings),
            "",
            *RIGHTS,
        ]
    )


RIGHTS = (
    "您可以查阅、复制（个人信息保护法第四十五条），请求更正、补充（第四十六条）、删除（第四十七条）；",
    "不予办理的，我们说明理由，您可以依法提起诉讼（第五十条）。",
)


def _note(tx: Tx, arguments: argparse.Namespace, action: str, kind: Kind, **found: int) -> None:
    tx.note(COMMAND_LINE, action, "person", by=arguments.by, second=arguments.second, of=kind, **found)


def _typed(settings: Settings, arguments: argparse.Namespace) -> tuple[Kind, str]:
    """Raises :class:`Problem` where the two are not two, not of ours, or have not typed the same number."""
    with opened(settings) as db:
        db.look(lambda conn: _two(conn, arguments.by, arguments.second))
        first = getpass.getpass(f"{arguments.by}，请输入证件号、统一社会信用代码或工号（不显示）：").strip()
        second = getpass.getpass(f"{arguments.second}，请再输入一遍（不显示）：").strip()
        if normalise(first) != normalise(second):
            raise Problem(422, "not_the_same", "两个人输入的不一样，什么也没有查。", "The two numbers differ.")
        if check_id_number(normalise(first)) is None:
            return "id_number", normalise(first)
        if check_credit_code(normalise(first)) is None:
            return "credit_code", normalise(first)
        if db.look(lambda conn: erasing.held(conn, Known(settings).cards, first)) is not None:
            return "staff", first
    raise Problem(
        422,
        "bad_number",
        "不是身份证号，不是统一社会信用代码，也不是门禁人员的工号。",
        "Neither an ID number, nor a credit code, nor the number of anybody who may come in.",
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
