"""Where a case stands: what may not follow, what the law says when nobody answers, and clocks that stand still."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.cases import (
    ANSWER,
    ENDED,
    OF_THE_LAW,
    STATES,
    STEPS,
    Event,
    Limit,
    NotNow,
    Standing,
    Terms,
    department_of,
    standing,
    terms_of,
)

TUESDAY = date(2026, 11, 24)


def works(day: date) -> bool | None:
    """Monday to Friday; 2027 is not published yet."""
    return None if day.year > 2026 else day.weekday() < 5


def day(n: int) -> date:
    return TUESDAY + timedelta(days=n)


def stands(*acts: tuple[str, int], today: int, terms: Terms = OF_THE_LAW) -> Standing:
    """``acts``: (act, days after Tuesday), after the receipt on that Tuesday."""
    events = [Event("receive", TUESDAY, "区建设管理委"), *(Event(act, day(n)) for act, n in acts)]  # type: ignore[arg-type]
    return standing(events, day(today), works, terms)


@pytest.mark.parametrize(
    "acts",
    [
        (("accept", 0),),  # not handed over yet
        (("hand_over", 0), ("hand_over", 0)),
        (("hand_over", 0), ("decide", 1)),
        (("hand_over", 0), ("accept", 1), ("ask", 1)),  # accepted is accepted
        (("hand_over", 0), ("ask", 1), ("complete", 2), ("ask", 2)),  # 一次告知
        (("hand_over", 0), ("refuse", 1), ("accept", 1)),
        (("hand_over", 0), ("refuse", 8)),  # too late: it is taken as accepted
        (("receive", 0),),
    ],
)
def test_what_may_not_follow(acts: tuple[tuple[str, int], ...]):
    with pytest.raises(NotNow):
        stands(*acts, today=9)


def test_a_case_begins_with_its_receipt():
    for events in ([], [Event("accept", TUESDAY)]):
        with pytest.raises(NotNow):
            standing(events, TUESDAY, works)


def test_deemed_accepted_on_the_sixth_working_day():
    """Received on a Tuesday: the fifth working day is the next Tuesday, and on Wednesday it is accepted by the law."""
    fifth, sixth = (stands(("hand_over", 0), today=n) for n in (7, 8))
    assert (fifth.state, fifth.due, fifth.left, fifth.deemed) == ("handed_over", day(7), 0, False)
    assert (sixth.state, sixth.since, sixth.deemed, sixth.who) == ("accepted", day(8), True, "department")
    assert stands(today=8).deemed  # also of one that never left the window


def test_from_when_the_decision_runs():
    """Accepted: from that day. Taken as accepted: from the day it was received."""
    accepted = stands(("hand_over", 0), ("accept", 3), today=3, terms=Terms(decide=Limit(3, "x")))
    deemed = stands(("hand_over", 0), today=9, terms=Terms(decide=Limit(10, "x")))
    assert (accepted.due, accepted.law) == (day(8), "x")
    assert deemed.due == day(14)


def test_completing_stops_the_clock():
    """Asked on the second working day and brought later: four are left from there on."""
    waiting = stands(("hand_over", 0), ("ask", 2), today=6)
    assert (waiting.state, waiting.who, waiting.asked) == ("to_complete", "applicant", True)
    back = stands(("hand_over", 0), ("ask", 2), ("complete", 13), today=13)
    assert (back.state, back.due, back.left) == ("handed_over", day(17), 4)


def test_a_review_by_experts_stops_the_clock():
    terms = Terms(decide=Limit(5, "x"))
    ran = (("hand_over", 0), ("accept", 0), ("review", 0))
    assert stands(*ran, today=0, terms=terms).due == day(7)
    assert stands(*ran, ("stop", 1), today=3, terms=terms).due is None
    assert stands(*ran, ("stop", 1), ("resume", 20), today=20, terms=terms).due == day(27)


def test_a_year_that_is_not_published_is_said():
    late = standing([Event("receive", date(2026, 12, 30)), Event("hand_over", date(2026, 12, 30))],
                    date(2026, 12, 31), works)  # fmt: skip
    assert (late.due, late.unknown, late.law) == (None, True, ANSWER.law)


def test_moved_it_keeps_its_clock():
    events = [Event("receive", TUESDAY, "甲"), Event("hand_over", TUESDAY), Event("move", day(6), "乙", "不属本局职权")]
    moved = standing(events, day(7), works)
    assert (moved.department, moved.state, moved.due) == ("乙", "handed_over", day(7))


def test_a_promise_moves_no_right():
    """Promised within two working days: that is the deadline; it is taken as accepted after the law's five."""
    terms = terms_of("7日", "材料不齐2个工作日内一次告知；受理后3个工作日核发", "沪住建规范〔2023〕2号")
    assert (terms.answer.days, terms.decide) == (2, Limit(3, "沪住建规范〔2023〕2号"))
    late = stands(("hand_over", 0), today=6, terms=terms)
    assert (late.state, late.due, late.left) == ("handed_over", day(2), -2)
    assert stands(("hand_over", 0), today=8, terms=terms).deemed
    assert terms_of("20个工作日（不含评估时间）", "以办事指南为准", "").decide.days == 20
    assert terms_of("—", "以办事指南为准", "") == Terms()


def test_who_leads():
    assert department_of("区建设管理委（消防设计审查主管部门）") == "区建设管理委"
    assert department_of("区建设管理委牵头，综合窗口收件") == "区建设管理委"
    assert department_of("区审批审查中心牵头；供水、排水、供电") == "区审批审查中心"
    assert department_of("建设单位自选的施工图审查机构；区建设管理委监管") == "区建设管理委"
    assert department_of("原发证机关（区建设管理委）") == "区建设管理委"
    assert department_of("区水务局") == "区水务局"


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 6)), max_size=12), st.integers(0, 40))
def test_every_history_that_may_be(tries: list[tuple[str, int]], later: int):
    """Whatever keys are pressed in whatever order: what `may` admits, `standing` takes; who has ended does nothing
    more; somebody always has to act next, and a deadline has its law."""
    events, at = [Event("receive", TUESDAY, "甲")], 0
    for act, after in tries:
        now = standing(events, day(at + after), works)
        event = Event(act, day(at + after))  # type: ignore[arg-type]
        if now.may(event.act):
            events, at = [*events, event], at + after
        else:
            with pytest.raises(NotNow):
                standing([*events, event], day(at + after), works)
    now = standing(events, day(at + later), works)
    assert (now.who == "nobody") == (now.state in ENDED) == (now.acts == ())
    assert now.who == STATES[now.state][1]
    assert bool(now.due or now.unknown) <= bool(now.law)
    assert now.left is None or (now.left >= 0) == (now.due is not None and day(at + later) <= now.due) or now.left == 0


@given(st.integers(0, 7), st.integers(0, 20))
def test_days_of_standing_still_are_not_counted(asked: int, took: int):
    """However long the visitor takes, who answers has the same working days."""
    stood = stands(("hand_over", 0), ("ask", asked), ("complete", asked + took), today=asked + took)
    assert stood.due is not None
    ran = [n for n in range(1, (stood.due - TUESDAY).days + 1) if works(day(n)) and not asked <= n <= asked + took]
    assert len(ran) == ANSWER.days


NEW_YEAR = date(2026, 12, 24)
"""Five working days later nobody knows yet whether people work."""


def published(day: date) -> bool | None:
    return day.weekday() < 5


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 6)), max_size=12), st.booleans())
def test_what_was_done_stands_whatever_the_holidays_turn_out_to_be(tries: list[tuple[str, int]], known: bool):
    """A year is published after its first cases were answered, and a notice may be changed (as in February 2020)."""
    then, later = (published, works) if known else (works, published)
    events, at = [Event("receive", NEW_YEAR, "甲")], NEW_YEAR
    for act, after in tries:
        event = Event(act, at + timedelta(days=after))  # type: ignore[arg-type]
        if standing(events, event.on, then, recorded=True).may(event.act):
            events, at = [*events, event], event.on
    for today in (at, at + timedelta(days=40)):
        now = standing(events, today, later, recorded=True)
        assert now.who == STATES[now.state][1]


def test_an_answer_that_came_before_its_holidays_did():
    events = [Event("receive", NEW_YEAR), Event("hand_over", NEW_YEAR), Event("accept", date(2027, 1, 8))]
    with pytest.raises(NotNow):
        standing(events, date(2027, 1, 8), published)
    now = standing(events, date(2027, 1, 8), published, recorded=True)
    assert (now.state, now.deemed, now.since) == ("accepted", False, date(2027, 1, 8))
