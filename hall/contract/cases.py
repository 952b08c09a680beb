"""办件: from the window to the paper that is handed out. One table says what may follow what, who has to do it, by when
and by which law; where a case stands is read from what happened to it and never stored. Pure.

Deadlines count working days. While a clock stands still (补正, 专家评审, 公示) they do not run. What is not answered in
time is taken as accepted, by the law and not by anybody's key.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

State = Literal["received", "handed_over", "to_complete", "accepted", "in_review", "stopped", "decided", "ready",
                "handed_out", "refused", "withdrawn", "void"]  # fmt: skip
Act = Literal["receive", "hand_over", "move", "ask", "complete", "accept", "refuse", "review", "stop", "resume",
              "decide", "ready", "hand_out", "withdraw", "void"]  # fmt: skip
Who = Literal["window", "department", "applicant", "nobody"]

STATES: dict[State, tuple[str, Who]] = {
    "received": ("已收件", "window"),
    "handed_over": ("已内转，待受理", "department"),
    "to_complete": ("待补正", "applicant"),
    "accepted": ("已受理", "department"),
    "in_review": ("审查中", "department"),
    "stopped": ("中止计时", "department"),
    "decided": ("已决定", "department"),
    "ready": ("待领取", "applicant"),
    "handed_out": ("已发证", "nobody"),
    "refused": ("不予受理", "nobody"),
    "withdrawn": ("已撤回", "nobody"),
    "void": ("凭证作废", "nobody"),
}
"""And who has to act next."""
ENDED: frozenset[State] = frozenset({"handed_out", "refused", "withdrawn", "void"})
WAITING: frozenset[State] = frozenset({"received", "handed_over"})
"""Not answered yet: after the legal days it is taken as accepted."""
STILL: frozenset[State] = frozenset({"to_complete", "stopped"})
"""The clock stands still."""


class Step(NamedTuple):
    """``by``: whose key it is. ``after`` None: the state stays. ``worded``: it needs a reason or what was found."""

    zh: str
    by: Who
    before: tuple[State, ...]
    after: State | None
    worded: bool = False


STEPS: dict[Act, Step] = {
    "receive": Step("收件", "window", (), "received"),
    "hand_over": Step("内转", "window", ("received",), "handed_over"),
    "ask": Step("一次告知补正", "department", ("handed_over",), "to_complete", worded=True),
    "complete": Step("补正收齐", "window", ("to_complete",), "handed_over"),
    "accept": Step("受理", "department", ("handed_over",), "accepted"),
    "refuse": Step("不予受理", "department", ("handed_over",), "refused", worded=True),
    "review": Step("开始审查", "department", ("accepted",), "in_review"),
    "stop": Step("中止计时", "department", ("in_review",), "stopped", worded=True),
    "resume": Step("恢复计时", "department", ("stopped",), "in_review"),
    "decide": Step("作出决定", "department", ("in_review",), "decided", worded=True),
    "ready": Step("送综窗待领", "department", ("decided",), "ready"),
    "hand_out": Step("发证", "window", ("ready",), "handed_out"),
    "move": Step("转办", "department", ("handed_over", "accepted", "in_review"), None, worded=True),
    "withdraw": Step("撤回", "window", ("received", "handed_over", "to_complete", "accepted", "in_review", "stopped"),
                     "withdrawn", worded=True),
    "void": Step("凭证作废", "window", ("received",), "void", worded=True),
}  # fmt: skip


class Limit(NamedTuple):
    """Working days, and the law that says so."""

    days: int
    law: str


HAND_OVER = Limit(1, "沪松府办〔2025〕32号 三（一）：前台收件、材料内转")
ANSWER = Limit(5, "行政许可法第三十二条：五日内一次告知，逾期不告知的，自收到申请材料之日起即为受理")
COMPLETE = Limit(20, "补正材料通知书：补正期限")
DECIDE = Limit(20, "行政许可法第四十二条：自受理之日起二十日内作出决定")
DELIVER = Limit(10, "行政许可法第四十四条：自作出决定之日起十日内颁发、送达")


class Terms(NamedTuple):
    """Of one matter: within which a case is answered, and decided. A shorter promise moves no right: what is not
    answered is taken as accepted after the days of the law."""

    answer: Limit = ANSWER
    decide: Limit = DECIDE


OF_THE_LAW = Terms()
_ANSWER = re.compile(r"(\d{1,2})个工作日内一次告知")
_DECIDE = re.compile(r"(?:^|自受理|受理后)(\d{1,3})个工作日")


def terms_of(legal: str, commit: str, source: str) -> Terms:
    """What a matter's limits say in words (``hall.contract.matters.Limit``): the promise before the law; what cannot be
    read so is the law's general one."""
    answer, decide = _ANSWER.search(commit), _DECIDE.search(commit) or _DECIDE.search(legal)
    return Terms(
        Limit(int(answer[1]), source or commit) if answer else ANSWER,
        Limit(int(decide[1]), source or commit) if decide else DECIDE,
    )


class Event(NamedTuple):
    """What happened, on which business day."""

    act: Act
    on: date
    department: str = ""
    text: str = ""


class Standing(NamedTuple):
    """``deemed``: taken as accepted, since nobody answered. ``due`` None: nothing runs, or the holidays of that year
    are not published yet (``unknown``). ``left``: working days until then, less than none: overdue by so many."""

    state: State
    who: Who
    department: str
    since: date
    due: date | None = None
    law: str = ""
    left: int | None = None
    deemed: bool = False
    asked: bool = False
    unknown: bool = False

    def may(self, act: Act) -> bool:
        """一次告知: who was asked to complete once is not asked again."""
        return self.state in STEPS[act].before and not (act == "ask" and self.asked)

    @property
    def acts(self) -> tuple[Act, ...]:
        return tuple(act for act in STEPS if self.may(act))


Works = Callable[[date], bool | None]
"""Whether people work on that day; None: it is not published yet."""


class NotNow(ValueError):
    """It may not follow what happened before."""


def standing(
    events: Sequence[Event], today: date, works: Works, terms: Terms = OF_THE_LAW, recorded: bool = False
) -> Standing:
    """Where a case stands on ``today``. Raises :class:`NotNow` for a history that cannot be. ``recorded``: each step
    was looked at when it was done, by the holidays as they were known then, and stands whatever they turned out to be.
    """
    if not events or events[0].act != "receive":
        raise NotNow("receive")
    now = Standing("received", "window", events[0].department, events[0].on)
    answering, deciding = Count(events[0].on), Count(None)
    for event in events[1:]:
        if not (recorded and now.may(event.act)):
            now = _deemed(now, answering, deciding, event.on, works)
        if recorded and not now.may(event.act) and now.state in WAITING:
            now = _taken(now, answering, deciding, event.on)
        if not now.may(event.act):
            raise NotNow(event.act)
        now = _after(now, event)
        _tick(now, event, answering, deciding)
    now = _deemed(now, answering, deciding, today, works)
    return _due(now, _running(now, terms, answering, deciding), today, works)


class Count:
    """Working days from a day on, without those on which it stood still. Both ends of a standstill count as still: who
    asks on the last day has a day left when the papers come."""

    def __init__(self, start: date | None) -> None:
        self.start = start
        self._still: list[tuple[date, date | None]] = []

    def stop(self, on: date) -> None:
        self._still.append((on, None))

    def go(self, on: date) -> None:
        if self._still and self._still[-1][1] is None:
            self._still[-1] = (self._still[-1][0], on)

    def due(self, limit: Limit, works: Works) -> date | None:
        """The last day of so many; None: it does not run, or nobody can say yet."""
        if self.start is None:
            return None
        day, left = self.start, limit.days
        while left:
            day += timedelta(days=1)
            work = works(day)
            if work is None:
                return None
            left -= work and not self._stood(day)
            if (day - self.start).days > FARTHEST:
                return None
        return day

    def _stood(self, day: date) -> bool:
        return any(begun <= day and (ended is None or day <= ended) for begun, ended in self._still)


FARTHEST = 3 * 366
"""Days: what stands still for years is nobody's deadline any more."""


def _after(now: Standing, event: Event) -> Standing:
    step = STEPS[event.act]
    state = step.after or now.state
    since = now.since if step.after is None else event.on
    return now._replace(
        state=state,
        who=STATES[state][1],
        since=since,
        department=event.department or now.department,
        asked=now.asked or event.act == "ask",
    )


def _tick(now: Standing, event: Event, answering: Count, deciding: Count) -> None:
    match event.act:
        case "ask":
            answering.stop(event.on)
        case "complete":
            answering.go(event.on)
        case "accept":
            deciding.start = event.on
        case "stop":
            deciding.stop(event.on)
        case "resume":
            deciding.go(event.on)


def _deemed(now: Standing, answering: Count, deciding: Count, on: date, works: Works) -> Standing:
    """On the day after the last of the legal days."""
    due = answering.due(ANSWER, works) if now.state in WAITING else None
    if due is None or on <= due:
        return now
    return _taken(now, answering, deciding, due + timedelta(days=1))


def _taken(now: Standing, answering: Count, deciding: Count, since: date) -> Standing:
    deciding.start = answering.start  # 自收到申请材料之日起即为受理
    return now._replace(state="accepted", who="department", since=since, deemed=True)


def _running(now: Standing, terms: Terms, answering: Count, deciding: Count) -> tuple[Count, Limit] | None:
    """Which clock runs, and for how long."""
    match now.state:
        case "received":
            return Count(now.since), HAND_OVER
        case "handed_over":
            return answering, terms.answer
        case "to_complete":
            return Count(now.since), COMPLETE
        case "accepted" | "in_review":
            return deciding, terms.decide
        case "decided":
            return Count(now.since), DELIVER
    return None


def _due(now: Standing, running: tuple[Count, Limit] | None, today: date, works: Works) -> Standing:
    if running is None:
        return now
    clock, limit = running
    due = clock.due(limit, works)
    if due is None:
        return now._replace(law=limit.law, unknown=True)
    return now._replace(due=due, law=limit.law, left=_between(today, due, works))


def _between(today: date, due: date, works: Works) -> int:
    first, last, sign = (today, due, 1) if today <= due else (due, today, -1)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(bool(works(day)) for day in days)


def departments(leads: Iterable[str]) -> list[str]:
    return sorted({department_of(one) for one in leads})


def department_of(lead: str) -> str:
    """Who answers, by the short name of a matter's lead: the district's own body that is named first.
    区建设管理委（消防设计审查主管部门） is 区建设管理委."""
    parts = [one.removesuffix("牵头").removesuffix("监管") for one in re.split("[（），；、()]", lead) if one]
    return next((one for one in parts if one.startswith("区")), parts[0] if parts else lead)
