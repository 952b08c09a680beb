"""What a table would change, line by line, against what is known now; and doing exactly that, all of it or nothing."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from hall.access import store as counts
from hall.access.importing.lines import Known, Line, SaidLetter, read_lines
from hall.access.letters import service as letters_service
from hall.access.letters import store as letters
from hall.access.letters.service import Letter
from hall.access.letters.store import LetterRow
from hall.access.people import service as people
from hall.access.people import store as people_store
from hall.access.people.cards import CardKeys
from hall.access.people.store import PersonRow
from hall.access.rules import RulesBook
from hall.access.rules.shape import Rules
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.sheets import read_table


@dataclass
class Step:
    """One line of the table: what it would do, in sentences; none: nothing changes."""

    line: Line
    person: PersonRow | None = None
    does: list[str] = field(default_factory=list)
    new_letter: bool = False
    new_card: bool = False


@dataclass
class Trial:
    """``mark``: of this file and of what is known now; the same mark does the same."""

    mark: str
    steps: list[Step]

    @property
    def faults(self) -> int:
        return sum(len(step.line.faults) for step in self.steps)


class Importing:
    def __init__(self, book: RulesBook, keys: CardKeys, clock: Clock) -> None:
        self._book, self._keys, self._clock = book, keys, clock

    def lines(self, body: bytes, known: Known) -> list[Line]:
        """Takes its time: on a thread of its own."""
        lines = read_lines(read_table(body), known)
        for line in lines:
            line.card_kept = self._keys.kept(line.card) if line.card else ""
        return lines

    def known(self, conn: Connection) -> Known:
        rules = self._book.current(conn).rules
        return Known(
            {name: one.id for one in people_store.departments(conn) for name in (one.name_zh, one.id)},
            {name: one.id for one in rules.groups for name in (one.name_zh, one.id)},
            {name: one.id for one in rules.profiles for name in (one.name_zh, one.id)},
        )

    def trial(self, conn: Connection, body: bytes, lines: list[Line], by: str, now: datetime) -> Trial:
        """Every fault of every line, and what each would change."""
        rows = {row.number: row for row in people_store.people(conn)}
        papers = {(row.person, row.number): row for row in letters.letters(conn)}
        cards = {row.hash: row.person for row in people_store.cards(conn)}
        first: dict[str, Line] = {}
        seen: dict[str, int] = {}
        steps = []
        for line in lines:
            step = Step(line, rows.get(line.number))
            before = first.setdefault(line.number, line)
            if before is not line and (before.name, before.department) != (line.name, line.department):
                line.faults.append(f"工号 {line.number} 在第 {before.n} 行是另一个人或另一个单位")
            self._person(step, by, new=before is line)
            self._letter(step, papers, seen, now)
            self._card(step, cards, seen)
            steps.append(step)
        return Trial(self._mark(conn, body), steps)

    def take(self, tx: Tx, seal_book: RulesBook, body: bytes, lines: list[Line], mark: str, by: str) -> int:
        """Exactly what the trial of this mark said. Returns how many lines changed something. Raises
        :class:`Problem`; then nothing has changed."""
        trial = self.trial(tx.conn, body, lines, by, tx.now)
        if trial.mark != mark:
            raise Problem(
                409,
                "moved_on",
                "试读之后名单或文件变了，请重新试读一遍再导入。什么也没有改。",
                "The list or the file has changed since the trial; try again. Nothing was changed.",
            )
        if trial.faults:
            raise Problem(
                422,
                "faults",
                f"还有 {trial.faults} 处错，改好再导入。什么也没有改。",
                f"{trial.faults} faults are left. Nothing was changed.",
            )
        rules = seal_book.current(tx.conn).rules
        for step in trial.steps:
            self._do(tx, seal_book, rules, step, mark, by)
        done = sum(bool(step.does) for step in trial.steps)
        tx.note(by, "people_imported", f"table:{mark[:16]}", lines=len(lines), changed=done)
        return done

    def _do(self, tx: Tx, book: RulesBook, rules: Rules, step: Step, mark: str, by: str) -> None:
        line = step.line
        row = people_store.person_by_number(tx.conn, line.number)
        if row is None:
            id = people.add(tx, line.number, line.name, line.department, "", by)
        else:
            id = row.id
            if (row.name, row.department) != (line.name, line.department):
                people_store.set_person(tx.conn, id, name=line.name, department=line.department)
                tx.note(by, "person_changed", f"person:{id}", department=line.department)
        if step.new_letter and line.letter is not None:
            key = f"table-{mark[:24]}-{line.n}"
            said = self._paper(line.letter, id, key)
            groups, profiles = {one.id for one in rules.groups}, {one.id for one in rules.profiles}
            letters_service.enter(tx, said, groups, profiles, by)
        if step.new_card:
            people.give_card(tx, self._keys, book.seal, id, line.card, by)

    def _person(self, step: Step, by: str, *, new: bool) -> None:
        line, row = step.line, step.person
        if row is None:
            step.does += [f"新增 {line.name}"] * new
            return
        if row.left_at is not None:
            line.faults.append(f"{row.name}（{row.number}）已离岗，不能再办")
        if row.login and row.login == by:
            line.faults.append("这是您本人：自己的卡、函和权限要由另一个人办")
        if row.name != line.name:
            step.does.append(f"姓名由 {row.name} 改为 {line.name}")
        if line.department and row.department != line.department:
            step.does.append("换单位")

    def _letter(
        self, step: Step, papers: dict[tuple[int, str], LetterRow], seen: dict[str, int], now: datetime
    ) -> None:
        line, said = step.line, step.line.letter
        if said is None:
            return
        again = seen.setdefault(f"letter {line.number} {said.number}", line.n)
        if again != line.n:
            line.faults.append(f"文号 {said.number} 与第 {again} 行重复")
            return
        there = papers.get((step.person.id, said.number)) if step.person else None
        if there is not None:
            if not self._same(there, said):
                line.faults.append(f"文号 {said.number} 已录入而内容不同：委托书不能改，请收回后用新文号")
            return
        if self._midnight(said.ends + timedelta(days=1)) <= now:
            line.faults.append(f"文号 {said.number} 已经到期")
            return
        step.new_letter = True
        step.does.append(f"新委托书 {said.number}（{said.starts} 至 {said.ends}），等扫描件和复核")

    def _card(self, step: Step, cards: dict[str, int], seen: dict[str, int]) -> None:
        line = step.line
        if not line.card:
            return
        again = seen.setdefault(f"card {line.card_kept}", line.n)
        if again != line.n:
            line.faults.append(f"卡号与第 {again} 行重复")
            return
        whose = cards.get(line.card_kept)
        if whose is None:
            step.new_card = True
            step.does.append(f"发卡，尾号 {line.card[-4:]}")
        elif step.person is None or whose != step.person.id:
            line.faults.append(f"尾号 {line.card[-4:]} 的卡已经是别人的")

    def _same(self, row: LetterRow, said: SaidLetter) -> bool:
        begins, ends = self._midnight(said.starts), self._midnight(said.ends + timedelta(days=1))
        mine = (said.signed_by, said.groups, said.profile, begins, ends)
        return (row.signed_by, tuple(sorted(row.group_ids)), row.profile, row.starts, row.ends) == mine

    def _paper(self, said: SaidLetter, person: int, key: str) -> Letter:
        begins, ends = self._midnight(said.starts), self._midnight(said.ends + timedelta(days=1))
        return Letter(key, person, said.number, said.signed_by, said.groups, said.profile, begins, ends)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._clock.zone)

    def _mark(self, conn: Connection, body: bytes) -> str:
        return hashlib.sha256(b"%d|" % counts.of(conn) + body).hexdigest()
