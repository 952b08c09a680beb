"""Rules: what is taken in and under which number, what may be done with it and by whom, and its code."""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from hall.access import CardKeys
from hall.accounts import Member
from hall.contract import workdays
from hall.contract.cases import (
    ANSWER,
    ENDED,
    STEPS,
    Act,
    Count,
    Standing,
    Terms,
    department_of,
    departments,
    standing,
    terms_of,
)
from hall.contract.ids import IdKind, check_credit_code, check_id_number, mask_name, normalise, subject_of
from hall.contract.matters import Matter
from hall.contract.receipts import Origin, Receipt, ReceiptLine, signed
from hall.keys import Ring
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.matters import Matters
from hall.reception import store
from hall.reception.people import own_key, same_papers
from hall.reception.store import CaseRow, EventRow

KEYS = "receipts"
"""The kind of keys that sign receipts."""
NAMESPACE = uuid.UUID("6f1d5a52-5f0c-4d0a-9a53-0d1c3f6b7e11")
"""Of what goes on to the city: made once, never changed."""


@dataclass(frozen=True)
class Wanted:
    """What the clerk took in. ``key``: random, of the press: however often it comes, it is one case. ``person``: a
    natural person applies, and is kept masked; ``number``: his, or the firm's."""

    key: str
    matter: str
    lines: tuple[ReceiptLine, ...]
    project: str
    applicant: str
    person: bool = False
    number: str = ""
    project_code: str = ""
    origin: Origin = "ordinary"
    reason: str = ""
    department: str = ""
    window: str = ""
    ticket: str = ""


class Reception:
    def __init__(self, folder: Path, root: bytes, clock: Clock, matters: Matters) -> None:
        """``folder``: where the secret halves of keys lie; ``root``: of how people are known here."""
        self._ring, self._clock, self._matters = Ring(folder), clock, matters
        self._own = own_key(root)
        self.iss = CardKeys(root).iss

    # -- taking in ---------------------------------------------------------------------------------------------------

    def take(self, tx: Tx, member: Member, wanted: Wanted) -> CaseRow:
        """Number, receipt, event and what goes on to the city in one transaction. Raises :class:`Problem`."""
        if (row := store.by_key(tx.conn, wanted.key)) is not None:
            if not _same_press(row, member, wanted):
                raise _another_press(row.number)
            return row
        matter, revision = self._matter(tx.conn, wanted.matter)
        receipt = self._receipt(tx, member, wanted, matter, revision)
        kind, hashed, last4 = self._subject(wanted)
        same = same_papers(receipt, hashed)
        if (before := store.open_same(tx.conn, same)) is not None:
            raise _taken_already(before, self._clock)
        if self._ring.signing(tx.conn, KEYS, tx.now) is None:
            self._ring.rotate(tx, KEYS, "hall")
        store.add_case(
            tx.conn, number=receipt.number, key=wanted.key, same=same, matter=receipt.matter,
            department=receipt.department, at=receipt.issued, receipt=receipt.model_dump_json(exclude_defaults=True),
            digest=receipt.digest, subject_kind=kind, subject_hash=hashed, subject_last4=last4,
            ticket=wanted.ticket[:8], login=member.login,
        )  # fmt: skip
        self._write(tx, member, receipt.number, 1, "receive", receipt.department, receipt.reason, wanted.key)
        tx.note(member.login, "case_received", f"case:{receipt.number}", matter=receipt.matter, origin=receipt.origin)
        row = store.by_number(tx.conn, receipt.number)
        assert row is not None
        return row

    def _matter(self, conn: Connection, id: str) -> tuple[Matter, int]:
        stands = self._matters.current(conn)
        matter = stands.catalogue.matter.get(id) if stands is not None else None
        if stands is None or matter is None:
            raise Problem(404, "unknown_matter", "事项库里没有这个事项，请重新选择。", "There is no such matter.")
        return matter, stands.revision

    def _receipt(self, tx: Tx, member: Member, wanted: Wanted, matter: Matter, revision: int) -> Receipt:
        applicant = _worded(wanted.applicant, 120, "applicant", "请填写申请人（建设单位或姓名）。")
        if wanted.origin != "ordinary":
            _worded(wanted.reason, 200, "no_reason", "特殊收件要写明新增、更改或取消的原因。")
        day = self._clock.day()
        if any(not line.given and line.by is None for line in wanted.lines):
            raise Problem(422, "no_date", "缺的材料要写明哪天前补交。", "Say by when what is missing follows.")
        if any(line.by is not None and line.by < day for line in wanted.lines):
            raise Problem(422, "past_date", "补交的日期不能早于今天。", "That day is over already.")
        if not any(line.given for line in wanted.lines):
            raise Problem(422, "nothing", "一件材料也没有收到，不能出收件凭证。", "Nothing was handed in.")
        return Receipt(
            number=self._next(tx, day),
            origin=wanted.origin,
            reason=_plain(wanted.reason)[:200],
            matter=matter.id,
            matter_zh=matter.name,
            revision=revision,
            project=_worded(wanted.project, 200, "project", "请填写项目名称。"),
            project_code=_plain(wanted.project_code)[:32],
            applicant=mask_name(applicant) if wanted.person else applicant,
            department=self._department(tx.conn, wanted.department)
            if wanted.department
            else department_of(matter.lead),
            lines=_lines(wanted.lines),
            window=_plain(wanted.window)[:8],
            clerk=mask_name(member.shown),
            issued=tx.now.replace(microsecond=0),
            until=Count(day).due(ANSWER, workdays.works),
        )

    def _next(self, tx: Tx, day: date) -> str:
        last = store.last_number(tx.conn, day)
        return f"SJ{day:%Y%m%d}{int(last[10:] or 0) + 1 if last else 1:06d}"

    def _subject(self, wanted: Wanted) -> tuple[str, str, str]:
        """(kind, hash under the hall's own key, last four); empty: no number was given."""
        number = normalise(wanted.number)
        if not number:
            return "", "", ""
        kind: IdKind = "id_number" if wanted.person else "credit_code"
        wrong = check_id_number(number, self._clock.day()) if wanted.person else check_credit_code(number)
        if wrong is not None:
            what = "公民身份号码" if wanted.person else "统一社会信用代码"
            raise Problem(422, "bad_number", f"{what}不对，请核对后重填；没有可以留空。", "That number is not right.")
        subject = subject_of(kind, number, self._own)
        return kind, subject.hash, subject.last4

    # -- what follows ------------------------------------------------------------------------------------------------

    def act(
        self, tx: Tx, member: Member, number: str, act: Act, seen: int, key: str, text: str = "", department: str = ""
    ) -> None:
        """``seen``: how many events the page showed, so that two who press at once do not undo each other."""
        row = self.case_for(tx.conn, member, number)
        events = store.events(tx.conn, [number])[number]
        if (before := next((one for one in events if one.key == key), None)) is not None:
            if (before.act, before.by) != (act, member.login):
                raise _another_press(number)
            return
        if len(events) != seen:
            raise Problem(409, "moved_on", f"{events[-1].name} 刚刚办过这一件：请看清现在的状态再按。",
                          "Somebody has just acted on this case; look again.")  # fmt: skip
        self._allowed(tx.conn, member, row, act)
        now = self.standing(tx.conn, row, events)
        if act == "receive" or not now.may(act):
            raise Problem(409, "not_now", _why_not(now, act), "That may not follow what happened before.")
        step, said = STEPS[act], _plain(text)[:1000]
        if step.worded and not said:
            raise Problem(422, "no_reason", f"{step.zh}要写明内容或原因。", "Give the reason or what was found.")
        to = self._department(tx.conn, department) if act == "move" else ""
        if to == row.department:
            raise Problem(422, "no_department", "请选择转到哪个部门。", "Choose a department to move it to.")
        self._write(tx, member, number, len(events) + 1, act, to or row.department, said, key)
        after = step.after or now.state
        store.put_case(tx.conn, number, department=to or row.department, over=after in ENDED,
                       void=row.void or after in ("void", "withdrawn"))  # fmt: skip
        tx.note(member.login, f"case_{act}", f"case:{number}", department=to or row.department)

    def _allowed(self, conn: Connection, member: Member, row: CaseRow, act: Act) -> None:
        """A manager may stand in for everybody."""
        if member.role == "manager":
            return
        by = STEPS[act].by
        if by == "window" and member.role == "clerk":
            return
        if by == "department" and store.department_at(conn, member.login) == row.department:
            return
        whose = "综合窗口" if by == "window" else row.department
        raise Problem(403, "not_yours", f"这一步由{whose}办理。", "This step is somebody else's.")

    def post(self, tx: Tx, member: Member, login: str, department: str) -> None:
        """From now on ``login`` works for that department."""
        said = self._department(tx.conn, department)
        store.put_post(tx.conn, login, said, member.login, tx.now)
        tx.note(member.login, "member_posted", f"member:{login}", department=said)

    def _department(self, conn: Connection, text: str) -> str:
        """One that leads a matter, or for which somebody works: a case with any other would lie with nobody."""
        said, stands = _plain(text), self._matters.current(conn)
        leads = departments(one.lead for one in stands.catalogue.matters) if stands is not None else []
        if said not in leads and said not in {one for _, one in store.posts(conn)}:
            raise Problem(
                422, "no_department", f"没有“{said[:20]}”这个部门，请从列表里选。", "There is no such department."
            )
        return said

    def _write(self, tx: Tx, member: Member, number: str, n: int, act: Act, department: str, text: str,
               key: str) -> None:  # fmt: skip
        day = self._clock.day()
        store.add_event(tx.conn, number=number, n=n, act=act, at=tx.now, on=day.isoformat(), by=member.login,
                        name=mask_name(member.shown), department=department, text=text, key=key)  # fmt: skip
        body = f'{{"number":"{number}","n":{n},"act":"{act}"}}'
        store.add_out(tx.conn, key=str(uuid.uuid5(NAMESPACE, f"{self.iss}/{number}/{n}")), number=number, kind=act,
                      body=body, at=tx.now)  # fmt: skip

    # -- looking -----------------------------------------------------------------------------------------------------

    def case(self, conn: Connection, number: str) -> CaseRow:
        row = store.by_number(conn, number)
        if row is None:
            raise Problem(404, "unknown_case", f"没有编号为 {number[:16]} 的收件。", "There is no such receipt.")
        return row

    def case_for(self, conn: Connection, member: Member, number: str) -> CaseRow:
        """An officer sees what lies or lay with his department; window, manager and auditor see all."""
        row = self.case(conn, number)
        if member.role == "office":
            mine = store.department_at(conn, member.login)
            if not mine or not store.lay_with(conn, number, mine):
                raise Problem(403, "not_yours", "这一件不在您的部门，也没有经过您的部门。",
                              "This case is another department's.")  # fmt: skip
        return row

    def standing(self, conn: Connection, row: CaseRow, events: Sequence[EventRow], day: date | None = None) -> Standing:
        """Today, or on ``day``."""
        terms = self.terms(conn, row.matter)
        return standing([one.event for one in events], day or self._clock.day(), workdays.works, terms, recorded=True)

    def terms(self, conn: Connection, id: str) -> Terms:
        """Of the matter as it stands now; of one that is gone the law's."""
        stands = self._matters.current(conn)
        matter = stands.catalogue.matter.get(id) if stands is not None else None
        return terms_of(matter.limit.legal, matter.limit.commit, matter.limit.source) if matter else Terms()

    # -- its code ----------------------------------------------------------------------------------------------------

    def code(self, conn: Connection, row: CaseRow, copy: int, now: datetime) -> str:
        """The text of the code of copy n. Raises :class:`Problem` where the key is missing."""
        key = self._ring.secret(conn, KEYS, now)
        if key is None:
            raise Problem(503, "no_key", "大厅现在不能签发收件凭证，请联系管理员。", "No key to sign receipts with.")
        return signed(row.paper, copy, self.iss, *key)

    def copy(self, tx: Tx, member: Member, number: str) -> int:
        """补打: which copy it is. Every one is counted before it is printed."""
        row = self.case(tx.conn, number)
        store.put_case(tx.conn, number, copies=row.copies + 1)
        tx.note(member.login, "receipt_copied", f"case:{number}", copy=row.copies + 1)
        return row.copies + 1


def _taken_already(row: CaseRow, clock: Clock) -> Problem:
    receipt, at = row.paper, clock.local(row.at)
    where = f"{receipt.window} 号窗口 " if receipt.window else ""
    return Problem(
        409,
        "taken_already",
        f"同一申请人同一项目的这件事 {at:%m-%d %H:%M} 已由{where}{receipt.clerk} 收下，编号 {row.number}，还没有办结；"
        "没有再收一次。",
        f"These papers were taken in already as {row.number}.",
    )


def _same_press(row: CaseRow, member: Member, wanted: Wanted) -> bool:
    paper = row.paper
    was = (row.login, row.matter, paper.origin, paper.project, paper.lines)
    return was == (member.login, wanted.matter, wanted.origin, _plain(wanted.project), _lines(wanted.lines))


def _another_press(number: str) -> Problem:
    return Problem(
        409,
        "another_press",
        f"这一按已经办过，是 {number}，和现在填的不一样：请先看那一件，再决定要不要再按。",
        f"This press was {number} already, with something else in it.",
    )


def _lines(of: tuple[ReceiptLine, ...]) -> tuple[ReceiptLine, ...]:
    return tuple(one.model_copy(update={"name": _worded(one.name, 200, "material", "请填写材料名称。")}) for one in of)


def _why_not(now: Standing, act: Act) -> str:
    if act == "ask" and now.asked:
        return "补正只能一次告知，这件已经告知过了。"
    if now.deemed:
        return f"这件逾期未答复，依行政许可法第三十二条已视为受理，不能再“{STEPS[act].zh}”。"
    return f"这件现在不能“{STEPS[act].zh}”。"


def _plain(text: str) -> str:
    """Without what turns a line round or is not seen (bidi marks, C0); white space is one blank."""
    blank = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", text))
    return " ".join("".join(one for one in blank if unicodedata.category(one)[0] != "C").split())


def _worded(text: str, most: int, code: str, zh: str) -> str:
    said = _plain(text)
    if not said:
        raise Problem(422, code, zh, "This must be filled in.")
    if len(said) > most:
        raise Problem(422, code, f"最多 {most} 个字，现在有 {len(said)} 个。", f"At most {most} characters.")
    return said
